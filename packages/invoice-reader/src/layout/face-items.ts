import type { InvoiceItem } from '../reading.ts';
import { toAmount, toQuantity, toRate } from '../values/decimal.ts';
import { type FacePage, labelsOn } from './face-page.ts';
import { assignColumns, type Cell, type Column, type ColumnName } from './item-columns.ts';
import { type FoundText, foundText } from './labels.ts';
import { type Box, boxAround, type Glyph, glyphsOf, isBlank, isOnLine } from './page-text.ts';

/** Longer headings first, so that 税率 does not match inside 税率/征收率. */
const HEADINGS: readonly (readonly [RegExp, ColumnName])[] = [
  [
    /货物或应税劳务、?服务名称|货物\(劳务\)名称|货物名称|项目名称|(?<![\u4e00-\u9fff])项目(?=单价|数量|单位|金额)/,
    'name',
  ],
  [/规格型号/, 'specification'],
  [/面积单位/, 'unit'],
  [/单位/, 'unit'],
  [/数量/, 'quantity'],
  [/单价(?:\(含税\))?/, 'unitPrice'],
  [/金额(?:\(元\))?/, 'amount'],
  [/税率\/征收率|税率\(%\)|税率/, 'taxRate'],
  [/税额/, 'taxAmount'],
];

/** Columns of special businesses and the fields that they fill; columns without a field are passed over. */
const EXTRA_HEADINGS: readonly (readonly [RegExp, string | undefined])[] = [
  [/序号/, undefined],
  [/车牌号(?:\/船舶登记号)?/, 'plateNumber'],
  [/(?<!工具)类型/, 'vehicleType'],
  [/通行日期起/, 'passageFrom'],
  [/通行日期止/, 'passageTo'],
  [/建筑服务发生地/, 'constructionPlace'],
  [/建筑项目名称/, 'constructionProject'],
  [/(?:房屋)?产权证书\/不动产权证号码?|产权证书/, 'propertyCertificate'],
  [/税款所属期/, 'taxPeriod'],
  [/车架号码?|车辆识别代[号码]/, 'vehicleIdentification'],
];

const NOT_AN_ITEM = /^(?:小计|合计|总计|本页小计)$/;
const CATEGORY = /^\*[^*]{1,20}\*/;

/** Headings of the item table, from left to right; empty when the page has none. */
export function findColumns(face: FacePage): Column[] {
  const name = labelsOn(face, HEADINGS[0]?.[0] ?? /项目名称/).find((label) => !isProjectName(face, label));
  if (!name) return [];
  const columns: Column[] = [{ ...boxOf(name), column: 'name' }];
  for (const [pattern, column] of HEADINGS.slice(1)) {
    for (const label of labelsOn(face, pattern)) {
      const isBeside = Math.abs(label.top - name.top) < 1.5 * (name.bottom - name.top);
      if (isBeside && !columns.some((other) => overlaps(other, label))) columns.push({ ...boxOf(label), column });
    }
  }
  for (const [pattern, field] of EXTRA_HEADINGS) {
    for (const label of labelsOn(face, pattern)) {
      const isBeside = Math.abs(label.top - name.top) < 1.5 * (name.bottom - name.top);
      if (!isBeside || columns.some((other) => overlaps(other, label))) continue;
      columns.push({ ...boxOf(label), column: 'other', ...(field !== undefined && { field }) });
    }
  }
  return columns.sort((a, b) => a.left - b.left);
}

/** 建筑项目名称 is a column of its own and contains the heading of the first. */
function isProjectName(face: FacePage, label: Box): boolean {
  return labelsOn(face, /建筑项目名称/).some((other) => overlaps(other, label));
}

function boxOf({ left, top, right, bottom }: Box): Box {
  return { left, top, right, bottom };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && isOnLine(a, b);
}

/** A line of the table with its place, and what it says in the columns of a special business. */
export interface ItemRow {
  item: InvoiceItem;
  box: Box;
  extras: Map<string, string>;
}

/** Items between the headings and `bottom` (the line 合计, or the end of the page). */
export function readItems(face: FacePage, columns: readonly Column[], bottom: number): ItemRow[] {
  const top = Math.max(...columns.map((column) => column.bottom));
  const cells = cellsBetween(face, columns, { top, bottom });
  const anchors = cells.filter((cell) => cell.column === 'amount' && toAmount(cell.plain) !== undefined);
  const rows: Row[] = anchors.map((anchor) => ({ anchor, cells: [] })).sort((a, b) => a.anchor.top - b.anchor.top);
  for (const cell of cells) ownerOf(cell, rows)?.cells.push(cell);
  return rows.flatMap(({ cells: own }) => {
    const item = itemOf(own);
    return item ? [{ item, box: boxAround(own), extras: extrasOf(own) }] : [];
  });
}

function cellsBetween(face: FacePage, columns: readonly Column[], area: { top: number; bottom: number }): Cell[] {
  const texts: FoundText[] = [];
  for (const run of face.page.runs) {
    const middle = (run.top + run.bottom) / 2;
    if (middle < area.top || middle > area.bottom) continue;
    for (const piece of pieces(glyphsOf(run))) {
      const found = foundText(piece);
      if (found) texts.push(found);
    }
  }
  return visualRows(texts).flatMap((row) => assignColumns(row, columns));
}

export function visualRows<T extends Box>(boxes: readonly T[]): T[][] {
  const rows: T[][] = [];
  for (const box of [...boxes].sort((a, b) => a.top - b.top)) {
    const row = rows.find((candidate) => candidate[0] !== undefined && isOnLine(candidate[0], box));
    if (row) row.push(box);
    else rows.push([box]);
  }
  return rows.map((row) => row.sort((a, b) => a.left - b.left));
}

/** Some producers write neighbouring cells as one text with blanks between; names keep their blanks. */
function pieces(glyphs: readonly Glyph[]): Glyph[][] {
  const text = glyphs.map((glyph) => glyph.plain).join('');
  const isNumeric = isRowOfNumbers(text.trim().split(/\s+/));
  const hasWideGap = /\S\s{2,}\S/.test(text);
  if (!isNumeric && !hasWideGap) return [glyphs.filter((glyph) => !isBlank(glyph))];
  const parts: Glyph[][] = [];
  let blanks = 0;
  for (const glyph of glyphs) {
    if (isBlank(glyph)) {
      blanks++;
      continue;
    }
    const isNewCell = blanks >= (isNumeric ? 1 : 2);
    const current = parts.at(-1);
    if (current && !isNewCell) current.push(glyph);
    else parts.push([glyph]);
    blanks = 0;
  }
  return parts;
}

const NUMERIC_CELL = /^(?:¥?-?[\d.,]+%?|\*{1,3}|免税|不征税|零税率|(?:普通|出口)零税率)$/;

/** Numbers and rates beside each other are cells of their own, also after a unit. */
function isRowOfNumbers(tokens: readonly string[]): boolean {
  const [first = '', ...rest] = tokens;
  if (!rest.every((token) => NUMERIC_CELL.test(token))) return false;
  return NUMERIC_CELL.test(first) || (rest.length > 0 && /^[\u4e00-\u9fff]{1,3}$/.test(first));
}

interface Row {
  anchor: Cell;
  cells: Cell[];
}

function ownerOf(cell: Cell, rows: readonly Row[]): Row | undefined {
  const lineHeight = cell.bottom - cell.top;
  const onLine = rows.find((row) => isOnLine(row.anchor, cell));
  if (onLine) return onLine;
  const above = rows.filter((row) => row.anchor.top < cell.top).at(-1);
  const below = rows.find((row) => row.anchor.top > cell.top);
  if (!above) return below;
  if (!below || cell.column !== 'name') return above;
  // Where numbers stand in the middle of a wrapped name, the next name begins above its numbers.
  const isNextName = CATEGORY.test(cell.plain) && below.anchor.top - cell.top < 2.5 * lineHeight;
  return isNextName ? below : above;
}

function itemOf(cells: readonly Cell[]): InvoiceItem | null {
  const textOf = (column: ColumnName) => joinCells(cells.filter((cell) => cell.column === column));
  const name = textOf('name');
  if (NOT_AN_ITEM.test(name.replace(/\s/g, ''))) return null;
  const item: InvoiceItem = { name };
  assign(item, 'specification', textOf('specification'));
  assign(item, 'unit', textOf('unit'));
  assign(item, 'quantity', toQuantity(textOf('quantity').replace(/\s/g, '')));
  assign(item, 'unitPrice', toQuantity(textOf('unitPrice').replace(/\s/g, '')));
  assign(item, 'amount', toAmount(textOf('amount')));
  assign(item, 'taxRate', toRate(textOf('taxRate')));
  const tax = textOf('taxAmount');
  assign(item, 'taxAmount', toAmount(tax) ?? (/^\*+$/.test(tax) ? '***' : undefined));
  return item;
}

function extrasOf(cells: readonly Cell[]): Map<string, string> {
  const fields = new Set(cells.flatMap((cell) => cell.field ?? []));
  return new Map([...fields].map((field) => [field, joinCells(cells.filter((cell) => cell.field === field))]));
}

function assign(item: InvoiceItem, key: keyof InvoiceItem, value: string | undefined): void {
  if (value !== undefined && value !== '') item[key] = value;
}

function joinCells(cells: readonly Cell[]): string {
  return visualRows(cells)
    .map((line) => line.map((cell) => cell.text).join(''))
    .reduce((text, line) => `${text}${/[A-Za-z,]$/.test(text) && /^[A-Za-z]/.test(line) ? ' ' : ''}${line}`, '');
}
