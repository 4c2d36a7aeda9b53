import type { InvoiceDocument, InvoiceFields, FieldOrigin as ReaderOrigin } from '@countinghouse/invoice-reader';
import type { InvoiceField, InvoiceItem } from '@countinghouse/protocol';

/** Fields that a claim cannot do without; the reader may have found none, and a person must then give them. */
const neededFields = ['issueDate', 'totalAmount'] as const;

/** Fields that may be added by hand although the reader did not see them. */
export const knownFieldNames: ReadonlySet<string> = new Set([
  'invoiceType',
  'invoiceCode',
  'invoiceNumber',
  'issueDate',
  'checkCode',
  'machineNumber',
  'buyerName',
  'buyerTaxId',
  'sellerName',
  'sellerTaxId',
  'amountWithoutTax',
  'taxAmount',
  'totalAmount',
  'currency',
  'remarks',
]);

/** Reader's document → fields as the contract shows them, in the reader's order. */
export function presentFields(document: InvoiceDocument): InvoiceField[] {
  const doubts = new Set(document.doubts);
  const fields: InvoiceField[] = [];
  for (const [name, value] of Object.entries(document.fields)) {
    if (typeof value !== 'string') continue;
    fields.push({ name, value, ...presentOrigin(document.origins[name]), isDoubtful: doubts.has(name) });
  }
  const present = new Set(fields.map((field) => field.name));
  const missing = new Set([...neededFields, ...[...doubts].filter((name) => knownFieldNames.has(name))]);
  for (const name of missing) {
    if (!present.has(name)) fields.push({ name, value: '', source: 'derived', isDoubtful: true });
  }
  return fields;
}

function presentOrigin(origin: ReaderOrigin | undefined): Omit<InvoiceField, 'name' | 'value' | 'isDoubtful'> {
  return {
    source: origin?.source ?? 'derived',
    ...(origin?.place ? { place: origin.place } : {}),
    ...(origin?.confidence === undefined ? {} : { confidence: origin.confidence }),
    ...(origin?.alternatives ? { alternatives: origin.alternatives } : {}),
  };
}

export const presentItems = (document: InvoiceDocument): InvoiceItem[] => document.fields.items ?? [];

/** The way back, so that the reader's checks can run on corrected values. */
export function readerFields(fields: readonly InvoiceField[], items: readonly InvoiceItem[]): InvoiceFields {
  const plain: InvoiceFields = {};
  for (const field of fields) if (field.value !== '') plain[field.name] = field.value;
  return items.length > 0 ? { ...plain, items: [...items] } : plain;
}
