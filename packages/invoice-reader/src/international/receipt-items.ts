import type { InvoiceItem } from '../reading.ts';
import { type Money, moneyOfRow, type NumberStyle, printMoney } from './money.ts';
import { meaningOf } from './row-meaning.ts';
import type { Row, Sheet } from './sheet.ts';
import { isAmountLike, type LabelledAmount } from './totals.ts';

export interface ReceiptItems {
  items: InvoiceItem[];
  /** Sum of the amounts, in hundredths. */
  sum: bigint;
}

/** A row of an item: what it costs, and the words on it. */
interface PricedRow {
  amount: Money;
  /** Other amounts of the row, among them the unit price. */
  others: readonly Money[];
  name: string;
  figures: string[];
}

/** The lines of goods above the first sum, each with its name and amount; names may stand in the row above or below. */
export function readReceiptItems(sheet: Sheet, labelled: readonly LabelledAmount[], style: NumberStyle): ReceiptItems {
  const rows = itemRows(sheet, labelled, style);
  const priced = rows.map((row) => pricedRow(row, style));
  const areNamesBelow = prefersBelow(rows, priced);
  const items: InvoiceItem[] = [];
  let sum = 0n;
  for (const [index, one] of priced.entries()) {
    if (one === undefined) continue;
    const name = one.name !== '' ? one.name : besideName(rows, priced, { index, areNamesBelow });
    if (name === undefined) continue;
    sum += one.amount.minor;
    items.push({ name, amount: printMoney(one.amount.minor, style), ...quantityOf(one, style) });
  }
  return { items, sum };
}

export const HEAD = /QTY|QUANTITY|DESC|AMOUNT|AMT|PRICE|ITEM|TOTAL|CODE|MENGE|BEZEICHNUNG|QTE|CANT|AANTAL|品名|数量/g;

/** Rows that count the goods. */
const COUNT =
  /^(?:NO\.?OF)?(?:ITEM|QTY|QUANTITY|TOTALITEM|TOTALQTY|TOTQTY|TOTALQUANTITY)\w{0,4}(?:\(S\))?(?:[:.]|\d|$)/;

/** Rows between the letterhead, or the head of the table, and the first sum. */
const SUM_KINDS: ReadonlySet<string> = new Set(['total', 'net', 'rounding', 'tax', 'cash']);

function itemRows(sheet: Sheet, labelled: readonly LabelledAmount[], style: NumberStyle): Row[] {
  const sums = labelled.filter(({ kind }) => SUM_KINDS.has(kind)).map(({ row }) => row);
  if (sums.length === 0) return [];
  const end = Math.min(...sums);
  const above = sheet.rows
    .slice(0, end)
    .filter((row) => !COUNT.test(row.squashed) && !/^(?:particulars|contact|registration)$/.test(meaningOf(row)));
  const hasAmount = (row: Row): boolean => moneyOfRow(row, style).some((money) => isAmountLike(money, style));
  const head = above.findLastIndex((row) => (row.squashed.match(HEAD)?.length ?? 0) >= 2 && !hasAmount(row));
  if (head >= 0) return above.slice(head + 1);
  const firstPriced = above.findIndex((row) => hasAmount(row) && meaningOf(row) !== 'address');
  const before = above[firstPriced - 1];
  const isNamed = before !== undefined && meaningOf(before) === 'words';
  const twoBefore = above[firstPriced - 2];
  const from = isNamed || (twoBefore !== undefined && meaningOf(twoBefore) === 'words') ? firstPriced - 2 : firstPriced;
  return firstPriced < 0 ? [] : above.slice(Math.max(0, from));
}

function pricedRow(row: Row, style: NumberStyle): PricedRow | undefined {
  const amounts = moneyOfRow(row, style).filter((money) => isAmountLike(money, style));
  const amount = amounts.at(-1);
  if (amount === undefined || amount.minor === 0n) return undefined;
  const words = row.cells
    .map((cell) => (amounts.some((money) => money.cell === cell) ? withoutFigures(cell.text) : cell.text))
    .filter(
      (text) =>
        /\p{L}{2}/u.test(text) && !/^(?:RM|RH|PCS?|PKTS?|UNITS?|EA|NOS?|SR|ZRL?|SRL?|KG|GB|X)$/i.test(text.trim()),
    );
  const name = words
    .join(' ')
    .replace(/^\d+\s*[xX]?\s+(?=\p{L})|\s+[xX@]\s*$/gu, '')
    .trim();
  const figures = row.cells.map((cell) => cell.text).filter((text) => !/\p{L}{3}/u.test(text));
  return { amount, others: amounts.slice(0, -1), name, figures };
}

function withoutFigures(text: string): string {
  return text
    .replace(/(?:RM|RH|Rp\.?|\p{Sc})?\s?-?\d[\d.,]*(?:\s?[A-Z]{1,2}(?=\s|$))?/gu, ' ')
    .replace(/\s+[xX@]\s*$/, '')
    .trim();
}

/** Where names have rows of their own, the last row before the sum is a name only if names stand below prices. */
function prefersBelow(rows: readonly Row[], priced: readonly (PricedRow | undefined)[]): boolean {
  const last = rows.length - 1;
  const isBarePrice = (one: PricedRow | undefined): boolean => one !== undefined && one.name === '';
  return priced[last] === undefined && isBarePrice(priced[last - 1]) && /\p{L}{3}/u.test(rows[last]?.text ?? '');
}

function besideName(
  rows: readonly Row[],
  priced: readonly (PricedRow | undefined)[],
  { index, areNamesBelow }: { index: number; areNamesBelow: boolean },
): string | undefined {
  const step = areNamesBelow ? 1 : -1;
  const found: string[] = [];
  for (let i = index + step; rows[i] !== undefined && priced[i] === undefined && found.length < 2; i += step) {
    const row = rows[i];
    if (row !== undefined && /\p{L}{2}/u.test(row.text) && !/particulars|title|contact/.test(meaningOf(row)))
      found.push(row.text);
  }
  // A code may stand between the name and the price.
  const [nearest, further] = found;
  return !areNamesBelow && nearest !== undefined && isCode(nearest) ? (further ?? nearest) : nearest;
}

function isCode(text: string): boolean {
  return /\d/.test(text) && (text.match(/\p{L}/gu)?.length ?? 0) < 5;
}

/** "2 x 15.50" before the amount: quantity and unit price, only where they multiply to the amount. */
function quantityOf(one: PricedRow, style: NumberStyle): Pick<InvoiceItem, 'quantity' | 'unitPrice'> {
  const figures = one.figures.join(' ');
  const numbers = [...figures.matchAll(/(?<![\d.,A-Za-z])\d{1,3}(?![\d.,A-Za-z])/g)].map((match) => BigInt(match[0]));
  for (const quantity of numbers) {
    if (quantity === 0n || quantity > 999n || one.amount.minor % quantity !== 0n) continue;
    const unit = one.amount.minor / quantity;
    if (one.others.some((money) => money.minor === unit))
      return { quantity: String(quantity), unitPrice: printMoney(unit, style) };
    if (numbers.length === 1 && one.others.length === 0) return { quantity: String(quantity) };
  }
  return {};
}
