import type { Point, Quad } from '../geometry.ts';
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

/** Length by height: lines of about eight characters tell as much as longer ones, at less cost. */
const SAMPLE_ASPECT = 8;

/** Reads the picture; without a QR code that shows which side is up, some of its lines are asked. */
export async function readUpright(raster: Raster, isUpright: boolean): Promise<UprightText> {
  const models = await ocrModels();
  const first = await look(raster, 0, models);
  const best = isUpright ? first : await uprightLook(first, models);
  const known = new Map(best.sample?.map((line) => [line.quad, line]));
  const others = best.quads.filter((quad) => !known.has(quad));
  for (const line of await recogniseText(best.raster, others, models)) known.set(line.quad, line);
  const lines = best.quads.flatMap((quad) => known.get(quad) ?? []);
  return { raster: best.raster, quarters: best.quarters, lines };
}

/** One way of looking at the picture: turned by quarters, with the lines that are found then. */
interface Look {
  raster: Raster;
  quarters: 0 | 1 | 2 | 3;
  quads: Quad[];
  /** Lines that have been read already, to see how surely they are read. */
  sample?: RecognisedLine[];
}

async function look(raster: Raster, quarters: Look['quarters'], models: OcrModels): Promise<Look> {
  const turned = turnRaster(raster, quarters);
  const boxes = await detectText(turned, models.detection);
  return { raster: turned, quarters, quads: boxes.map((box) => box.quad) };
}

/** Lines are found alike from both sides: what was found is turned with the picture. */
function upsideDown({ raster, quarters, quads }: Look): Look {
  const { width, height } = raster;
  const flip = ({ x, y }: Point): Point => ({ x: width - x, y: height - y });
  return {
    raster: turnRaster(raster, 2),
    quarters: quarters === 1 ? 3 : 2,
    quads: quads.map(([a, b, c, d]) => [flip(c), flip(d), flip(a), flip(b)]),
  };
}

async function uprightLook(first: Look, models: OcrModels): Promise<Look> {
  const { level, sideways } = lengthsByDirection(first.quads);
  const isSideways = sideways > 2 * level && sideways > 0;
  const looks: { look: Look; sureness: number }[] = [];
  const lying = isSideways ? await look(first.raster, 1, models) : first;
  for (const isTurned of [false, true]) {
    const turned = isTurned ? upsideDown(lying) : lying;
    const nearest = (quad: Quad): number => Math.abs(Math.log(aspectOf(quad) / SAMPLE_ASPECT));
    const quads = [...turned.quads].sort((a, b) => nearest(a) - nearest(b)).slice(0, SAMPLE);
    const sample = await recogniseText(turned.raster, quads, models);
    const sure = sureness(sample);
    looks.push({ look: { ...turned, sample }, sureness: sure });
    if (sure >= SURE_ENOUGH) break;
  }
  return looks.sort((a, b) => b.sureness - a.sureness)[0]?.look ?? first;
}

function aspectOf(quad: Quad): number {
  const along = Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
  const across = Math.hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y);
  return Math.max(1, along) / Math.max(1, across);
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
    .filter(({ quad }) => aspectOf(quad) > ASPECT_MIN)
    .map(({ glyphs }) =>
      glyphs.length < GLYPHS_MIN ? 0 : glyphs.reduce((sum, glyph) => sum + glyph.confidence, 0) / glyphs.length,
    )
    .sort((a, b) => a - b);
  return means.length < LINES_MIN ? 1 : (means[means.length >> 1] ?? 0);
}
