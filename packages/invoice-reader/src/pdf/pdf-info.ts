import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { type Candidate, setField } from '../document/candidate.ts';
import { toDate } from '../values/date.ts';
import { toAmount } from '../values/decimal.ts';

/** Keys that the tax platform writes into the Info dictionary of 数电票. Anyone can write them. */
export async function readPdfInfo(pdf: PDFDocumentProxy): Promise<Candidate[]> {
  const { info } = await pdf.getMetadata();
  const custom: unknown = 'Custom' in info ? info.Custom : undefined;
  if (!(custom instanceof Map)) return [];
  const values = new Map<string, string>();
  for (const [key, value] of custom)
    if (typeof key === 'string' && typeof value === 'string') values.set(key, value.trim());
  const candidate: Candidate = { source: 'info', fields: {}, places: {} };
  const { fields } = candidate;
  const number = values.get('InvoiceNumber');
  if (number === undefined || !/^\d{8,20}$/.test(number)) return [];
  setField(fields, 'invoiceNumber', number);
  setField(fields, 'issueDate', toDate(values.get('IssueTime')));
  setField(fields, 'amountWithoutTax', toAmount(values.get('TotalAmWithoutTax')));
  setField(fields, 'taxAmount', toAmount(values.get('TotalTaxAm')));
  setField(fields, 'totalAmount', toAmount(values.get('TotalTax-includedAmount')));
  setField(fields, 'buyerTaxId', values.get('BuyerIdNum'));
  setField(fields, 'sellerTaxId', values.get('SellerIdNum'));
  return [candidate];
}
