import type { Check, InvoiceFields } from '../reading.ts';
import { formatMinor, parseMinor } from '../values/decimal.ts';

/** Kinds of documents from abroad, in the words of a Chinese ledger. */
export const FOREIGN_RECEIPT = '境外收据';
export const FOREIGN_INVOICE = '境外发票';

/** Documents from abroad have taxes, ids and roundings of their own; the checks of Chinese invoices are not for them. */
export function isForeign(fields: InvoiceFields): boolean {
  return fields.invoiceType === FOREIGN_RECEIPT || fields.invoiceType === FOREIGN_INVOICE;
}

/** The checks on the values of a document from abroad; they can be run again after a person corrected a value. */
export function checkForeign(fields: InvoiceFields): Check[] {
  return [checkSum(fields), checkPayment(fields)];
}

const SUM_FIELDS = ['amountWithoutTax', 'taxAmount', 'totalAmount'];

/** Net, tax and service charge make the total, before or after it was rounded to what coins can pay. */
function checkSum(fields: InvoiceFields): Check {
  const base = { id: 'sum_consistent', fields: SUM_FIELDS };
  const [net, tax, total] = [minor(fields.amountWithoutTax), minor(fields.taxAmount), minor(fields.totalAmount)];
  if (net === null || total === null)
    return { ...base, status: 'unknown', message: 'Net amount or total is not given.' };
  const sum = net + (tax ?? 0n) + (minor(fields.serviceCharge) ?? 0n);
  const rounded = sum + (minor(fields.roundingAmount) ?? 0n);
  if (sum === total || rounded === total)
    return { ...base, status: 'pass', message: 'Net amount and charges add up to the total.' };
  return {
    ...base,
    status: 'fail',
    message: `Net amount and charges add up to ${formatMinor(rounded)}, the total says ${formatMinor(total)}.`,
    params: { sum: formatMinor(rounded), total: formatMinor(total) },
  };
}

/** Cash less change is the total. */
function checkPayment(fields: InvoiceFields): Check {
  const base = { id: 'payment_consistent', fields: ['totalAmount', 'cashAmount'] };
  const [cash, change, total] = [minor(fields.cashAmount), minor(fields.changeAmount), minor(fields.totalAmount)];
  if (cash === null || change === null || total === null) {
    return { ...base, status: 'unknown', message: 'Cash or change is not given.' };
  }
  const paid = cash - (change < 0n ? -change : change);
  if (paid === total) return { ...base, status: 'pass', message: 'Cash less change is the total.' };
  return {
    ...base,
    status: 'warn',
    message: `Cash less change is ${formatMinor(paid)}, the total says ${formatMinor(total)}.`,
    params: { paid: formatMinor(paid), total: formatMinor(total) },
  };
}

function minor(value: unknown): bigint | null {
  return typeof value === 'string' ? parseMinor(value) : null;
}
