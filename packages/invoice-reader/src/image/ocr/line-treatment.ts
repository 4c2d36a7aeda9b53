import type { Quad } from '../geometry.ts';
import type { Raster } from '../raster.ts';
import { LINE_HEIGHT, type LinePlace, writeLine } from './line-crop.ts';

/** How a line is prepared before it is read once more. */
export interface Treatment {
  /** `plain` keeps the colours; `dark` keeps black and blue print and leaves out red seals and preprint. */
  ink: 'plain' | 'dark';
  /** Joins the dots of matrix printers: radius in pixels of a line of 48. */
  blur: number;
  /** Spreads dark strokes by a pixel, for faint print. */
  thicken: boolean;
  /** Margin around the line as fractions of its height. */
  margin: { along: number; across: number };
}

/** Writes the line like `writeLine`, treated. */
export function writeTreatedLine(
  raster: Raster,
  quad: Quad,
  target: Float32Array,
  options: { place: LinePlace; treatment: Treatment },
): void {
  const { place, treatment } = options;
  writeLine(raster, quad, target, place);
  const plane = LINE_HEIGHT * place.rowLength;
  const planes = [0, 1, 2].map((i) => target.subarray(place.offset + i * plane, place.offset + (i + 1) * plane));
  const [blue, green, red] = planes;
  if (blue === undefined || green === undefined || red === undefined) return;
  const area = { width: place.width, rowLength: place.rowLength };
  if (treatment.ink === 'dark') {
    withoutRed(red, green, blue);
    stretch(red, area);
    if (treatment.thicken) thicken(red, area);
    if (treatment.blur > 0) blur(red, area, treatment.blur);
    blue.set(red);
    green.set(red);
    return;
  }
  for (const channel of planes) {
    if (treatment.thicken) thicken(channel, area);
    if (treatment.blur > 0) blur(channel, area, treatment.blur);
  }
}

/** Red ink is nearly as bright as paper in red light; what it lacks is put back by how red it is. */
const REDNESS = 0.6;

function withoutRed(red: Float32Array, green: Float32Array, blue: Float32Array): void {
  for (let i = 0; i < red.length; i++) {
    const value = red[i] ?? 0;
    red[i] = value + REDNESS * Math.max(0, value - Math.max(green[i] ?? 0, blue[i] ?? 0));
  }
}

interface Area {
  width: number;
  rowLength: number;
}

/** Ink is at least this share of a line of figures, and paper more than the rest. */
const INK_SHARE = 0.03;
const PAPER_SHARE = 0.7;

/** Ink becomes black and paper white. */
function stretch(plane: Float32Array, { width, rowLength }: Area): void {
  const values = new Float32Array(LINE_HEIGHT * width);
  for (let y = 0; y < LINE_HEIGHT; y++) values.set(plane.subarray(y * rowLength, y * rowLength + width), y * width);
  values.sort();
  const dark = values[Math.floor(values.length * INK_SHARE)] ?? -1;
  const light = values[Math.floor(values.length * PAPER_SHARE)] ?? 1;
  const span = Math.max(0.05, light - dark);
  for (let y = 0; y < LINE_HEIGHT; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * rowLength + x;
      plane[at] = Math.max(-1, Math.min(1, (((plane[at] ?? 0) - dark) / span) * 2 - 1));
    }
  }
}

function thicken(plane: Float32Array, { width, rowLength }: Area): void {
  const before = plane.slice();
  for (let y = 0; y < LINE_HEIGHT; y++) {
    for (let x = 0; x < width; x++) {
      let darkest = 1;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(LINE_HEIGHT - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          darkest = Math.min(darkest, before[ny * rowLength + nx] ?? 1);
        }
      }
      plane[y * rowLength + x] = darkest;
    }
  }
}

function blur(plane: Float32Array, area: Area, radius: number): void {
  const reach = Math.ceil(2 * radius);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-((i - reach) ** 2) / (2 * radius * radius)));
  const sum = kernel.reduce((a, b) => a + b, 0);
  const weights = kernel.map((value) => value / sum);
  const { width, rowLength } = area;
  const across = new Float32Array(LINE_HEIGHT * width);
  const padded = new Float32Array(width + 2 * reach);
  for (let y = 0; y < LINE_HEIGHT; y++) {
    const row = plane.subarray(y * rowLength, y * rowLength + width);
    padded.fill(row[0] ?? 0, 0, reach);
    padded.set(row, reach);
    padded.fill(row[width - 1] ?? 0, reach + width);
    for (const [i, weight] of weights.entries()) {
      for (let x = 0, at = y * width; x < width; x++, at++) {
        across[at] = (across[at] ?? 0) + weight * (padded[x + i] ?? 0);
      }
    }
  }
  for (let y = 0; y < LINE_HEIGHT; y++) {
    const row = plane.subarray(y * rowLength, y * rowLength + width).fill(0);
    for (const [i, weight] of weights.entries()) {
      const from = Math.min(LINE_HEIGHT - 1, Math.max(0, y + i - reach)) * width;
      for (let x = 0; x < width; x++) row[x] = (row[x] ?? 0) + weight * (across[from + x] ?? 0);
    }
  }
}

/** The quad with a margin, or with less of its sides where the margin is negative. */
export function widened(quad: Quad, { along, across }: Treatment['margin']): Quad {
  const [a, b, c, d] = quad;
  const height = (Math.hypot(d.x - a.x, d.y - a.y) + Math.hypot(c.x - b.x, c.y - b.y)) / 2;
  const length = Math.max(1, (Math.hypot(b.x - a.x, b.y - a.y) + Math.hypot(c.x - d.x, c.y - d.y)) / 2);
  const u = (along * height) / length;
  const point = (x: number, y: number) => {
    const top = { x: a.x + (b.x - a.x) * x, y: a.y + (b.y - a.y) * x };
    const low = { x: d.x + (c.x - d.x) * x, y: d.y + (c.y - d.y) * x };
    return { x: top.x + (low.x - top.x) * y, y: top.y + (low.y - top.y) * y };
  };
  return [point(-u, -across), point(1 + u, -across), point(1 + u, 1 + across), point(-u, 1 + across)];
}
