import type { Quad } from '../geometry.ts';
import type { OcrModels } from '../ocr/models.ts';
import { recogniseText } from '../ocr/recognise-text.ts';
import type { ReadLine } from '../page-text.ts';
import type { Raster } from '../raster.ts';
import { type SlipLine, slipLine, sureness, turnedQuad } from './slip-line.ts';

/** Lines that are surely read lie above; text upside down or on its side below. */
const SURE_ENOUGH = 0.75;

/** Longer than this many heights: shorter ones look alike in all directions. */
const ASPECT_MIN = 2.5;

const TURNED_MAX = 400;
const SAMPLE = 10;

/**
 * Reads lines that make no sense as they stand in the other directions, and keeps for each the direction in which it
 * is surest, so that slips may lie on a sheet in any direction.
 */
export async function readDirections(
  raster: Raster,
  read: readonly ReadLine[],
  models: OcrModels,
): Promise<SlipLine[]> {
  const lines = read.map((line) => slipLine(line.quad, line.glyphs));
  const tries: { index: number; quad: Quad }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.length > ASPECT_MIN * line.height) {
      if (sureness(line) < SURE_ENOUGH) tries.push({ index, quad: turnedQuad(line.quad, 2) });
    } else if (line.height > ASPECT_MIN * line.length) {
      tries.push({ index, quad: turnedQuad(line.quad, 1) }, { index, quad: turnedQuad(line.quad, 3) });
    }
  }
  // Where the longest of these lines read no better when turned, the others were just printed badly.
  tries.sort((a, b) => spanOf(b.quad) - spanOf(a.quad));
  for (const part of [tries.slice(0, SAMPLE), tries.slice(SAMPLE, TURNED_MAX)]) {
    const turned = await recogniseText(
      raster,
      part.map(({ quad }) => quad),
      models,
    );
    let improved = 0;
    for (const [i, { index }] of part.entries()) {
      const again = turned[i];
      if (again === undefined) continue;
      const line = slipLine(again.quad, again.glyphs);
      const before = lines[index];
      if (before !== undefined && weight(line) <= weight(before)) continue;
      lines[index] = line;
      improved++;
    }
    if (improved === 0) break;
  }
  return lines.filter((line) => line.text !== '');
}

function spanOf(quad: Quad): number {
  return Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
}

/** Text upside down is read as few characters with little sureness. */
function weight(line: SlipLine): number {
  const level = line.length > line.height ? 1 : 0.5;
  return level * sureness(line) * Math.sqrt(line.glyphs.length);
}
