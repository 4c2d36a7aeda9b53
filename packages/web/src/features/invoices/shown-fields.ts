import type { InvoiceField } from '@countinghouse/protocol';
import { sortFields } from './field-names.ts';

/** Without these nothing can be claimed or booked, so that a person can fill in what the reader did not find. */
const keyFields = [
  'invoiceNumber',
  'issueDate',
  'sellerName',
  'sellerTaxId',
  'buyerName',
  'buyerTaxId',
  'amountWithoutTax',
  'taxAmount',
  'totalAmount',
];

/** Fields in reading order; for somebody who may correct, also the key fields that were not read, with no value. */
export function shownFields(fields: readonly InvoiceField[], canCorrect: boolean): InvoiceField[] {
  const names = new Set(fields.map((field) => field.name));
  const missing = canCorrect ? keyFields.filter((name) => !names.has(name)) : [];
  const empty = missing.map((name): InvoiceField => ({ name, value: '', source: 'text', isDoubtful: false }));
  return sortFields([...fields, ...empty]);
}
