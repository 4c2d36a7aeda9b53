import type { Check, InvoiceDocument } from '../reading.ts';

/** Says that an attached invoice could not be read, so that nobody takes the page for the whole of it. */
export function withDamagedXml(document: InvoiceDocument, damaged: readonly string[]): InvoiceDocument {
  if (damaged.length === 0) return document;
  const files = damaged.join(', ');
  const check: Check = {
    id: 'embedded_xml',
    status: 'fail',
    fields: [],
    message: `The attached invoice ${files} is damaged; only the pages were read.`,
    params: { files },
  };
  return { ...document, checks: [...document.checks, check] };
}
