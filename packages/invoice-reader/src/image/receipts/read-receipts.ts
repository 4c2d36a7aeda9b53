import type { InvoiceDocument } from '../../reading.ts';
import { detectText } from '../ocr/detect-text.ts';
import { type OcrModels, ocrModels } from '../ocr/models.ts';
import { TREATMENTS } from '../ocr/read-forms.ts';
import { recogniseText } from '../ocr/recognise-text.ts';
import type { Picture, ReadLine } from '../page-text.ts';
import type { ProcessorTime } from '../processor-time.ts';
import type { Raster } from '../raster.ts';
import { findSlips, type Slip } from './find-slips.ts';
import { readDirections } from './read-directions.ts';
import { readPlain } from './read-plain.ts';
import { readTaxi } from './read-taxi.ts';
import { ReceiptSheet } from './receipt-sheet.ts';
import { cropSlip, type SlipCrop } from './slip-crop.ts';
import { slipKind } from './slip-kind.ts';
import { slipLine } from './slip-line.ts';

/** Receipts of a fixed amount carry no date. */
const QUOTA_KEYS = ['invoiceNumber', 'totalAmount'] as const;

/**
 * Reads paper receipts, one document for each on the picture, from top left to bottom right. Undefined where the
 * picture shows no paper receipt.
 */
export async function readReceipts(
  raster: Raster,
  read: readonly ReadLine[],
  { picture, time }: { picture: Picture; time: ProcessorTime },
): Promise<InvoiceDocument[] | undefined> {
  const models = await ocrModels();
  const lines = await readDirections(raster, read, { models, time });
  const documents: InvoiceDocument[] = [];
  const slips = findSlips(lines);
  for (const [index, slip] of slips.entries()) {
    const pace = paceFor(time.spentMs, slips.length - index);
    const isAskew = Math.abs(Math.sin(slip.angle)) > ASKEW_MIN && slip.lines.length >= LINES_MIN && pace.looksAgain;
    const place = isAskew ? await lookAgain(raster, slip, models) : undefined;
    const kind = slipKind(place?.slip ?? slip);
    if (kind === undefined) continue;
    const sheet = new ReceiptSheet(picture, place?.crop.toPicture);
    const reader = { raster: place?.crop.raster ?? raster, models, rounds: pace.rounds };
    if (kind === 'taxi') await readTaxi(place?.slip ?? slip, sheet, reader);
    else await readPlain(kind, place?.slip ?? slip, { sheet, reader });
    documents.push(sheet.document(kind === 'quota' ? QUOTA_KEYS : undefined));
  }
  return documents.length === 0 ? undefined : documents;
}

/** In milliseconds: what the rounds of one slip take, and until when a picture of slips should be read. */
const ROUND_MS = { each: 80, lookAgain: 700 } as const;
const AIM_MS = 9_000;
const HURRY_MS = 14_500;

/** How thoroughly a slip is read, so that those after it are read as well before the reading is refused. */
interface Pace {
  rounds: typeof TREATMENTS;
  looksAgain: boolean;
}

/** The second round settles what the first leaves open; the third is for faint print. */
export function paceFor(spentMs: number, slips: number): Pace {
  const endMs = (rounds: number): number => spentMs + slips * rounds * ROUND_MS.each;
  const count = endMs(TREATMENTS.length) < AIM_MS ? TREATMENTS.length : endMs(2) < HURRY_MS ? 2 : 1;
  return { rounds: TREATMENTS.slice(0, count), looksAgain: spentMs + slips * ROUND_MS.lookAgain < HURRY_MS };
}

/** Steeper than some 25 degrees, the detection takes the characters of a line apart. */
const ASKEW_MIN = 0.42;
const LINES_MIN = 5;

/** Cuts out a slip that lies across and reads it upright. */
async function lookAgain(raster: Raster, slip: Slip, models: OcrModels): Promise<{ crop: SlipCrop; slip: Slip }> {
  const crop = cropSlip(raster, slip);
  const boxes = await detectText(crop.raster, models.detection);
  const read = await recogniseText(
    crop.raster,
    boxes.map((box) => box.quad),
    models,
  );
  const lines = read.map((line) => slipLine(line.quad, line.glyphs)).filter((line) => line.text !== '');
  const [best] = findSlips(lines).sort((a, b) => b.lines.length - a.lines.length);
  return { crop, slip: best ?? { lines, angle: 0 } };
}
