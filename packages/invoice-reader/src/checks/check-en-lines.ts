import type { AllowanceOrCharge, En16931Invoice, InvoiceLine } from '../en16931/model.ts';
import { xsdDecimal } from '../en16931/number.ts';
import { countedLines } from '../en16931/to-candidate.ts';
import type { Check, InvoiceFields } from '../reading.ts';
import { type Decimal, divideRounded, formatMinor, multiply, parseMinor, rescale } from '../values/decimal.ts';

/** Peppol's rule on lines (PEPPOL-EN16931-R120) allows two hundredths; EN 16931 itself has none. */
const LINE_TOLERANCE = 2n;

/** Forint and yen are rounded to whole units; an invoice shows it by having no other amounts. */
const HALF_UNIT = 50n;

function isWhole({ netAmount }: InvoiceLine): boolean {
  const value = xsdDecimal(netAmount?.value);
  return value !== null && rescale(value, 2) % 100n === 0n;
}

/** The lines against BT-106, which the standard wants exact (BR-CO-10), but for Factur-X EXTENDED (BR-FXEXT-CO-10). */
export function checkEnLines(fields: InvoiceFields): Check {
  const items = fields.items ?? [];
  const header = typeof fields.lineTotalAmount === 'string' ? parseMinor(fields.lineTotalAmount) : null;
  const amounts = items.map((item) => parseMinor(item.amount)).filter((amount) => amount !== null);
  if (items.length === 0) return unknown('The invoice has no lines to check.');
  // Lines of ZUGFeRD 1 may be mere text.
  if (header === null || amounts.length === 0) return unknown('The lines or their total give no amount.');
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  const tolerance = fields.profile === 'EXTENDED' ? BigInt(items.length) : 0n;
  const distance = sum > header ? sum - header : header - sum;
  if (distance <= tolerance) {
    return { id: 'lines_consistent', status: 'pass', fields: ['items'], message: 'All lines add up.' };
  }
  return failed(`The lines add up to ${formatMinor(sum)}, the header says ${formatMinor(header)}.`, {
    field: 'lineTotalAmount',
    expected: formatMinor(sum),
    printed: formatMinor(header),
  });
}

/**
 * Quantity × price ÷ base quantity − allowances + charges = net amount of the line. The tolerance grows by what rounding of the
 * printed price and quantity can make; null when every line passes. Only a warning: no rule of EN 16931 asks for it, and its own
 * examples break it. Where Peppol applies, its rule fails as well.
 */
export function checkLinePrices(invoice: En16931Invoice): Check | null {
  const lines = countedLines(invoice);
  const rounding = lines.every(isWhole) ? HALF_UNIT : 0n;
  for (const [index, line] of lines.entries()) {
    const found = priceContradiction(line, rounding);
    if (!found) continue;
    const number = String(index + 1);
    const [expected, printed] = [formatMinor(found.expected), formatMinor(found.printed)];
    return {
      id: 'lines_consistent',
      status: 'warn',
      fields: ['items'],
      message: `Line ${number}: quantity times price is ${expected}, the net amount says ${printed}.`,
      params: { line: number, expected, printed },
    };
  }
  return null;
}

function priceContradiction(line: InvoiceLine, rounding: bigint): { expected: bigint; printed: bigint } | null {
  const quantity = xsdDecimal(line.quantity?.value);
  const price = xsdDecimal(line.price?.netPrice?.value);
  const base = xsdDecimal(line.price?.baseQuantity?.value) ?? { units: 1n, scale: 0 };
  const net = xsdDecimal(line.netAmount?.value);
  if (!quantity || !price || !net || base.units === 0n) return null;
  // A base in another unit than the quantity cannot be computed with.
  const baseUnit = line.price?.baseQuantity?.unitCode;
  if (baseUnit !== undefined && line.quantity?.unitCode !== undefined && baseUnit !== line.quantity.unitCode)
    return null;
  const changes = sumOf(line.charges) - sumOf(line.allowances);
  const expected = dividedMinor(multiply(quantity, price), base) + changes;
  const printed = rescale(net, 2);
  const slack =
    dividedMinor(multiply(quantity, halfUnit(price)), base) +
    dividedMinor(multiply(halfUnitIfBroken(quantity), price), base);
  const tolerance = LINE_TOLERANCE + rounding + magnitude(slack);
  return magnitude(expected - printed) <= tolerance ? null : { expected, printed };
}

/** Prices are rounded to at least two decimals, also where nils at the end are left out. */
function halfUnit({ scale }: Decimal): Decimal {
  return { units: 5n, scale: Math.max(scale, 2) + 1 };
}

/** Only a quantity with decimals may be a rounded one. */
function halfUnitIfBroken({ scale }: Decimal): Decimal {
  return scale < 2 ? { units: 0n, scale: 0 } : { units: 5n, scale: scale + 1 };
}

/** `value ÷ divisor` in hundredths. */
function dividedMinor(value: Decimal, divisor: Decimal): bigint {
  const numerator = value.units * 100n * 10n ** BigInt(divisor.scale);
  const denominator = divisor.units * 10n ** BigInt(value.scale);
  return denominator < 0n ? divideRounded(-numerator, -denominator) : divideRounded(numerator, denominator);
}

function sumOf(parts: readonly AllowanceOrCharge[]): bigint {
  return parts.reduce((sum, { amount }) => {
    const value = xsdDecimal(amount?.value);
    return value === null ? sum : sum + rescale(value, 2);
  }, 0n);
}

const magnitude = (value: bigint) => (value < 0n ? -value : value);

function unknown(message: string): Check {
  return { id: 'lines_consistent', status: 'unknown', fields: ['items'], message };
}

function failed(message: string, params: Record<string, string>): Check {
  return { id: 'lines_consistent', status: 'fail', fields: ['items'], message, params };
}
