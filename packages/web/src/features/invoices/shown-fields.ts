import type { InvoiceField } from '@countinghouse/protocol';
import { sortFields } from './field-names.ts';

/** Without these nothing can be claimed or booked, so that a person can fill in what the reader did not find. */
const keyFields = ['invoiceNumber', 'issueDate', 'sellerName', 'totalAmount'];
const vatFields = ['sellerTaxId', 'buyerName', 'buyerTaxId', 'amountWithoutTax', 'taxAmount'];

/** Taxi slips, tickets, fiscal receipts and receipts from abroad name no buyer and no tax: that is no gap to fill. */
export const namesTax = (kind: string): boolean =>
  kind === '' || (/发票/.test(kind) && !/出租|定额|机打|铁路|航空|境外|客运/.test(kind));

/** Fields in reading order; for somebody who may correct, also the key fields that were not read, with no value. */
export function shownFields(fields: readonly InvoiceField[], canCorrect: boolean): InvoiceField[] {
  const names = new Set(fields.map((field) => field.name));
  const kind = fields.find((field) => field.name === 'invoiceType')?.value ?? '';
  const wanted = namesTax(kind) ? [...keyFields, ...vatFields] : keyFields;
  const missing = canCorrect ? wanted.filter((name) => !names.has(name)) : [];
  const empty = missing.map((name): InvoiceField => ({ name, value: '', source: 'text', isDoubtful: false }));
  return sortFields([...fields, ...empty]);
}
