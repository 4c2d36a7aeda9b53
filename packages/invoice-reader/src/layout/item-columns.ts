import type { FoundText } from './labels.ts';
import type { Box } from './page-text.ts';

export type ColumnName =
  | 'name'
  | 'specification'
  | 'unit'
  | 'quantity'
  | 'unitPrice'
  | 'amount'
  | 'taxRate'
  | 'taxAmount'
  | 'other';

export interface Column extends Box {
  column: ColumnName;
  /** Name of the field that a column of a special business fills. */
  field?: string;
}

export interface Cell extends FoundText {
  column: ColumnName;
  field?: string;
}

const RATE = /^(?:\d{1,2}(?:\.\d{1,2})?%|免税|不征税|普通零税率|出口零税率|零税率|0%|\*{1,3})$/;
const NUMBER = /^¥?-?[\d,]*\.?\d+$/;
const NUMBER_OR_STARS = /^(?:¥?-?[\d,]*\.?\d+|\*{1,3})$/;

/**
 * Gives each text of one visual row its column. Cells may stand left, right or centred under their heading, and far
 * from it, so the rate (known by its form) divides the row: the number before it is the amount, the one after it the tax.
 */
export function assignColumns(row: readonly FoundText[], columns: readonly Column[]): Cell[] {
  const rateColumn = columns.find((column) => column.column === 'taxRate');
  const amountColumn = columns.find((column) => column.column === 'amount');
  const rate = rateColumn
    ? nearest(
        row.filter((text) => RATE.test(text.plain)),
        rateColumn,
      )
    : undefined;
  const amount = rate
    ? lastBefore(
        row.filter((text) => NUMBER.test(text.plain)),
        rate,
      )
    : undefined;
  if (!rate || !amount || !amountColumn) return row.map((text) => cellIn(text, nearestColumn(text, columns)));
  const tax = row.find((text) => text.left > rate.left && NUMBER_OR_STARS.test(text.plain));
  const known = new Map<FoundText, ColumnName>([
    [rate, 'taxRate'],
    [amount, 'amount'],
  ]);
  if (tax) known.set(tax, 'taxAmount');
  for (const [text, column] of countAndPrice(row, amount, columns)) known.set(text, column);
  const taken = new Set<ColumnName>(['taxRate', 'amount', 'taxAmount']);
  const open = columns.filter((column) => !taken.has(column.column));
  return row.map((text) => {
    const column = known.get(text);
    return column ? { ...text, column } : cellIn(text, nearestColumn(text, open));
  });
}

function cellIn(text: FoundText, column: Column | undefined): Cell {
  return { ...text, column: column?.column ?? 'other', ...(column?.field !== undefined && { field: column.field }) };
}

/** Two numbers between unit and amount are quantity and unit price in the order of their headings. */
function countAndPrice(
  row: readonly FoundText[],
  amount: FoundText,
  columns: readonly Column[],
): [FoundText, ColumnName][] {
  const pair = columns.filter((column) => column.column === 'quantity' || column.column === 'unitPrice');
  const before = columns.filter((column) => column.left < (pair[0]?.left ?? 0)).at(-1);
  const numbers = row.filter(
    (text) => text.right <= amount.left && NUMBER.test(text.plain) && text.left + text.right > 2 * (before?.right ?? 0),
  );
  const [first, second] = numbers.slice(-2);
  if (pair.length !== 2 || !first || !second || !pair[0] || !pair[1]) return [];
  return [
    [first, pair[0].column],
    [second, pair[1].column],
  ];
}

function lastBefore(texts: readonly FoundText[], rate: FoundText): FoundText | undefined {
  return texts.filter((text) => text.left < rate.left).at(-1);
}

function distance(text: Box, column: Box): number {
  const edges = Math.min(
    Math.abs(text.left - column.left),
    Math.abs(text.right - column.right),
    Math.abs(text.left + text.right - column.left - column.right) / 2,
  );
  const isUnder = text.left < column.right && column.left < text.right;
  return isUnder ? edges / 2 : edges;
}

function nearest(texts: readonly FoundText[], column: Column): FoundText | undefined {
  return [...texts].sort((a, b) => distance(a, column) - distance(b, column))[0];
}

function nearestColumn(text: FoundText, columns: readonly Column[]): Column | undefined {
  const index = columns.findIndex((column) => column.column === 'name');
  const [before, name, after] = [columns[index - 1], columns[index], columns[index + 1]];
  // Names begin at the left border of their cell, far left of their centred heading.
  const isLeftOfHeading = name && text.left < name.left && (!before || text.left > before.right);
  if (isLeftOfHeading && (!after || text.right < (after.left + after.right) / 2)) return name;
  return [...columns].sort((a, b) => distance(text, a) - distance(text, b))[0];
}
