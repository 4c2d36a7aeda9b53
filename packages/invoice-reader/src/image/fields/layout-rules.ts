import type { PageText as LayoutPage, Run } from '../../layout/page-text.ts';
import { readFaces } from '../../layout/read-face.ts';
import type { PageText, TextPiece } from '../page-text.ts';
import type { InvoiceQr } from '../qr-payload.ts';
import { isCutOff } from './party-name.ts';
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

/** A lone O before the point is a nought. */
function withoutCurrency(read: Run): Run {
  const run = { ...read, text: read.text.replace(/^([A-Z]{0,3})O(?=[.．]\d{2}$)/, '$10') };
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

/** What the picture's own rules settle with claims and codes; the layout rules' reading of it stays in doubt. */
const SETTLED_ELSEWHERE: ReadonlySet<string> = new Set([
  'invoiceNumber',
  'issueDate',
  'buyerTaxId',
  'sellerTaxId',
  'amountWithoutTax',
  'taxAmount',
  'totalAmount',
]);
const NOT_ON_DIGITAL: ReadonlySet<string> = new Set(['invoiceCode', 'checkCode', 'machineNumber']);

/** Cells of these columns that run into their neighbours are passed over. */
const FURTHER_FORMS: Readonly<Record<string, RegExp>> = {
  passageFrom: /^(?:\d{8}|\d{4}-\d\d-\d\d|-+)$/,
  passageTo: /^(?:\d{8}|\d{4}-\d\d-\d\d|-+)$/,
  plateNumber: /^\p{Script=Han}[A-Z][0-9A-Z]{5,6}(?:\n.*)*$/u,
};

/** Everything else that the layout rules find: journeys, places, vehicles, periods and remarks. */
export function readFurtherFields(
  page: PageText,
  known: { has: (name: string) => boolean; isDigital: boolean },
): Map<string, FieldReading> {
  const readings = new Map<string, FieldReading>();
  const plain = layoutPage(page);
  const runs = plain.runs.filter((run) => !STAMP.test(run.text));
  for (const [name, value] of Object.entries(readFaces([{ ...plain, runs }])[0]?.fields ?? {})) {
    if (typeof value !== 'string' || value === '' || name === 'currency' || known.has(name)) continue;
    if (known.isDigital && NOT_ON_DIGITAL.has(name)) continue;
    if (FURTHER_FORMS[name]?.test(value) === false) continue;
    if (name === 'remarks') readings.set(name, remarksReading(page, value));
    else {
      const glyphs = glyphsOfValue(page, value);
      const isSure = !SETTLED_ELSEWHERE.has(name) && !isCutOff(value) && isSurelyRead(glyphs);
      readings.set(name, { value, source: 'ocr', glyphs, doubtful: !isSure });
    }
  }
  return readings;
}

/** The seller's stamp lies over the remarks and is not part of them. */
const STAMP = /^(?:发票|财务|合同)专用章$/;

/** A semicolon that was taken for a colon stands before a label, or after a figure at the end of a line. */
const LIKELY_SEMICOLON = /[:：](?=\p{Script=Han}{2,6}[:：])|(?<=\d)[:：]$/gmu;

/** Nothing confirms remarks: they are doubted unless every character was surely read. */
function remarksReading(page: PageText, value: string): FieldReading {
  const glyphs = glyphsOfValue(page, value);
  const mended = value.replace(LIKELY_SEMICOLON, '；');
  return { value: mended, source: 'ocr', glyphs, doubtful: mended !== value || !isSurelyRead(glyphs) };
}
