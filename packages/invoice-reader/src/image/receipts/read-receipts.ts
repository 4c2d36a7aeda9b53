import type { InvoiceDocument } from '../../reading.ts';
import { ocrModels } from '../ocr/models.ts';
import type { Picture, ReadLine } from '../page-text.ts';
import type { Raster } from '../raster.ts';
import { findSlips } from './find-slips.ts';
import { readDirections } from './read-directions.ts';
import { readPlain } from './read-plain.ts';
import { readTaxi } from './read-taxi.ts';
import { ReceiptSheet } from './receipt-sheet.ts';
import { slipKind } from './slip-kind.ts';

/** Receipts of a fixed amount carry no date. */
const QUOTA_KEYS = ['invoiceNumber', 'totalAmount'] as const;

/**
 * Reads paper receipts, one document for each on the picture, from top left to bottom right. Undefined where the
 * picture shows no paper receipt.
 */
export async function readReceipts(
  raster: Raster,
  read: readonly ReadLine[],
  picture: Picture,
): Promise<InvoiceDocument[] | undefined> {
  const models = await ocrModels();
  const lines = await readDirections(raster, read, models);
  const documents: InvoiceDocument[] = [];
  for (const slip of findSlips(lines)) {
    const kind = slipKind(slip);
    if (kind === undefined) continue;
    const sheet = new ReceiptSheet(picture);
    const reader = { raster, models };
    if (kind === 'taxi') await readTaxi(slip, sheet, reader);
    else await readPlain(kind, slip, { sheet, reader });
    documents.push(sheet.document(kind === 'quota' ? QUOTA_KEYS : undefined));
  }
  return documents.length === 0 ? undefined : documents;
}
