import type { Check, InvoiceFields } from '../reading.ts';
import { formatMinor, parseMinor } from '../values/decimal.ts';

const FIELDS = ['amountWithoutTax', 'taxAmount', 'totalAmount'];

/** Net + tax = total, exactly. Missing or `***` tax counts as nil; an air itinerary adds fund and other charges. */
export function checkSum(fields: InvoiceFields): Check {
  const net = parseMinor(fields.amountWithoutTax);
  const total = parseMinor(fields.totalAmount);
  if (net === null || total === null) {
    return { id: 'sum_consistent', status: 'unknown', fields: FIELDS, message: 'Net amount or total is not given.' };
  }
  const parts = [net, parseMinor(fields.taxAmount) ?? 0n, ...extraCharges(fields)];
  const sum = parts.reduce((result, part) => result + part, 0n);
  if (sum === total) {
    return { id: 'sum_consistent', status: 'pass', fields: FIELDS, message: 'Net amount and tax add up to the total.' };
  }
  return {
    id: 'sum_consistent',
    status: 'fail',
    fields: FIELDS,
    message: `Net amount and tax add up to ${formatMinor(sum)}, the total says ${formatMinor(total)}.`,
    params: { sum: formatMinor(sum), total: formatMinor(total) },
  };
}

function extraCharges(fields: InvoiceFields): bigint[] {
  return ['civilAviationDevelopmentFund', 'otherTaxes'].map((name) => {
    const value = fields[name];
    return typeof value === 'string' ? (parseMinor(value) ?? 0n) : 0n;
  });
}
