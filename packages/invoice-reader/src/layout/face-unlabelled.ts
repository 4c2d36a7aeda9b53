import type { Candidate } from '../document/candidate.ts';
import { parseChineseAmount } from '../values/chinese-amount.ts';
import { parseMinor, toAmount } from '../values/decimal.ts';
import { type FacePage, putField } from './face-page.ts';
import { splitNumbers } from './face-totals.ts';
import type { Column, ColumnName } from './item-columns.ts';
import { type FoundText, foundText } from './labels.ts';
import { boxAround, type Line } from './page-text.ts';

const TAX_ID = /^(?=[0-9A-Z]*\d{6})[0-9A-Z]{15,20}$/;
const WORDS = /(?:\(负数\)|负)?[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[圆元][零壹贰叁肆伍陆柒捌玖角分整正]*/;

/**
 * Some converters draw the frame and its labels as outlines, so that only the values are text. Buyer and seller stand
 * beside each other on a 数电票: their ids on one line, their names above.
 */
export function readUnlabelledParties(face: FacePage, candidate: Candidate, from: number): void {
  const ids = idsOn(face).filter((id) => id.plain !== candidate.fields.invoiceNumber);
  const first = ids[0];
  if (!first) return;
  const row = ids.filter((id) => Math.abs(id.top - first.top) < first.bottom - first.top);
  const middle = face.page.width / 2;
  for (const [role, isHere] of [
    ['buyer', (text: { left: number }) => text.left < middle],
    ['seller', (text: { left: number }) => text.left >= middle],
  ] as const) {
    const id = row.find(isHere);
    putField(candidate, face, { name: `${role}TaxId`, value: id?.plain, at: id });
    const name = nameAbove(face, { from, to: first.top, isHere });
    putField(candidate, face, { name: `${role}Name`, value: name?.text, at: name });
  }
}

function idsOn(face: FacePage): FoundText[] {
  return face.lines
    .filter((line) => (line.glyphs[0]?.top ?? Number.POSITIVE_INFINITY) < face.page.height / 2)
    .flatMap((line) => splitNumbers(line.glyphs))
    .filter((found) => TAX_ID.test(found.plain));
}

interface Band {
  from: number;
  to: number;
  isHere: (text: { left: number }) => boolean;
}

function nameAbove(face: FacePage, { from, to, isHere }: Band): FoundText | null {
  const lines = face.lines
    .map((line) => foundText(halfOf(line, isHere)))
    .filter((found) => found !== null)
    .filter((found) => found.top > from && found.bottom <= to + 0.2 * (found.bottom - found.top))
    .filter((found) => /[\u4e00-\u9fffA-Za-z]{2}/.test(found.plain) && !/\d{4}年/.test(found.plain));
  const last = lines.at(-1);
  if (!last) return null;
  const text = lines.map((found) => found.text).join('');
  return { ...boxAround(lines), text, plain: text };
}

function halfOf(line: Line, isHere: (text: { left: number }) => boolean) {
  return line.glyphs.filter(isHere);
}

/** Where the tax platform prints the headings of a 数电票, as fractions of the width. */
const USUAL_COLUMNS: readonly (readonly [ColumnName, number, number])[] = [
  ['name', 0.085, 0.13],
  ['specification', 0.2, 0.26],
  ['unit', 0.32, 0.36],
  ['quantity', 0.44, 0.485],
  ['unitPrice', 0.56, 0.605],
  ['amount', 0.69, 0.725],
  ['taxRate', 0.755, 0.83],
  ['taxAmount', 0.93, 0.965],
];

/** Columns of a 数电票 whose headings are not text: they lie between the ids of the parties and the first `*class*`. */
export function columnsWithoutHeadings(face: FacePage, candidate: Candidate): Column[] {
  if (!/^电子发票[(（](?:增值税专用|普通)发票/.test(candidate.fields.invoiceType ?? '')) return [];
  const first = face.page.runs
    .filter((run) => /^\*[^*]{1,20}\*/.test(run.text.trim()))
    .reduce<number>((top, run) => Math.min(top, run.top), Number.POSITIVE_INFINITY);
  if (!Number.isFinite(first)) return [];
  return USUAL_COLUMNS.map(([column, left, right]) => ({
    column,
    left: left * face.page.width,
    right: right * face.page.width,
    top: first - 2,
    bottom: first - 1,
  }));
}

/** A line of two amounts with their signs is the sum of the lines, also where 合计 is not text. */
export function unlabelledSumTop(face: FacePage, from: number): number {
  const sums = face.lines.filter((line) => /^(?:合计)?¥-?[\d,]+\.\d{2}(?:¥-?[\d,]+\.\d{2}|\*+)$/.test(line.text));
  const tops = sums.map((line) => line.glyphs[0]?.top ?? Number.POSITIVE_INFINITY).filter((top) => top > from);
  return Math.min(Number.POSITIVE_INFINITY, ...tops);
}

/** The amount in words marks the line of the total; net and tax are the last amounts with a sign above it. */
export function readUnlabelledTotals(face: FacePage, candidate: Candidate): void {
  const line = face.lines.findLast((one) => WORDS.test(one.text) && parseChineseAmount(wordsIn(one)) !== null);
  const first = line?.glyphs[0];
  if (!line || !first) return;
  const words = wordsIn(line);
  const spelled = parseChineseAmount(words);
  const figures = splitNumbers(line.glyphs).findLast(({ plain }) => parseMinor(plain) === spelled);
  if (!figures) return;
  putField(candidate, face, { name: 'totalAmountInWords', value: words, at: figures });
  putField(candidate, face, { name: 'totalAmount', value: toAmount(figures.plain), at: figures });
  const above = face.lines.filter((one) => (one.glyphs[0]?.top ?? 0) < first.top - 0.5 * (first.bottom - first.top));
  for (const sums of above.reverse()) {
    const numbers = splitNumbers(sums.glyphs).filter(
      ({ plain }) => plain.startsWith('¥') && parseMinor(plain) !== null,
    );
    const [net, tax] = numbers;
    if (!net || !tax || numbers.length !== 2) continue;
    putField(candidate, face, { name: 'amountWithoutTax', value: toAmount(net.plain), at: net });
    putField(candidate, face, { name: 'taxAmount', value: toAmount(tax.plain), at: tax });
    return;
  }
}

function wordsIn(line: Line): string {
  return WORDS.exec(line.text)?.[0] ?? '';
}
