import { readForeignPicture } from '../international/read-foreign.ts';
import type { InvoiceDocument } from '../reading.ts';
import { straighten } from './deskew.ts';
import { ROLL_INVOICE, withRollFields } from './fields/roll-invoice.ts';
import { readUpright } from './ocr/read-text.ts';
import { type PageText, type Picture, pageText, type ReadLine } from './page-text.ts';
import { ProcessorTime } from './processor-time.ts';
import { findQrCodes } from './qr-code.ts';
import { countPages, decodeRaster, type Raster, turnRaster } from './raster.ts';
import { readInvoicePage } from './read-invoice-page.ts';
import { readReceipts } from './receipts/read-receipts.ts';
import { sheetParts } from './sheet-parts.ts';

/**
 * Reads a picture (JPEG, PNG, WebP, TIFF with all its pages, GIF, AVIF, HEIC, BMP). Refuses with a `ReadingRefusal` what is
 * too large, cut off or damaged. A picture without an invoice gives one document that says so; several QR codes of
 * invoices give several documents.
 */
export async function readImage(bytes: Uint8Array): Promise<{ pageCount: number; documents: InvoiceDocument[] }> {
  const time = new ProcessorTime();
  const pageCount = await countPages(bytes);
  if (pageCount === 1) return readRaster(await decodeRaster(bytes), time);
  const documents: InvoiceDocument[] = [];
  for (let page = 0; page < pageCount; page++) {
    const reading = await readRaster(await decodeRaster(bytes, page), time);
    documents.push(...reading.documents.map((document) => onPage(document, page)));
  }
  // Covers and attachments among the pages of a scan are no documents of their own.
  const invoices = documents.filter((document) => document.isInvoice);
  return { pageCount, documents: invoices.length > 0 ? invoices : documents.slice(0, 1) };
}

function onPage(document: InvoiceDocument, page: number): InvoiceDocument {
  for (const origin of Object.values(document.origins)) if (origin.place) origin.place.page = page;
  return document;
}

async function readRaster(
  raster: Raster,
  time: ProcessorTime,
): Promise<{ pageCount: number; documents: InvoiceDocument[] }> {
  const codes = await findQrCodes(raster);
  const quarters = codes[0]?.quarters ?? 0;
  const upright = turnRaster(raster, quarters);
  const read = await readUpright(upright, codes.length > 0);
  const picture: Picture = {
    width: read.raster.width,
    height: read.raster.height,
    quarters: addQuarters(quarters, read.quarters),
  };
  const invoiceCodes = codes.filter((code) => code.invoice !== undefined);
  const straight = straighten(
    read.raster,
    read.lines.map((line) => line.quad),
  );
  const page = (lines: readonly ReadLine[]): PageText => pageText(lines, straight, picture);
  const receipts =
    invoiceCodes.length === 0 ? await readReceipts(read.raster, read.lines, { picture, time }) : undefined;
  if (receipts !== undefined) {
    const [only] = receipts;
    const isRoll = receipts.length === 1 && only?.fields.invoiceType === ROLL_INVOICE;
    return { pageCount: 1, documents: isRoll ? [withRollFields(only, page(read.lines))] : receipts };
  }
  const parts = sheetParts(read.lines, quarters === 0 ? invoiceCodes : invoiceCodes.slice(0, 1));
  const documents = parts.map((part) => readInvoicePage(page(part.lines), part.code?.invoice));
  if (invoiceCodes.length === 0 && documents.every((document) => !document.isInvoice)) {
    const foreign = readForeignPicture(page(read.lines), read.raster);
    if (foreign !== undefined) return { pageCount: 1, documents: [foreign] };
  }
  const isMixed = new Set(invoiceCodes.map((code) => code.payload)).size > parts.length;
  return { pageCount: 1, documents: isMixed ? documents.map(doubted) : documents };
}

/** Where texts of several invoices could not be told apart, only what the QR code says is sure. */
function doubted(document: InvoiceDocument): InvoiceDocument {
  const printed = Object.keys(document.fields).filter(
    (name) => document.origins[name]?.source !== 'qr' && name !== 'currency',
  );
  return { ...document, doubts: [...new Set([...document.doubts, ...printed])] };
}

function addQuarters(a: Picture['quarters'], b: Picture['quarters']): Picture['quarters'] {
  const sums: readonly Picture['quarters'][] = [0, 1, 2, 3];
  return sums[(a + b) % 4] ?? 0;
}
