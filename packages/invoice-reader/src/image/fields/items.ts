import type { InvoiceItem } from '../../reading.ts';
import { parseDecimal, parseMinor } from '../../values/decimal.ts';
import type { PageGlyph, PageText } from '../page-text.ts';
import { confidenceOf, type FormAreas, findLabels, printedText, textOf } from './labels.ts';

type Column = 'name' | 'specification' | 'unit' | 'quantity' | 'unitPrice' | 'amount' | 'taxRate' | 'taxAmount';

const HEADINGS: readonly { column: Column; pattern: RegExp }[] = [
  { column: 'name', pattern: /货物.{0,8}名称|项目名称|[务目]名称/ },
  { column: 'specification', pattern: /规格型号|格型号/ },
  { column: 'unit', pattern: /(?<!面积)单位/ },
  { column: 'quantity', pattern: /数量/ },
  { column: 'unitPrice', pattern: /单价/ },
  { column: 'amount', pattern: /[金全]额/ },
  { column: 'taxRate', pattern: /税率(?:\/征收率)?|征收率/ },
  { column: 'taxAmount', pattern: /税额/ },
];

interface Extent {
  column: Column;
  left: number;
  right: number;
}

/** A stretch of glyphs without a wide gap. */
interface Cell {
  glyphs: PageGlyph[];
  text: string;
  left: number;
  right: number;
  y: number;
  height: number;
}

export interface ItemTable {
  items: InvoiceItem[];
  /** The least sure character of figures and names. */
  confidence: number;
}

/** Right edges of the sums below the table: amounts above them end at the same edge. */
export interface SumEdges {
  amount?: number;
  taxAmount?: number;
}

/** The lines of the item table. A line begins where an amount stands; text without one continues the line above. */
export function readItems(page: PageText, areas: FormAreas, sums: SumEdges): ItemTable {
  const { itemsY, totalTop } = areas;
  if (itemsY === undefined || totalTop === undefined) return { items: [], confidence: 1 };
  const columns = columnsOf(page, itemsY, sums);
  const cells = cellsBetween(page, itemsY, totalTop);
  const rows = rowsOf(cells, columns);
  const items = rows.map((row) => itemOf(row)).filter((item) => item.name !== '');
  const glyphs = rows.flatMap((row) => [...row.values()].flat()).flatMap((cell) => cell.glyphs);
  return { items, confidence: confidenceOf(glyphs) };
}

function columnsOf(page: PageText, itemsY: number, sums: SumEdges): Extent[] {
  const near = page.lines.filter((line) => Math.abs(line.y - itemsY) < 1.2 * line.height);
  const extents = HEADINGS.flatMap(({ column, pattern }): Extent[] => {
    const label = findLabels(near, pattern).at(column === 'name' ? 0 : -1);
    return label === undefined ? [] : [{ column, left: label.left, right: label.right }];
  });
  const height = near[0]?.height ?? 1;
  for (const column of ['amount', 'taxAmount'] as const) {
    const edge = sums[column];
    const known = extents.find((extent) => extent.column === column);
    if (edge === undefined) continue;
    if (known === undefined) extents.push({ column, left: edge - 4 * height, right: edge });
    else known.right = edge;
  }
  return withMissing(extents);
}

/** A heading that could not be read stands between its neighbours; the name comes before all others. */
function withMissing(extents: readonly Extent[]): Extent[] {
  const all: Extent[] = [];
  for (const [i, { column }] of HEADINGS.entries()) {
    const known = extents.find((extent) => extent.column === column);
    if (known !== undefined) {
      all.push(known);
      continue;
    }
    const before = all.at(-1);
    const after = HEADINGS.slice(i + 1).flatMap(
      (next) => extents.find((extent) => extent.column === next.column) ?? [],
    )[0];
    if (after === undefined) continue;
    if (column === 'name') all.push({ column, left: 0, right: after.left });
    else if (before !== undefined) {
      const middle = (before.right + after.left) / 2;
      all.push({ column, left: middle, right: middle });
    }
  }
  return all.sort((a, b) => a.left - b.left);
}

/** Between the headings and the sum line, cut at gaps that are wider than those inside a number or a name. */
function cellsBetween(page: PageText, itemsY: number, totalTop: number): Cell[] {
  const inside = page.pieces.filter((piece) => {
    const y = (piece.top + piece.bottom) / 2;
    const height = piece.bottom - piece.top;
    return y > itemsY + 0.5 * height && y < totalTop;
  });
  const cells = inside.flatMap((piece) => cutCells(piece.glyphs)).sort((a, b) => a.y - b.y || a.left - b.left);
  const sums = cells.filter((cell) => /^¥/.test(cell.text) || /^合计?$|^计$/.test(cell.text));
  const last = sums.at(-1);
  const sumTop = last === undefined ? totalTop : Math.min(...sums.map((cell) => cell.y - 0.6 * cell.height));
  return cells.filter((cell) => cell.y < sumTop);
}

const CELL_GAP_FIGURES = 1.15;
const CELL_GAP_TEXT = 2.2;

function cutCells(glyphs: readonly PageGlyph[]): Cell[] {
  const groups: PageGlyph[][] = [];
  let before: PageGlyph | undefined;
  for (const glyph of glyphs) {
    const isFigure = /[\d.%*-]/.test(glyph.plain) && before !== undefined && /[\d.%*]/.test(before.plain);
    const gap = before === undefined ? 0 : (glyph.x - before.x) / glyph.height;
    const group = groups[groups.length - 1];
    if (group !== undefined && gap < (isFigure ? CELL_GAP_FIGURES : CELL_GAP_TEXT)) group.push(glyph);
    else groups.push([glyph]);
    before = glyph;
  }
  return groups.flatMap(cutRate).map(cellOf);
}

/** An amount has two decimals: what follows them is the rate of the next column, or the words that stand for one. */
function cutRate(glyphs: PageGlyph[]): PageGlyph[][] {
  const match = /^(-?[\d,]+\.\d{2})(?:\d{1,2}%|免税|不征税|(?:普通)?零税率)$/.exec(textOf(glyphs));
  const amount = match?.[1];
  return amount === undefined ? [glyphs] : [glyphs.slice(0, amount.length), glyphs.slice(amount.length)];
}

function cellOf(glyphs: PageGlyph[]): Cell {
  const first = glyphs[0];
  const last = glyphs[glyphs.length - 1];
  const height = first?.height ?? 1;
  return {
    glyphs,
    text: textOf(glyphs),
    left: (first?.x ?? 0) - height / 4,
    right: (last?.x ?? 0) + height / 4,
    y: first?.y ?? 0,
    height,
  };
}

type Row = Map<Column, Cell[]>;

function rowsOf(cells: readonly Cell[], columns: readonly Extent[]): Row[] {
  const placed = cells.map((cell) => ({ cell, column: columnFor(cell, columns) }));
  const starts = placed
    .filter(({ cell, column }) => column === 'amount' && isNumber(cell.text))
    .map(({ cell }) => cell);
  const rows = starts.map((): Row => new Map());
  for (const { cell, column } of placed) {
    const index = rowIndex(cell, starts);
    const row = rows[index];
    if (column === undefined || row === undefined) continue;
    row.set(column, [...(row.get(column) ?? []), cell]);
  }
  return rows;
}

/** The line on the cell's own level, or else the last one that begins above it. */
function rowIndex(cell: Cell, starts: readonly Cell[]): number {
  let level: { index: number; distance: number } | undefined;
  let above = -1;
  for (const [i, start] of starts.entries()) {
    const distance = Math.abs(start.y - cell.y);
    if (start.y <= cell.y) above = i;
    if (distance < 0.7 * Math.max(cell.height, start.height) && (level === undefined || distance < level.distance)) {
      level = { index: i, distance };
    }
  }
  return level?.index ?? above;
}

/** Text by its place; figures by their kind first, since a rate is never mistaken for an amount. */
function columnFor(cell: Cell, columns: readonly Extent[]): Column | undefined {
  if (/^\d+(?:\.\d+)?%$|^免税$|^不征税$|^普通零税率$|^零税率$/.test(cell.text)) return 'taxRate';
  if (/^\*{2,}$/.test(cell.text)) return 'taxAmount';
  // A misread per cent sign makes a rate a short number: "135" for 13 %.
  const maybeRate = /^\d{1,3}$/.test(cell.text);
  const eligible = columns.filter(({ column }) =>
    column === 'taxRate' ? maybeRate : isNumber(cell.text) || !isNumeric(column),
  );
  const first = eligible[0];
  if (first !== undefined && first.column === 'name' && cell.left < first.right) return 'name';
  let best: { column: Column; distance: number } | undefined;
  for (const { column, left, right } of eligible) {
    const distance = isNumeric(column)
      ? Math.min(Math.abs(cell.right - right), distanceTo(cell, left, right))
      : distanceTo(cell, left, right);
    if (best === undefined || distance < best.distance) best = { column, distance };
  }
  return best?.column;
}

function isNumeric(column: Column): boolean {
  return column === 'quantity' || column === 'unitPrice' || column === 'amount' || column === 'taxAmount';
}

function distanceTo(cell: Cell, left: number, right: number): number {
  return Math.abs((cell.left + cell.right) / 2 - (left + right) / 2);
}

function isNumber(text: string): boolean {
  return /^-?[\d,]*\.?\d+$/.test(text);
}

function itemOf(row: Row): InvoiceItem {
  const text = (column: Column): string | undefined => {
    const cells = row.get(column);
    if (cells === undefined || cells.length === 0) return undefined;
    return joined(cells);
  };
  const number = (column: Column): string | undefined => text(column)?.replaceAll(',', '').replaceAll(' ', '');
  const tax = number('taxAmount');
  return withoutGaps({
    name: text('name') ?? '',
    specification: text('specification'),
    unit: text('unit'),
    quantity: number('quantity'),
    unitPrice: number('unitPrice'),
    amount: number('amount'),
    taxRate: text('taxRate')?.replaceAll(' ', ''),
    taxAmount: tax !== undefined && /\*/.test(tax) ? undefined : tax,
  });
}

function joined(cells: readonly Cell[]): string {
  const lines: string[] = [];
  for (const cell of cells) lines.push(printedText(cell.glyphs).trim());
  return lines.reduce((whole, line) => {
    const isBroken = /[A-Za-z0-9]$/.test(whole) && /^[A-Za-z]/.test(line);
    return isBroken ? `${whole} ${line}` : whole + line;
  }, '');
}

function withoutGaps(item: InvoiceItem): InvoiceItem {
  const known = Object.entries(item).filter(([, value]) => value !== undefined && value !== '');
  return { name: item.name, ...Object.fromEntries(known) };
}

/** Sums of the lines against the amounts above them; `undefined` where a line has no readable figure. */
export function lineSums(items: readonly InvoiceItem[]): { amount?: bigint; tax?: bigint } {
  return {
    amount: sumOf(items.map((item) => item.amount)),
    tax: sumOf(items.map((item) => item.taxAmount ?? '0')),
  };
}

function sumOf(values: readonly (string | undefined)[]): bigint | undefined {
  let sum = 0n;
  for (const value of values) {
    const minor = value === undefined || parseDecimal(value) === null ? null : parseMinor(value);
    if (minor === null) return undefined;
    sum += minor;
  }
  return values.length === 0 ? undefined : sum;
}
