import type { InvoiceDocument, Reading } from '../reading.ts';

/** One line of JSON. Other tools know the specification of an item as `spec`, so it is printed under both names. */
export function jsonLine(reading: Reading): string {
  return JSON.stringify({ ...reading, documents: reading.documents.map(withSpec) });
}

function withSpec(document: InvoiceDocument): object {
  const items = document.fields.items?.map((item) => ({
    ...item,
    ...(item.specification !== undefined && { spec: item.specification }),
  }));
  return { ...document, fields: { ...document.fields, ...(items && { items }) } };
}

/** One line for people: what the file is, what is doubtful, whether it was signed. */
export function summaryLine(reading: Reading): string {
  if (reading.error) return `${reading.file}: refused (${reading.error.code}): ${reading.error.message}`;
  return `${reading.file}: ${reading.documents.map(documentSummary).join('; ')}`;
}

function documentSummary(document: InvoiceDocument): string {
  if (!document.isInvoice) return `not an invoice (${document.notInvoiceReason ?? 'unknown'})`;
  const { invoiceType, invoiceNumber, issueDate, sellerName, totalAmount, currency } = document.fields;
  const amount = totalAmount === undefined ? undefined : `${totalAmount} ${currency ?? ''}`.trim();
  const facts = [invoiceType, invoiceNumber, issueDate, sellerName, amount].filter((fact) => fact !== undefined);
  const notes = [
    document.signature.status === 'none' ? undefined : `signature ${document.signature.status}`,
    document.doubts.length > 0 ? `look at ${document.doubts.join(', ')}` : undefined,
  ].filter((note) => note !== undefined);
  return facts.join(' ') + (notes.length > 0 ? ` [${notes.join('; ')}]` : '');
}
