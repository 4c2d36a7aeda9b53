import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { checkSignature } from '../checks/check-signature.ts';
import { assembleDocument } from '../document/assemble-document.ts';
import type { Candidate } from '../document/candidate.ts';
import { guessPaper, hasReadableText, notAnInvoice } from '../document/not-an-invoice.ts';
import { groupWithCodes } from '../document/qr-candidate.ts';
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
import { readPdfQr, readSilentPdf } from './pdf-pictures-qr.ts';
import { readScannedPages } from './pdf-scan.ts';
import { verifyPdfSignatures } from './pdf-signature.ts';
import { readPart } from './pdf-signature-file.ts';
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
    if (error instanceof ReadingRefusal || error instanceof ScanDeferred || isDefect(error)) throw error;
    throw new ReadingRefusal('file_damaged', 'A page of the PDF is damaged.');
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** PDF.js gives what it finds wrong with a file as exceptions of its own; these are faults of the program. */
function isDefect(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

interface OpenOptions extends PdfOptions {
  bytes: Uint8Array;
}

async function readOpenPdf(pdf: PDFDocumentProxy, options: OpenOptions): Promise<ReadDocuments> {
  const attached = await readPdfAttachments(pdf);
  const hasOriginal = attached.en16931.length > 0;
  const pages = await readPages(pdf, hasOriginal ? outerPages(pdf.numPages) : allPages(pdf.numPages));
  const part = readPart(options.bytes, 0, options.bytes.length);
  const signature = await verifyPdfSignatures(pdf, { bytes: options.bytes, part }, options.trustedRoots ?? []);
  if (hasOriginal) {
    const documents = attached.en16931.map((invoice) =>
      en16931Document({ invoice, container: 'pdf', pages, signature }),
    );
    return { pageCount: pdf.numPages, documents };
  }
  const embedded: Candidate[] = [...attached.candidates, ...(await readPdfInfo(pdf))];
  const faces = readFaces(pages);
  const codes = await readPdfQr(pdf, { part, known: [...faces, ...embedded] });
  const groups = groupWithCodes({ faces, embedded, codes });
  // PDF.js mends what it can; a mended stump without an invoice is told by what happened to it.
  if (groups.length === 0 && isCutOff(options.bytes)) throw truncated();
  if (groups.length === 0 && !hasReadableText(pages)) {
    if (options.defersScans) throw new ScanDeferred();
    const scanned = await readScannedPages(pdf);
    if (scanned.length > 0) {
      const documents = scanned.map((document) => withDamagedXml(withSignature(document, signature), attached.damaged));
      return { pageCount: pdf.numPages, documents };
    }
  }
  if (groups.length === 0 && isNearlyEmpty(pages)) groups.push(...(await readSilentPdf(pdf)));
  const documents =
    groups.length === 0
      ? [withoutFace(pages, { otherDocument: attached.otherDocument, signature })]
      : groups.map((candidates) => assembleDocument({ candidates, pages, signature }));
  return {
    pageCount: pdf.numPages,
    documents: documents.map((document) => withDamagedXml(document, attached.damaged)),
  };
}

/** Text that is drawn as outlines leaves a page number or a download mark at most. */
const SILENT_CHARACTERS_MAX = 80;

function isNearlyEmpty(pages: readonly PageText[]): boolean {
  const texts = pages.flatMap((page) => page.runs.map((run) => run.text.length));
  return texts.reduce((sum, length) => sum + length, 0) <= SILENT_CHARACTERS_MAX;
}

/** A scan inside a signed file is signed like any other page. */
function withSignature(document: InvoiceDocument, signature: Signature): InvoiceDocument {
  const checks = document.checks.map((check) => (check.id === 'signature' ? checkSignature(signature) : check));
  return { ...document, checks, signature };
}

/** Pages without the face of a Chinese invoice may be an invoice from abroad. */
function withoutFace(
  pages: readonly PageText[],
  { otherDocument, signature }: { otherDocument: string | undefined; signature: Signature },
): InvoiceDocument {
  const foreign = otherDocument === undefined ? readForeignPdf(pages, signature) : undefined;
  return foreign ?? notAnInvoice(otherDocument ?? guessPaper(pages), signature);
}

function allPages(count: number): number[] {
  if (count > limits.pdfPagesMax) {
    throw new ReadingRefusal('file_too_large', `The PDF has more than ${limits.pdfPagesMax} pages.`);
  }
  return Array.from({ length: count }, (_, index) => index + 1);
}

/** Parties and number stand on the first pages of an invoice, its totals on the last; between them are lines. */
const OUTER_PAGES = 20;

/** The XML has everything, so a telephone bill of a thousand pages is read, too; pages are searched for places only. */
function outerPages(count: number): number[] {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return numbers.filter((number) => number <= OUTER_PAGES || number > count - OUTER_PAGES);
}

async function readPages(pdf: PDFDocumentProxy, numbers: readonly number[]): Promise<PageText[]> {
  const pages: PageText[] = [];
  for (const number of numbers) {
    const page = await pdf.getPage(number);
    pages.push(await readPdfPage(page, number - 1));
    page.cleanup();
  }
  return pages;
}
