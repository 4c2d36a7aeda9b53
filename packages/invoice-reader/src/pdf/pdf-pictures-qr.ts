import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Candidate } from '../document/candidate.ts';
import { groupCandidates } from '../document/group-candidates.ts';
import { agrees, candidateOfQr, withoutFalseAlarms } from '../document/qr-candidate.ts';
import { codeRaster, type GreyRaster } from '../image/grey-raster.ts';
import { pictureObjects } from './pdf-pictures.ts';
import { drawnCodes } from './pdf-pictures-drawn.ts';
import type { PdfPart } from './pdf-signature-file.ts';

/** A code counts on its own page only where the pages are drawn, which is slow. */
const DRAWN_PAGES_MAX = 5;

export interface QrFinding {
  candidate: Candidate;
  /** From 0; undefined where the code agrees with what is known and nobody needed to look for its page. */
  page?: number;
}

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
  const stored = await decodeAll(await pictureObjects(part));
  const isSettled = stored.length > 0 && stored.every((code) => agrees(code, known));
  const found = isSettled ? stored.map((candidate) => ({ candidate })) : await readDrawn(pdf);
  return found.map(({ candidate, ...rest }) => ({ ...rest, candidate: withoutFalseAlarms(candidate, known) }));
}

/** Where the pages hold no text, because it is drawn as outlines, the codes are the only source. */
export async function readSilentPdf(pdf: PDFDocumentProxy): Promise<Candidate[][]> {
  return (await readDrawn(pdf)).map(({ candidate }) => [candidate]);
}

export interface FoundCandidates {
  faces: readonly Candidate[];
  embedded: readonly Candidate[];
  codes: readonly QrFinding[];
}

/**
 * Sorts the codes to the documents. With one visible invoice a code with another number contradicts it, unless it
 * stands on a page of its own, where it is the only word of a further invoice.
 */
export function groupWithCodes({ faces, embedded, codes }: FoundCandidates): Candidate[][] {
  const facePages = new Set(faces.flatMap(({ places }) => Object.values(places).map(({ page }) => page)));
  const known = new Set([...faces, ...embedded].map(({ fields }) => fields.invoiceNumber));
  const isApart = ({ candidate, page }: QrFinding) =>
    page !== undefined && faces.length > 0 && !facePages.has(page) && !known.has(candidate.fields.invoiceNumber);
  const inside = codes.filter((code) => !isApart(code)).map(({ candidate }) => candidate);
  const apart = codes.filter(isApart).map(({ candidate }) => [candidate]);
  return [...groupCandidates(faces, [...embedded, ...inside]), ...apart];
}

async function readDrawn(pdf: PDFDocumentProxy): Promise<QrFinding[]> {
  const findings: QrFinding[] = [];
  for (let number = 1; number <= Math.min(pdf.numPages, DRAWN_PAGES_MAX); number++) {
    const page = await pdf.getPage(number);
    const codes = await decodeAll(await drawnCodes(page));
    findings.push(...codes.map((candidate) => ({ candidate, page: number - 1 })));
    page.cleanup();
  }
  return findings;
}

async function decodeAll(pictures: readonly GreyRaster[]): Promise<Candidate[]> {
  if (pictures.length === 0) return [];
  const { findQrCodes } = await import('../image/qr-code.ts');
  const payloads = new Map<string, Candidate>();
  for (const picture of pictures) {
    for (const { invoice, payload } of await findQrCodes(codeRaster(picture))) {
      if (invoice) payloads.set(payload, candidateOfQr(invoice));
    }
  }
  return [...payloads.values()];
}
