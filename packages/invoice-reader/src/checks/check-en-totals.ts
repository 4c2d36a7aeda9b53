import type { Check, InvoiceFields } from '../reading.ts';
import { formatMinor, parseMinor } from '../values/decimal.ts';

const FIELDS = ['amountWithoutTax', 'taxAmount', 'totalAmount', 'amountDue'];

/** Fields of an EN 16931 document name their syntax; its arithmetic has parts that Chinese invoices lack. */
export function isEn16931(fields: InvoiceFields): boolean {
  return typeof fields.syntax === 'string';
}

const ALLOWANCES_MAX = 10n;

interface Sum {
  /** The field that states the result. */
  field: string;
  parts: readonly (readonly [name: string, sign: 1n | -1n])[];
  rule: string;
}

/** BR-CO-13, BR-CO-15 and BR-CO-16 of EN 16931-1. Parts that are missing count as nil, except the first. */
const SUMS: readonly Sum[] = [
  {
    field: 'amountWithoutTax',
    parts: [
      ['lineTotalAmount', 1n],
      ['allowanceTotalAmount', -1n],
      ['chargeTotalAmount', 1n],
    ],
    rule: 'BR-CO-13',
  },
  {
    field: 'totalAmount',
    parts: [
      ['amountWithoutTax', 1n],
      ['taxAmount', 1n],
    ],
    rule: 'BR-CO-15',
  },
  {
    field: 'amountDue',
    parts: [
      ['totalAmount', 1n],
      ['prepaidAmount', -1n],
      ['roundingAmount', 1n],
      // XRechnung extension, BR-DEX-09.
      ['thirdPartyAmount', 1n],
    ],
    rule: 'BR-CO-16',
  },
];

/**
 * Lines − allowances + charges = net; net + VAT = total; total − prepaid + rounding = due. Exact, as the rules are, but for
 * Factur-X EXTENDED, whose own rules (BR-FXEXT-CO-13, -15) grant a hundredth for every line, allowance and charge. How many of
 * the latter there are is not in the fields.
 */
export function checkEnTotals(fields: InvoiceFields): Check {
  const tolerance = fields.profile === 'EXTENDED' ? BigInt(fields.items?.length ?? 0) + ALLOWANCES_MAX : 0n;
  const results = SUMS.map((sum) => resultOf(fields, sum));
  // MINIMUM has no element for a prepayment, so what is due may be less without a word of why.
  if (fields.profile === 'MINIMUM') results.pop();
  const wrong = results.find((result) => result !== null && distance(result.sum, result.total) > tolerance);
  if (wrong) {
    const [sum, total] = [formatMinor(wrong.sum), formatMinor(wrong.total)];
    return {
      id: 'sum_consistent',
      status: 'fail',
      fields: [wrong.field, ...wrong.given],
      message: `${wrong.given.join(', ')} make ${sum}, ${wrong.field} says ${total} (${wrong.rule}).`,
      params: { sum, total, field: wrong.field, rule: wrong.rule },
    };
  }
  if (results[1] === null) {
    return { id: 'sum_consistent', status: 'unknown', fields: FIELDS, message: 'Net amount or total is not given.' };
  }
  return { id: 'sum_consistent', status: 'pass', fields: FIELDS, message: 'All totals add up.' };
}

interface Result {
  field: string;
  rule: string;
  given: string[];
  sum: bigint;
  total: bigint;
}

function resultOf(fields: InvoiceFields, { field, parts, rule }: Sum): Result | null {
  const total = minorOf(fields, field);
  const values = parts.map(([name, sign]) => ({ name, sign, minor: minorOf(fields, name) }));
  if (total === null || values[0]?.minor === null) return null;
  const given = values.filter(({ minor }) => minor !== null);
  const sum = given.reduce((result, { sign, minor }) => result + sign * (minor ?? 0n), 0n);
  return { field, rule, given: given.map(({ name }) => name), sum, total };
}

function minorOf(fields: InvoiceFields, name: string): bigint | null {
  const value = fields[name];
  return typeof value === 'string' ? parseMinor(value) : null;
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}
