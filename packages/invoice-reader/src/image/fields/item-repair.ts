import type { InvoiceItem } from '../../reading.ts';
import {
  type Decimal,
  formatMinor,
  multiply,
  parseDecimal,
  parseMinor,
  parseRate,
  rescale,
} from '../../values/decimal.ts';
import { withPoint } from './amounts.ts';

/** Amounts of a line may differ from the product by the rounding of the price. */
const ROUNDING = 1n;
/** A line's tax may differ from amount × rate by two fen where the line sums up others. */
const TAX_ROUNDING = 2n;

/**
 * Mends what recognition loses typically (a point, a minus sign, the gap between two columns, a lone figure), and
 * only where arithmetic leaves no other reading.
 */
export function repairItems(items: readonly InvoiceItem[], sums: { net?: bigint; tax?: bigint }): InvoiceItem[] {
  const mended = items.map((item) => mendLine({ ...item, name: itemName(item.name) }));
  return withRemainder(withSigns(mended, sums), sums.net).map(withQuantity);
}

/** One amount that its own rate contradicts and that the sum and its rate agree on otherwise was misread. */
function withRemainder(items: InvoiceItem[], net: bigint | undefined): InvoiceItem[] {
  if (net === undefined || sumOf(items) === net) return items;
  const corrected = items.flatMap((item, i) => {
    const others = sumOf(items.filter((_, at) => at !== i));
    if (others === undefined || isTaxOf(item)) return [];
    const amount = formatMinor(net - others);
    return isTaxOf({ ...item, amount }) ? [{ i, amount }] : [];
  });
  const [only] = corrected;
  if (corrected.length !== 1 || only === undefined) return items;
  return items.map((item, i) => (i === only.i ? { ...item, amount: only.amount } : item));
}

/** Names begin with the tax category between two asterisks; the first one is small and easily lost. */
export function itemName(name: string): string {
  const stray = /^[A-Za-z|1]?\*.+?\*/.test(name) ? name.replace(/^[A-Za-z|1]\*/, '*') : name;
  return /^\p{Script=Han}{2,12}\*/u.test(stray) ? `*${stray}` : stray;
}

function mendLine(item: InvoiceItem): InvoiceItem {
  return withQuantity(withSplitPrice(withMixedCells(withRate(withTaxPoint(withAmountPoint(item))))));
}

/** Figures that were put to the unit, and the rest of a long price on the next line, where the product confirms them. */
function withMixedCells(item: InvoiceItem): InvoiceItem {
  const { unit, quantity, unitPrice, amount } = item;
  if (unit === undefined || amount === undefined || !/\d/.test(unit)) return item;
  const [, word = '', figures = ''] = /^(\p{Script=Han}*)(.*)$/u.exec(unit) ?? [];
  const [first, ...rest] = [figures, quantity ?? '', unitPrice ?? ''].join(' ').match(/[\d.]+/g) ?? [];
  const price = rest.join('');
  if (first === undefined || !isProduct(first, price, amount)) return item;
  return { ...item, unit: word === '' ? undefined : word, quantity: first, unitPrice: price };
}

/** Whether a line contradicts itself or lacks a part that goes with another. */
export function isOddLine(item: InvoiceItem): boolean {
  const { unit, quantity, unitPrice, amount } = item;
  if ((quantity === undefined) !== (unitPrice === undefined) || /\d{3}|\d\./.test(unit ?? '')) return true;
  if (quantity === undefined || unitPrice === undefined || amount === undefined) return false;
  return !isProduct(quantity, unitPrice, amount) && !isRoundedProduct(quantity, unitPrice, amount);
}

/** A price with few decimals was rounded by up to one of its last place. */
function isRoundedProduct(quantity: string, price: string, amount: string): boolean {
  const lastPlace = parseDecimal(price.replace(/\d/g, '0').replace(/0$/, '1').replace('-', ''));
  const [q, p, a] = [parseDecimal(quantity), parseDecimal(price), parseMinor(amount)];
  if (lastPlace === null || q === null || p === null || a === null) return false;
  const slack = rescale(multiply(q, lastPlace), 2);
  return isNear(rescale(multiply(q, p), 2), a, ROUNDING + (slack < 0n ? -slack : slack));
}

/** A rate whose per cent sign was misread is kept only where amount and tax confirm it. */
function withRate(item: InvoiceItem): InvoiceItem {
  const read = item.taxRate ?? '';
  if (!/^\d{1,3}$/.test(read)) return item;
  const candidates = [read, read.slice(0, -1)].filter((rate) => rate !== '').map((rate) => `${rate}%`);
  const taxRate = candidates.find((rate) => isTaxOf({ ...item, taxRate: rate }));
  return { ...item, taxRate };
}

function withAmountPoint(item: InvoiceItem): InvoiceItem {
  const { amount } = item;
  return amount === undefined || amount.includes('.') || amount.length < 3
    ? item
    : { ...item, amount: withPoint(amount) };
}

function withTaxPoint(item: InvoiceItem): InvoiceItem {
  const { taxAmount } = item;
  if (taxAmount === undefined || taxAmount.includes('.') || taxAmount.length < 3) return item;
  const pointed = withPoint(taxAmount);
  return isTaxOf({ ...item, taxAmount: pointed }) ? { ...item, taxAmount: pointed } : item;
}

function isTaxOf(item: InvoiceItem): boolean {
  const amount = parseDecimal(item.amount ?? '');
  const rate = parseRate(item.taxRate);
  const tax = parseMinor(item.taxAmount);
  if (amount === null || rate === null || tax === null) return false;
  return isNear(rescale(multiply(amount, rate), 2), tax, TAX_ROUNDING);
}

/** `3158.4158` read across the column border is 3 × 158.4158 where that product is the amount. */
function withSplitPrice(item: InvoiceItem): InvoiceItem {
  const { unitPrice, quantity, amount } = item;
  if (unitPrice === undefined || quantity !== undefined || amount === undefined) return item;
  if (isProduct('1', unitPrice, amount)) return item;
  const splits: InvoiceItem[] = [];
  for (let at = 1; at < unitPrice.length - 1; at++) {
    const [head, tail] = [unitPrice.slice(0, at), unitPrice.slice(at)];
    if (/^0\d|\.$/.test(head) || /^(?:\.|0\d)/.test(tail)) continue;
    if (isProduct(head, tail, amount)) splits.push({ ...item, quantity: head, unitPrice: tail });
  }
  const [only] = splits;
  return splits.length === 1 && only !== undefined ? only : item;
}

/**
 * A lone figure beside a rule of the table is often not found, or misread, also as a letter at the unit: a whole number
 * that takes the price to the amount is the quantity.
 */
function withQuantity(item: InvoiceItem): InvoiceItem {
  const { unitPrice, quantity, amount } = item;
  if (unitPrice === undefined || amount === undefined) return item;
  if (quantity !== undefined && (isProduct(quantity, unitPrice, amount) || !isTaxOf(item))) return item;
  const whole = wholeQuotient(amount, unitPrice);
  if (whole === undefined || !isProduct(whole, unitPrice, amount)) return item;
  const unit = quantity === undefined ? item.unit?.replace(/^[A-Za-z](?=\p{Script=Han}{1,3}$)/u, '') : item.unit;
  return { ...item, ...(unit !== undefined && { unit }), quantity: whole };
}

/** A price of less than three decimals fits too many quantities; 1 is told by equality alone. */
const PRICE_DIGITS_MIN = 4;

function wholeQuotient(amount: string, price: string): string | undefined {
  const [a, p] = [parseMinor(amount), parseMinor(price.replace(/(\.\d\d)\d+$/, '$1'))];
  if (a === null || p === null || p === 0n || a < 0n !== p < 0n) return undefined;
  const whole = (a + p / 2n) / p;
  const isTold = price.replace(/\D/g, '').length >= PRICE_DIGITS_MIN;
  return whole === 1n || (whole > 0n && isTold) ? String(whole) : undefined;
}

function isProduct(quantity: string, price: string, amount: string): boolean {
  const [q, p, a] = [parseDecimal(quantity), parseDecimal(price), parseMinor(amount)];
  if (q === null || p === null || a === null || isZero(q)) return false;
  return isNear(rescale(multiply(q, p), 2), a, ROUNDING);
}

function isZero(value: Decimal): boolean {
  return value.units === 0n;
}

function isNear(a: bigint, b: bigint, tolerance: bigint): boolean {
  return a - b <= tolerance && b - a <= tolerance;
}

/** Lines without quantity and price after another line are discounts; their minus sign is restored if the sums ask for it. */
function withSigns(items: readonly InvoiceItem[], sums: { net?: bigint; tax?: bigint }): InvoiceItem[] {
  if (sums.net === undefined || sumOf(items) === sums.net) return [...items].map(withTaxSign);
  const turned = items.map((item, i) => {
    const isDiscount = i > 0 && item.quantity === undefined && item.unitPrice === undefined;
    return isDiscount && item.amount !== undefined ? { ...item, amount: negative(item.amount) } : item;
  });
  return sumOf(turned) === sums.net ? turned.map(withTaxSign) : [...items];
}

/** Amount and tax of a line have the same sign. */
function withTaxSign(item: InvoiceItem): InvoiceItem {
  const { amount, taxAmount } = item;
  if (!amount?.startsWith('-') || taxAmount === undefined || taxAmount.startsWith('-')) return item;
  const turned = { ...item, taxAmount: negative(taxAmount) };
  return isTaxOf(turned) ? turned : item;
}

function negative(amount: string): string {
  return amount.startsWith('-') ? amount : `-${amount}`;
}

function sumOf(items: readonly InvoiceItem[]): bigint | undefined {
  let sum = 0n;
  for (const item of items) {
    const minor = parseMinor(item.amount);
    if (minor === null) return undefined;
    sum += minor;
  }
  return sum;
}
