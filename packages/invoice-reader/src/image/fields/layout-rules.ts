import type { PageText as LayoutPage } from '../../layout/page-text.ts';
import { readFaces } from '../../layout/read-face.ts';
import type { PageText } from '../page-text.ts';
import type { InvoiceQr } from '../qr-payload.ts';
import type { FieldReading } from './sheet.ts';

/** The page as the layout rules see it: runs of text without the network's own character places. */
export function layoutPage(page: PageText): LayoutPage {
  return {
    page: 0,
    width: page.picture.width,
    height: page.picture.height,
    runs: page.pieces.map((piece) => ({
      text: piece.glyphs.map((glyph) => glyph.char).join(''),
      left: piece.left,
      right: piece.right,
      top: piece.top,
      bottom: piece.bottom,
    })),
  };
}

/**
 * Rail and air tickets print most facts once, without a sum that would confirm them: everything that the QR code
 * does not say is shown to a person.
 */
export function readTravelTicket(page: PageText, qr: InvoiceQr | undefined): Map<string, FieldReading> {
  const readings = new Map<string, FieldReading>();
  const [candidate] = readFaces([layoutPage(page)]);
  for (const [name, value] of Object.entries(candidate?.fields ?? {})) {
    if (typeof value !== 'string' || name === 'currency') continue;
    readings.set(name, { value, source: 'ocr', doubtful: true });
  }
  const encoded = { invoiceNumber: qr?.invoiceNumber, issueDate: qr?.issueDate, totalAmount: qr?.totalAmount };
  for (const [name, value] of Object.entries(encoded)) {
    if (value === undefined) continue;
    const printed = readings.get(name);
    const differs = printed !== undefined && printed.value !== value;
    readings.set(name, {
      value,
      source: 'qr',
      doubtful: differs,
      alternatives: differs ? [{ source: 'ocr', value: printed.value }] : undefined,
    });
  }
  return readings;
}

/** Remarks only inform; nothing confirms them, and nothing depends on them. */
export function readRemarks(page: PageText): FieldReading | undefined {
  const value = readFaces([layoutPage(page)])[0]?.fields.remarks;
  return value === undefined ? undefined : { value, source: 'ocr', doubtful: false };
}
