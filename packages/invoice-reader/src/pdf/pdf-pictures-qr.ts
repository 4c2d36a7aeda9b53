import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Candidate } from '../document/candidate.ts';
import { agrees, decodeCodes, type QrFinding, withoutFalseAlarms } from '../document/qr-candidate.ts';
import { pictureObjects } from './pdf-pictures.ts';
import { drawnCodes } from './pdf-pictures-drawn.ts';
import type { PdfPart } from './pdf-signature-file.ts';

/** A code counts on its own page only where the pages are drawn, which is slow. */
const DRAWN_PAGES_MAX = 5;

export interface QrQuestion {
  part: PdfPart;
  /** What the other sources say; without them there is nothing to compare. */
  known: readonly Candidate[];
}

/**
 * The invoice codes of a PDF as a further source. A code that agrees with the text is taken from the bytes, fast. One
 * that contradicts it accuses somebody, so it must be seen on a page: files keep pictures that are not drawn any more.
 */
export async function readPdfQr(pdf: PDFDocumentProxy, { part, known }: QrQuestion): Promise<QrFinding[]> {
  if (known.length === 0) return [];
  const stored = await decodeCodes(await pictureObjects(part));
  const isSettled = stored.length > 0 && stored.every((code) => agrees(code, known));
  const found = isSettled ? stored.map((candidate) => ({ candidate })) : await readDrawn(pdf);
  return found.map(({ candidate, ...rest }) => ({ ...rest, candidate: withoutFalseAlarms(candidate, known) }));
}

/** Where the pages hold no text, because it is drawn as outlines, the codes are the only source. */
export async function readSilentPdf(pdf: PDFDocumentProxy): Promise<Candidate[][]> {
  return (await readDrawn(pdf)).map(({ candidate }) => [candidate]);
}

async function readDrawn(pdf: PDFDocumentProxy): Promise<QrFinding[]> {
  const findings: QrFinding[] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, DRAWN_PAGES_MAX); number++) {
    const page = await pdf.getPage(number);
    const codes = await decodeCodes(await drawnCodes(page));
    findings.push(...codes.map((candidate) => ({ candidate, page: number - 1 })));
    page.cleanup();
  }
  return findings;
}
