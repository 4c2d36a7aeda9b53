import type { Quad } from '../geometry.ts';
import { type Raster, turnRaster } from '../raster.ts';
import { detectText } from './detect-text.ts';
import { ocrModels } from './models.ts';
import { type RecognisedLine, recogniseText } from './recognise-text.ts';

export interface UprightText {
  /** Turned so that the text stands upright. */
  raster: Raster;
  quarters: 0 | 1 | 2 | 3;
  lines: RecognisedLine[];
}

/** Upside-down text is read as nonsense with little confidence; upright text, even of poor quality, lies above. */
const SURE_ENOUGH = 0.7;
const LINES_MIN = 4;

/** Reads the picture; without a QR code that shows which side is up, the text itself is asked. */
export async function readUpright(raster: Raster, isUpright: boolean): Promise<UprightText> {
  const first = await readText(raster);
  if (isUpright) return { raster, quarters: 0, lines: first.lines };
  const isSideways = first.sideways > 2 * first.level && first.sideways > 0;
  if (!isSideways && sureness(first.lines) >= SURE_ENOUGH) return { raster, quarters: 0, lines: first.lines };
  const readings: UprightText[] = isSideways ? [] : [{ raster, quarters: 0, lines: first.lines }];
  for (const quarters of isSideways ? ([1, 3] as const) : ([2] as const)) {
    const turned = turnRaster(raster, quarters);
    const { lines } = await readText(turned);
    readings.push({ raster: turned, quarters, lines });
    if (sureness(lines) >= SURE_ENOUGH) break;
  }
  const [best] = readings.sort((a, b) => sureness(b.lines) - sureness(a.lines));
  return best ?? { raster, quarters: 0, lines: first.lines };
}

async function readText(raster: Raster): Promise<{ lines: RecognisedLine[]; level: number; sideways: number }> {
  const models = await ocrModels();
  const boxes = await detectText(raster, models.detection);
  const quads = boxes.map((box) => box.quad);
  const { level, sideways } = lengthsByDirection(quads);
  const isSideways = sideways > 2 * level;
  return { lines: isSideways ? [] : await recogniseText(raster, quads, models), level, sideways };
}

/** Sums of the lengths of long boxes that lie and that stand. */
export function lengthsByDirection(quads: readonly Quad[]): { level: number; sideways: number } {
  let [level, sideways] = [0, 0];
  for (const quad of quads) {
    const along = Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
    const across = Math.hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y);
    if (along > 2 * across) level += along;
    else if (across > 2 * along) sideways += across;
  }
  return { level, sideways };
}

/** Median over the longer lines of the mean confidence of their characters. */
function sureness(lines: readonly RecognisedLine[]): number {
  const means = lines
    .filter((line) => line.glyphs.length >= LINES_MIN)
    .map((line) => line.glyphs.reduce((sum, glyph) => sum + glyph.confidence, 0) / line.glyphs.length)
    .sort((a, b) => a - b);
  return means.length < LINES_MIN ? 1 : (means[means.length >> 1] ?? 0);
}
