import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { assembleDocument } from '../document/assemble-document.ts';
import type { Candidate } from '../document/candidate.ts';
import { groupCandidates } from '../document/group-candidates.ts';
import { guessPaper, notAnInvoice } from '../document/not-an-invoice.ts';
import { withDamagedXml } from '../en16931/check-embedded.ts';
import { en16931Document } from '../en16931/en16931-document.ts';
import { readForeignPdf } from '../international/read-foreign.ts';
import type { PageText } from '../layout/page-text.ts';
import { readFaces } from '../layout/read-face.ts';
import { limits } from '../limits.ts';
import type { InvoiceDocument, Signature } from '../reading.ts';
import { ReadingRefusal } from '../refusal.ts';
import { readPdfAttachments } from './pdf-attachments.ts';
import { readPdfInfo } from './pdf-info.ts';
import { readScannedPages } from './pdf-scan.ts';
import { verifyPdfSignatures } from './pdf-signature.ts';
import { isCutOff, openPdf, readPdfPage, truncated } from './pdf-text.ts';
import { ScanDeferred } from './scan-deferred.ts';

export interface ReadDocuments {
  pageCount: number;
  documents: InvoiceDocument[];
}

export interface PdfOptions {
  defersScans: boolean;
  /** Certificates (DER or PEM) whose signatures are trusted. */
  trustedRoots?: readonly Uint8Array[];
}

export async function readPdf(bytes: Uint8Array, options: PdfOptions): Promise<ReadDocuments> {
  const pdf = await openPdf(bytes);
  try {
    return await readOpenPdf(pdf, { ...options, bytes });
  } catch (error) {
    if (error instanceof ReadingRefusal || error instanceof ScanDeferred) throw error;
    throw new ReadingRefusal('file_damaged', 'A page of the PDF is damaged.');
  } finally {
    await pdf.loadingTask.destroy();
  }
}

interface OpenOptions extends PdfOptions {
  bytes: Uint8Array;
}

async function readOpenPdf(pdf: PDFDocumentProxy, options: OpenOptions): Promise<ReadDocuments> {
  const pages = await readPages(pdf);
  const signature = await verifyPdfSignatures(pdf, options.bytes, options.trustedRoots ?? []);
  const attached = await readPdfAttachments(pdf);
  if (attached.en16931.length > 0) {
    const documents = attached.en16931.map((invoice) =>
      en16931Document({ invoice, container: 'pdf', pages, signature }),
    );
    return { pageCount: pdf.numPages, documents };
  }
  const embedded: Candidate[] = [...attached.candidates, ...(await readPdfInfo(pdf))];
  const groups = groupCandidates(readFaces(pages), embedded);
  // PDF.js mends what it can; a mended stump without an invoice is told by what happened to it.
  if (groups.length === 0 && isCutOff(options.bytes)) throw truncated();
  const hasText = pages.some((page) => page.runs.length > 0);
  if (groups.length === 0 && !hasText) {
    if (options.defersScans) throw new ScanDeferred();
    const scanned = await readScannedPages(pdf);
    if (scanned.length > 0) return { pageCount: pdf.numPages, documents: scanned };
  }
  const documents =
    groups.length === 0
      ? [withoutFace(pages, { otherDocument: attached.otherDocument, signature })]
      : groups.map((candidates) => assembleDocument({ candidates, pages, signature }));
  return {
    pageCount: pdf.numPages,
    documents: documents.map((document) => withDamagedXml(document, attached.damaged)),
  };
}

/** Pages without the face of a Chinese invoice may be an invoice from abroad. */
function withoutFace(
  pages: readonly PageText[],
  { otherDocument, signature }: { otherDocument: string | undefined; signature: Signature },
): InvoiceDocument {
  const foreign = otherDocument === undefined ? readForeignPdf(pages, signature) : undefined;
  return foreign ?? notAnInvoice(otherDocument ?? guessPaper(pages), signature);
}

async function readPages(pdf: PDFDocumentProxy): Promise<PageText[]> {
  if (pdf.numPages > limits.pdfPagesMax) {
    throw new ReadingRefusal('file_too_large', `The PDF has more than ${limits.pdfPagesMax} pages.`);
  }
  const pages: PageText[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    pages.push(await readPdfPage(page, number - 1));
    page.cleanup();
  }
  return pages;
}
