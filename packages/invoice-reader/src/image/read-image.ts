import type { InvoiceDocument } from '../reading.ts';
import { straighten } from './deskew.ts';
import { detectText } from './ocr/detect-text.ts';
import { ocrModels } from './ocr/models.ts';
import { recogniseText } from './ocr/recognise-text.ts';
import { type PageText, pageText } from './page-text.ts';
import { findQrCodes } from './qr-code.ts';
import { decodeRaster, type Raster, turnRaster } from './raster.ts';
import { readInvoicePage } from './read-invoice-page.ts';

/**
 * Reads a picture (JPEG, PNG, WebP, TIFF). Refuses with a `ReadingRefusal` what is too large, cut off or damaged.
 * A picture without an invoice gives one document that says so.
 */
export async function readImage(bytes: Uint8Array): Promise<{ pageCount: number; documents: InvoiceDocument[] }> {
  const raster = await decodeRaster(bytes);
  const [code] = await findQrCodes(raster);
  const quarters = code?.quarters ?? 0;
  const page = await readPage(turnRaster(raster, quarters), quarters);
  return { pageCount: 1, documents: [readInvoicePage(page, code?.invoice)] };
}

async function readPage(raster: Raster, _quarters: 0 | 1 | 2 | 3): Promise<PageText> {
  const models = await ocrModels();
  const boxes = await detectText(raster, models.detection);
  const quads = boxes.map((box) => box.quad);
  const lines = await recogniseText(raster, quads, models);
  return pageText(lines, straighten(raster, quads), { width: raster.width, height: raster.height });
}
