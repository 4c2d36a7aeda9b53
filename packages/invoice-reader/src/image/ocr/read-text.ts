import type { Quad } from '../geometry.ts';
import { type Raster, turnRaster } from '../raster.ts';
import { detectText } from './detect-text.ts';
import { type OcrModels, ocrModels } from './models.ts';
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
const GLYPHS_MIN = 3;
const ASPECT_MIN = 4;

/** Lines that are enough to tell which side is up. */
const SAMPLE = 14;

/** Reads the picture; without a QR code that shows which side is up, its longest lines are asked. */
export async function readUpright(raster: Raster, isUpright: boolean): Promise<UprightText> {
  const models = await ocrModels();
  const first = await look(raster, 0, models);
  const best = isUpright ? first : await uprightLook(first, models);
  return { raster: best.raster, quarters: best.quarters, lines: await recogniseText(best.raster, best.quads, models) };
}

/** One way of looking at the picture: turned by quarters, with the lines that are found then. */
interface Look {
  raster: Raster;
  quarters: 0 | 1 | 2 | 3;
  quads: Quad[];
}

async function look(raster: Raster, quarters: Look['quarters'], models: OcrModels): Promise<Look> {
  const turned = turnRaster(raster, quarters);
  const boxes = await detectText(turned, models.detection);
  return { raster: turned, quarters, quads: boxes.map((box) => box.quad) };
}

async function uprightLook(first: Look, models: OcrModels): Promise<Look> {
  const { level, sideways } = lengthsByDirection(first.quads);
  const isSideways = sideways > 2 * level && sideways > 0;
  const looks: { look: Look; sureness: number }[] = [];
  for (const quarters of isSideways ? ([1, 3] as const) : ([0, 2] as const)) {
    const turned = quarters === 0 ? first : await look(first.raster, quarters, models);
    const longest = [...turned.quads].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, SAMPLE);
    const sure = sureness(await recogniseText(turned.raster, longest, models));
    looks.push({ look: turned, sureness: sure });
    if (sure >= SURE_ENOUGH) break;
  }
  return looks.sort((a, b) => b.sureness - a.sureness)[0]?.look ?? first;
}

function lengthOf(quad: Quad): number {
  return Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
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

/** Median over long lines of the mean confidence of their characters; a long line without text is upside down. */
function sureness(lines: readonly RecognisedLine[]): number {
  const means = lines
    .filter(({ quad }) => lengthOf(quad) > ASPECT_MIN * Math.hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y))
    .map(({ glyphs }) =>
      glyphs.length < GLYPHS_MIN ? 0 : glyphs.reduce((sum, glyph) => sum + glyph.confidence, 0) / glyphs.length,
    )
    .sort((a, b) => a - b);
  return means.length < LINES_MIN ? 1 : (means[means.length >> 1] ?? 0);
}
