import type { Candidate } from '../document/candidate.ts';
import type { InvoiceItem } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { toAmount, toQuantity } from '../values/decimal.ts';
import { matchLine, readAfter } from './face-header.ts';
import { visualRows } from './face-items.ts';
import { type FacePage, firstLabel, labelsOn, putField } from './face-page.ts';
import { readTotals } from './face-totals.ts';
import { type FoundText, foundText, type Label } from './labels.ts';
import { type Box, boxAround, glyphsOf, isBlank, isOnLine, lineOf, placeOf } from './page-text.ts';

/** 财政电子票据: 非税收入, 医疗收费, 捐赠, 往来结算, 社团会费, 诉讼费, 缴款书 … Provinces put their name before it. */
const FISCAL_TITLE = /[\u4e00-\u9fff·]{2,30}(?:票据|收据|缴款书|结算凭证)(?:\(电子\))?$/;
const FISCAL_NUMBER = /(?:电子)?票据号码:?/;
const PAYER = /(?:交款人|缴款人|交费人|捐赠人|捐赠者|付款人|缴费人|往来单位)(?:全称|名称)?:/;
const PAYEE =
  /(?:收款单位|接受单位|受赠单位|执收单位|开票单位|收费单位|收款人全称)(?:\(?(?:公?章|盖章|财务专用章)\)?)?:/;
const NEXT_LABEL = /(?:复核人|复核|收款人|经办人|开票人|校验码|开票日期|票据号码|交款人|支付方式|统一社会信用代码).*$/;

/** Title of a fiscal receipt: it stands in the upper part, and the page has a number of its own kind. */
export function findFiscalTitle(face: FacePage): FoundText | null {
  if (!labelsOn(face, /票据代码:?/).some((label) => label.top < 0.45 * face.page.height)) return null;
  let best: FoundText | null = null;
  for (const line of [...face.page.runs.map((run) => lineOf(glyphsOf(run))), ...face.lines]) {
    const found = matchLine(line, FISCAL_TITLE);
    if (!found || found.top > 0.4 * face.page.height) continue;
    if (!best || found.bottom - found.top > best.bottom - best.top + 0.5) best = found;
  }
  return best;
}

export function readFiscalNumber(face: FacePage): FoundText | null {
  return readAfter(face, FISCAL_NUMBER, /^:?\d{8,12}(?!\d)/);
}

/** A receipt of the fiscal administration: payer and payee take the places of buyer and seller; there is no tax. */
export function readFiscalReceipt(face: FacePage, candidate: Candidate, title: FoundText): void {
  putField(candidate, face, { name: 'invoiceType', value: title.text.replace(/\s/g, ''), at: title });
  const number = readFiscalNumber(face);
  putField(candidate, face, { name: 'invoiceNumber', value: number?.plain.replace(/^:/, ''), at: number });
  const code = readAfter(face, /票据代码:?/, /^:?\d{6,12}/);
  putField(candidate, face, { name: 'invoiceCode', value: code?.plain.replace(/^:/, ''), at: code });
  const check = readAfter(face, /校验码:?/, /^:?[0-9A-Za-z]{4,20}/);
  putField(candidate, face, { name: 'checkCode', value: check?.plain.replace(/^:/, ''), at: check });
  const date = readAfter(face, /(?:开票|填制|开具)日期:?/, /\d{4}[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?|\d{8}/);
  putField(candidate, face, { name: 'issueDate', value: toDate(date?.plain), at: date });
  readPayerId(face, candidate);
  readName(face, candidate, { name: 'buyerName', pattern: PAYER, part: 'upper' });
  readName(face, candidate, { name: 'sellerName', pattern: PAYEE, part: 'any' });
  readTotals(face, candidate, {});
  readFiscalItems(face, candidate);
}

/** Personal ids are masked; those are no tax ids. */
function readPayerId(face: FacePage, candidate: Candidate): void {
  const label = /(?:交款人|缴款人|付款人|捐赠人)?统一社会信用代码:?/;
  const found = readAfter(face, label, /^:?[0-9A-Za-z*]{6,20}/);
  const value = found?.plain.replace(/^:/, '').toUpperCase();
  const name = value?.includes('*') ? 'payerIdMasked' : 'buyerTaxId';
  putField(candidate, face, { name, value, at: found });
}

interface NameQuestion {
  name: 'buyerName' | 'sellerName';
  pattern: RegExp;
  part: 'upper' | 'any';
}

/** A name ends where the next label or, after a wide gap, the next column begins. */
function readName(face: FacePage, candidate: Candidate, { name, pattern, part }: NameQuestion): void {
  const labels = labelsOn(face, pattern).filter((label) => part === 'any' || label.top < 0.5 * face.page.height);
  for (const label of labels) {
    const glyphs = label.line.glyphs.slice(label.end);
    const end = glyphs.findIndex((glyph, index) => {
      const previous = glyphs[index - 1];
      return previous !== undefined && glyph.left - previous.right > 3 * (glyph.bottom - glyph.top);
    });
    const near = end < 0 ? glyphs : glyphs.slice(0, end);
    const cut = NEXT_LABEL.exec(near.map((glyph) => glyph.plain).join(''))?.index;
    const found = foundText(cut === undefined ? near : near.slice(0, cut));
    if (!found) continue;
    putField(candidate, face, { name, value: found.text, at: found });
    return;
  }
}

type ColumnKey = keyof InvoiceItem | 'code' | 'quantityAndUnit' | 'note';

const HEADINGS: readonly (readonly [RegExp, ColumnKey])[] = [
  [/(?:收入|缴费)?项目编码/, 'code'],
  [/(?:收入|缴费|捐赠|收费)?项目名称|捐赠项目|(?<![\u4e00-\u9fff])项目(?![\u4e00-\u9fff])/, 'name'],
  [/数量\/单位/, 'quantityAndUnit'],
  [/规格(?:型号)?/, 'specification'],
  [/(?:计量)?单位(?!\()/, 'unit'],
  [/数量/, 'quantity'],
  [/(?:收缴|收费)?标准|单价/, 'unitPrice'],
  [/金额(?:\(元\)|\(小写\))?/, 'amount'],
  [/备注/, 'note'],
];

interface Heading extends Box {
  key: ColumnKey;
}

/** Medical receipts print two tables beside each other; each has headings of its own on the same line. */
function readFiscalItems(face: FacePage, candidate: Candidate): void {
  const anchor = labelsOn(face, /项目名称|捐赠项目/).find((label) => beside(face, label, /金额/).length > 0);
  const end = firstLabel(face, /(?:金额|价款)?合计(?:金额)?\(大写\)|金额合计|\(大写\)/);
  if (!anchor || !end || end.top < anchor.bottom) return;
  const tables = tablesOf(headingsOf(face, anchor));
  const lines = linesBetween(face, anchor.bottom, end.top);
  const items = tables.flatMap((table, index) => {
    const left = index === 0 ? 0 : middleBetween(tables[index - 1], table);
    const next = tables[index + 1];
    const right = next ? middleBetween(table, next) : face.page.width;
    return itemsOf(face, lines, { headings: table, left, right });
  });
  if (items.length === 0) return;
  candidate.fields.items = items.map(({ item }) => item);
  candidate.itemPlaces = new Map(items.map(({ item, box }) => [item, placeOf(face.page, box)]));
  candidate.places.items = placeOf(face.page, boxAround(items.map(({ box }) => box)));
}

function beside(face: FacePage, anchor: Label, pattern: RegExp): Label[] {
  return labelsOn(face, pattern).filter((label) => isOnLine(label, anchor));
}

function headingsOf(face: FacePage, anchor: Label): Heading[] {
  const headings: Heading[] = [];
  for (const [pattern, key] of HEADINGS) {
    for (const label of beside(face, anchor, pattern)) {
      const isTaken = headings.some((other) => label.left < other.right && other.left < label.right);
      if (!isTaken) headings.push({ key, left: label.left, right: label.right, top: label.top, bottom: label.bottom });
    }
  }
  return headings.sort((a, b) => a.left - b.left);
}

/** A new table begins where a column comes again. */
function tablesOf(headings: readonly Heading[]): Heading[][] {
  const tables: Heading[][] = [];
  for (const heading of headings) {
    const current = tables.at(-1);
    if (current && !current.some((other) => other.key === heading.key)) current.push(heading);
    else tables.push([heading]);
  }
  return tables;
}

function middleBetween(left: readonly Heading[] | undefined, right: readonly Heading[]): number {
  return ((left?.at(-1)?.right ?? 0) + (right[0]?.left ?? 0)) / 2;
}

function linesBetween(face: FacePage, top: number, bottom: number): FoundText[][] {
  const texts = face.page.runs.flatMap((run) => {
    const middle = (run.top + run.bottom) / 2;
    const found = middle > top && middle < bottom ? foundText(glyphsOf(run).filter((glyph) => !isBlank(glyph))) : null;
    return found ? [found] : [];
  });
  return visualRows(texts);
}

interface FiscalTable {
  headings: readonly Heading[];
  left: number;
  right: number;
}

interface FiscalRow {
  anchor: Box;
  cells: { key: ColumnKey; text: FoundText }[];
}

function itemsOf(
  face: FacePage,
  lines: readonly FoundText[][],
  { headings, left, right }: FiscalTable,
): { item: InvoiceItem; box: Box }[] {
  const rows: FiscalRow[] = [];
  const loose: { key: ColumnKey; text: FoundText }[] = [];
  for (const line of lines) {
    const own = line.filter((text) => (text.left + text.right) / 2 > left && (text.left + text.right) / 2 < right);
    const cells = own.map((text) => ({ key: keyOf(text, headings, left), text }));
    const amount = cells.find((cell) => cell.key === 'amount' && toAmount(cell.text.plain) !== undefined);
    if (amount) rows.push({ anchor: amount.text, cells });
    else loose.push(...cells);
  }
  for (const cell of loose) nearest(rows, cell.text, face.page.height)?.cells.push(cell);
  return rows.map(({ cells }) => ({ item: itemOf(cells), box: boxAround(cells.map(({ text }) => text)) }));
}

function nearest(rows: readonly FiscalRow[], text: Box, pageHeight: number): FiscalRow | undefined {
  const distance = (row: FiscalRow) => Math.abs(row.anchor.top - text.top);
  const found = [...rows].sort((a, b) => distance(a) - distance(b))[0];
  return found && distance(found) < 0.05 * pageHeight ? found : undefined;
}

/** Words that begin left of the first heading are names; otherwise the nearest heading counts, numbers by their right edge. */
function keyOf(text: FoundText, headings: readonly Heading[], tableLeft: number): ColumnKey {
  const name = headings.find((heading) => heading.key === 'name');
  const isBeforeAll = name && headings[0] === name && text.left < name.left && text.left >= tableLeft;
  if (isBeforeAll && !/^[\d.,]+$/.test(text.plain)) return 'name';
  const distance = (heading: Heading) =>
    Math.min(
      Math.abs(text.left - heading.left),
      Math.abs(text.right - heading.right),
      Math.abs(text.left + text.right - heading.left - heading.right) / 2,
    );
  return [...headings].sort((a, b) => distance(a) - distance(b))[0]?.key ?? 'note';
}

function itemOf(cells: readonly { key: ColumnKey; text: FoundText }[]): InvoiceItem {
  const textOf = (key: ColumnKey) =>
    visualRows(cells.filter((cell) => cell.key === key).map((cell) => cell.text))
      .map((row) => row.map((text) => text.text).join(''))
      .join('');
  const [, both, bothUnit = ''] = /^(-?[\d.,]+)?\/?(.*)$/.exec(textOf('quantityAndUnit')) ?? [];
  const item: InvoiceItem = { name: textOf('name') };
  const put = (key: keyof InvoiceItem, value: string | undefined) => {
    if (value !== undefined && value !== '') item[key] = value;
  };
  put('specification', textOf('specification'));
  put('unit', textOf('unit') || bothUnit);
  put('quantity', toQuantity(textOf('quantity') || both));
  put('unitPrice', toQuantity(textOf('unitPrice')));
  put('amount', toAmount(textOf('amount')));
  return item;
}
