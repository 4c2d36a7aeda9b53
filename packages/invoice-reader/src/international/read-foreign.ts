import type { PageText as PictureText } from '../image/page-text.ts';
import type { Raster } from '../image/raster.ts';
import type { PageText } from '../layout/page-text.ts';
import type { InvoiceDocument, Signature } from '../reading.ts';
import { sheetOfPdf } from './pdf-sheet.ts';
import { sheetOfPicture } from './picture-sheet.ts';
import { readInternational } from './read-international.ts';

/** Dates may lie a little ahead, never years. */
function yearMax(): number {
  return new Date().getUTCFullYear() + 1;
}

/** A receipt or invoice from abroad on a picture; undefined where the picture shows none. `raster` is what `page` was read from. */
export function readForeignPicture(page: PictureText, raster: Raster): InvoiceDocument | undefined {
  return readInternational(sheetOfPicture(page, raster), { signature: { status: 'none' }, yearMax: yearMax() });
}

/** An invoice from abroad in the text of a PDF; undefined where the text is none. */
export function readForeignPdf(pages: readonly PageText[], signature: Signature): InvoiceDocument | undefined {
  return readInternational(sheetOfPdf(pages), { signature, yearMax: yearMax() });
}
