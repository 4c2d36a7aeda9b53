import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Candidate } from '../document/candidate.ts';
import { limits } from '../limits.ts';
import { looksLikeXml, readAttachment } from '../xml/read-embedded.ts';

const ATTACHMENTS_MAX = 50;

/** Invoices that a PDF carries as XML files: XBRL instances of rail, air and VAT invoices, `EInvoice`. */
export async function readPdfAttachments(pdf: PDFDocumentProxy): Promise<Candidate[]> {
  const attachments = await pdf.getAttachments();
  if (!attachments) return [];
  const candidates: Candidate[] = [];
  for (const [id, attachment] of [...attachments].slice(0, ATTACHMENTS_MAX)) {
    const content = await pdf.getAttachmentContent(id);
    const bytes = bytesOf(content);
    if (!bytes || bytes.length > limits.xmlBytesMax || !looksLikeXml(bytes)) continue;
    const embedded = readAttachment(bytes, attachment.filename);
    if (embedded && !embedded.isReceiverSide) candidates.push(embedded.candidate);
  }
  return candidates;
}

function bytesOf(content: unknown): Uint8Array | null {
  if (content instanceof Uint8Array) return content;
  if (
    typeof content === 'object' &&
    content !== null &&
    'content' in content &&
    content.content instanceof Uint8Array
  ) {
    return content.content;
  }
  return null;
}
