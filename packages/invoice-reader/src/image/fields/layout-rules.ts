import type { PageText as LayoutPage, Run } from '../../layout/page-text.ts';
import { readFaces } from '../../layout/read-face.ts';
import { type PageText, plainChar, type TextPiece } from '../page-text.ts';
import type { InvoiceQr } from '../qr-payload.ts';
import type { FieldReading } from './sheet.ts';
import { judgeTicket } from './ticket-doubts.ts';
import { glyphsOfValue, isSurelyRead } from './witness.ts';

/** The page as the layout rules see it: runs of text without the network's own character places. */
export function layoutPage(page: PageText): LayoutPage {
  return {
    page: 0,
    width: page.picture.width,
    height: page.picture.height,
    runs: page.pieces.map(runOf),
  };
}

function runOf(piece: TextPiece): Run {
  const text = piece.glyphs.map((glyph) => glyph.char).join('');
  return { text, left: piece.left, right: piece.right, top: piece.top, bottom: piece.bottom };
}

/** Fares stand under headings that are narrower than they are with the currency before them, which goes first. */
const CURRENCY = /^[A-Z]{1,3}(?=-?\d+[.．]\d{2}$)/;

function withoutCurrency(run: Run): Run {
  const prefix = CURRENCY.exec(run.text)?.[0];
  if (prefix === undefined) return run;
  const left = run.left + ((run.right - run.left) * prefix.length) / run.text.length;
  return { ...run, text: run.text.slice(prefix.length), left };
}

/**
 * Rail and air tickets print most facts once: what the QR code does not say is shown to a person, unless it was surely
 * read or a sum, a check character or the form of the value confirms it.
 */
export function readTravelTicket(page: PageText, qr: InvoiceQr | undefined): Map<string, FieldReading> {
  const readings = new Map<string, FieldReading>();
  const plain = layoutPage(page);
  const [candidate] = readFaces([{ ...plain, runs: plain.runs.map(withoutCurrency) }]);
  for (const [name, value] of Object.entries(candidate?.fields ?? {})) {
    if (typeof value !== 'string' || name === 'currency') continue;
    readings.set(name, { value, source: 'ocr', glyphs: glyphsOfValue(page, value), doubtful: true });
  }
  judgeTicket(readings);
  const encoded = { invoiceNumber: qr?.invoiceNumber, issueDate: qr?.issueDate, totalAmount: qr?.totalAmount };
  for (const [name, value] of Object.entries(encoded)) {
    if (value === undefined) continue;
    const printed = readings.get(name);
    const differs = printed !== undefined && printed.value !== value;
    readings.set(name, {
      value,
      source: 'qr',
      glyphs: printed?.glyphs,
      doubtful: differs,
      alternatives: differs ? [{ source: 'ocr', value: printed.value }] : undefined,
    });
  }
  return readings;
}

/** A semicolon that was taken for a colon: a label after a colon, and a colon at the end. */
const LIKELY_SEMICOLON = /[:：](?:[\p{Script=Han}]{2,6}[:：]|$)/mu;

/** Nothing confirms remarks: they are doubted unless every character was surely read. */
export function readRemarks(page: PageText): FieldReading | undefined {
  const value = readFaces([layoutPage(page)])[0]?.fields.remarks;
  if (value === undefined) return undefined;
  const glyphs = glyphsOfValue(page, value);
  const isOdd = LIKELY_SEMICOLON.test([...value].map(plainChar).join(''));
  return { value, source: 'ocr', glyphs, doubtful: isOdd || !isSurelyRead(glyphs) };
}
