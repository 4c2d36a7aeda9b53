import { between, type Quad } from '../image/geometry.ts';
import type { Raster } from '../image/raster.ts';

/** Rows of a line, in its height, where letters have ink; the edges may show the neighbouring lines. */
const ROWS: readonly number[] = Array.from({ length: 13 }, (_, i) => 0.2 + i * 0.05);

/** Between the darkest and the paper: below this share of the distance a column holds ink. */
const INK = 0.45;

const COLUMNS_MAX = 3000;

/**
 * The widest stretch of bare paper between neighbouring characters of a line, in heights of the line.
 * `centres` are the places of the characters along the line, 0 to 1.
 */
export function inkGaps(raster: Raster, quad: Quad, centres: readonly number[]): number[] {
  const length = Math.hypot(quad[1].x - quad[0].x, quad[1].y - quad[0].y);
  const height = Math.max(1, Math.hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y));
  const columns = Math.min(COLUMNS_MAX, Math.max(1, Math.ceil(length)));
  const darkest = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const u = (column + 0.5) / columns;
    const [top, bottom] = [between(quad[0], quad[1], u), between(quad[3], quad[2], u)];
    let least = 255;
    for (const v of ROWS) {
      const point = between(top, bottom, v);
      least = Math.min(least, brightness(raster, point.x, point.y));
    }
    darkest[column] = least;
  }
  const sorted = [...darkest].sort((a, b) => a - b);
  const ink = sorted[Math.floor(columns * 0.1)] ?? 0;
  const paper = sorted[Math.floor(columns * 0.95)] ?? 255;
  const limit = paper - (paper - ink) * INK;
  const gaps: number[] = [];
  for (let i = 1; i < centres.length; i++) {
    const from = Math.max(0, Math.floor((centres[i - 1] ?? 0) * columns));
    const to = Math.min(columns, Math.ceil((centres[i] ?? 0) * columns));
    gaps.push((longestBareRun(darkest, { from, to, limit }) * (length / columns)) / height);
  }
  return gaps;
}

function longestBareRun(
  darkest: Float32Array,
  { from, to, limit }: { from: number; to: number; limit: number },
): number {
  let longest = 0;
  let run = 0;
  for (let column = from; column < to; column++) {
    run = (darkest[column] ?? 0) > limit ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function brightness({ width, height, rgb }: Raster, x: number, y: number): number {
  const column = Math.min(width - 1, Math.max(0, Math.round(x)));
  const row = Math.min(height - 1, Math.max(0, Math.round(y)));
  const at = (row * width + column) * 3;
  return 0.3 * (rgb[at] ?? 0) + 0.59 * (rgb[at + 1] ?? 0) + 0.11 * (rgb[at + 2] ?? 0);
}
