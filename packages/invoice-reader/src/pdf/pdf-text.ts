import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PageText } from '../layout/page-text.ts';
import { type PlacedText, turnOf, uprightPage } from '../layout/turned-page.ts';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';
import { pdfSettings } from './pdf-settings.ts';

export async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  try {
    return await getDocument(pdfSettings(bytes)).promise;
  } catch (error) {
    throw pdfRefusal(error, bytes);
  }
}

/** A whole PDF ends with an end mark; some producers add blanks or a few bytes after it. */
export function isCutOff(bytes: Uint8Array): boolean {
  return !Buffer.from(bytes.subarray(-2048)).toString('latin1').includes('%%EOF');
}

export function truncated(): ReadingRefusal {
  return new ReadingRefusal('file_truncated', 'The PDF ends before its last part.');
}

function pdfRefusal(error: unknown, bytes: Uint8Array): ReadingRefusal {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return new ReadingRefusal('pdf_encrypted', 'The PDF asks for a password.');
  if (isCutOff(bytes)) return truncated();
  return new ReadingRefusal('file_damaged', 'The PDF is damaged.');
}

/** Text of a page, in the direction in which most of it runs. */
export async function readPdfPage(page: PDFPageProxy, index: number): Promise<PageText> {
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent();
  const view = viewport.transform.map(Number);
  const texts: PlacedText[] = [];
  for (const item of content.items) {
    if (!('str' in item) || item.str.trim() === '' || texts.length >= limits.pageRunsMax) continue;
    const placed = place(printable(item.str), { transform: item.transform.map(Number), width: item.width }, view);
    if (placed) texts.push(placed);
  }
  return uprightPage({ page: index, width: viewport.width, height: viewport.height }, texts);
}

/** Glyphs without meaning come out as control characters. */
function printable(text: string): string {
  return [...text]
    .filter((character) => character >= ' ' && !(character >= '\u007f' && character <= '\u009f'))
    .join('');
}

function place(text: string, item: { transform: number[]; width: number }, view: number[]): PlacedText | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = item.transform;
  const [va = 0, vb = 0, vc = 0, vd = 0, ve = 0, vf = 0] = view;
  const along = { x: va * a + vc * b, y: vb * a + vd * b };
  const size = Math.hypot(va * c + vc * d, vb * c + vd * d);
  const turn = turnOf(along);
  if (turn === null || size === 0) return null;
  return { text, x: va * e + vc * f + ve, y: vb * e + vd * f + vf, size, length: item.width, turn };
}
