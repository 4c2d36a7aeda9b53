import type { Quad } from '../geometry.ts';
import type { OcrModels } from '../ocr/models.ts';
import { recogniseText } from '../ocr/recognise-text.ts';
import type { ReadLine } from '../page-text.ts';
import type { ProcessorTime } from '../processor-time.ts';
import type { Raster } from '../raster.ts';
import { taxiLabel } from './labels.ts';
import { type SlipLine, slipLine, sureness, turnBetween, turnedQuad } from './slip-line.ts';

/** Lines that are surely read lie above; text upside down or on its side below. */
const SURE_ENOUGH = 0.75;

/** Longer than this many heights: shorter ones look alike in all directions. */
const ASPECT_MIN = 2.5;

const TURNED_MAX = 400;
const SAMPLE = 10;

/** The slips themselves must still be read after this. */
const TURNING_MS_MAX = 11_000;

/**
 * Reads lines that make no sense as they stand in the other directions, and keeps for each the direction in which it
 * is surest, so that slips may lie on a sheet in any direction. Short lines follow the long ones around them.
 */
export async function readDirections(
  raster: Raster,
  read: readonly ReadLine[],
  { models, time }: { models: OcrModels; time: ProcessorTime },
): Promise<SlipLine[]> {
  const lines = read.map((line) => slipLine(line.quad, line.glyphs));
  const attempts = lines.flatMap((line, index) => attemptsAt(line, index));
  // Where the longest of these lines read no better when turned, the others were just printed badly.
  attempts.sort((a, b) => spanOf(b.quad) - spanOf(a.quad));
  const sample = attempts.slice(0, SAMPLE);
  if ((await tryTurned(raster, { lines, attempts: sample, models })) > 0) {
    for (let from = SAMPLE; from < attempts.length && time.spentMs < TURNING_MS_MAX; from += SAMPLE) {
      await tryTurned(raster, { lines, attempts: attempts.slice(from, from + SAMPLE), models });
    }
    if (time.spentMs < TURNING_MS_MAX) await turnShortLines(raster, lines, models);
  }
  return lines.filter((line) => line.text !== '');
}

interface Attempt {
  index: number;
  quad: Quad;
}

function attemptsAt(line: SlipLine, index: number): Attempt[] {
  if (isLong(line)) return sureness(line) < SURE_ENOUGH ? [{ index, quad: turnedQuad(line.quad, 2) }] : [];
  if (line.height <= ASPECT_MIN * line.length) return [];
  return [
    { index, quad: turnedQuad(line.quad, 1) },
    { index, quad: turnedQuad(line.quad, 3) },
  ];
}

/** Reads the attempts and keeps those that are better; answers how many were. */
async function tryTurned(
  raster: Raster,
  work: { lines: SlipLine[]; attempts: readonly Attempt[]; models: OcrModels },
): Promise<number> {
  const quads = work.attempts.map(({ quad }) => quad);
  let improved = 0;
  for (const [i, turned] of (await recogniseText(raster, quads, work.models)).entries()) {
    const index = work.attempts[i]?.index ?? 0;
    const line = slipLine(turned.quad, turned.glyphs);
    const before = work.lines[index];
    if (before !== undefined && weight(line) <= weight(before)) continue;
    work.lines[index] = line;
    improved++;
  }
  return improved;
}

/** A label of two characters gives something in every direction: it is read in those of the sure long lines around. */
async function turnShortLines(raster: Raster, lines: SlipLine[], models: OcrModels): Promise<void> {
  const guides = lines.filter((line) => isLong(line) && sureness(line) >= SURE_ENOUGH);
  const attempts = lines.flatMap((line, index): Attempt[] => {
    if (isLong(line)) return [];
    const angles = nearestOf(guides, line).map(({ angle }) => angle);
    const quads = ([1, 2, 3] as const).map((quarters) => turnedQuad(line.quad, quarters));
    const fitting = quads.filter((quad) =>
      angles.some((angle) => turnBetween(slipLine(quad, []).angle, angle) < Math.PI / 4),
    );
    return fitting.map((quad) => ({ index, quad }));
  });
  await tryTurned(raster, { lines, attempts: attempts.slice(0, TURNED_MAX), models });
}

const GUIDES = 4;

function nearestOf(guides: readonly SlipLine[], line: SlipLine): SlipLine[] {
  const away = ({ center }: SlipLine): number => Math.hypot(center.x - line.center.x, center.y - line.center.y);
  return [...guides].sort((a, b) => away(a) - away(b)).slice(0, GUIDES);
}

function isLong(line: SlipLine): boolean {
  return line.length > ASPECT_MIN * line.height;
}

function spanOf(quad: Quad): number {
  return Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
}

/** Text upside down is read as few characters with little sureness; a label that is known is no accident. */
function weight(line: SlipLine): number {
  const level = line.length > line.height ? 1 : 0.5;
  const known = taxiLabel(line.text) === undefined ? 1 : 2;
  return level * known * sureness(line) * Math.sqrt(line.glyphs.length);
}
