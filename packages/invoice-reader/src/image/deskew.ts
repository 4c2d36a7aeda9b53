import { boundsOf, type Point, type Quad } from './geometry.ts';
import type { Raster } from './raster.ts';

/** A projective map of the plane: the nine numbers of its matrix, row by row. */
export type Homography = readonly [number, number, number, number, number, number, number, number, number];

export const STRAIGHT: Homography = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export function mapPoint(h: Homography, p: Point): Point {
  const w = h[6] * p.x + h[7] * p.y + h[8];
  return { x: (h[0] * p.x + h[1] * p.y + h[2]) / w, y: (h[3] * p.x + h[4] * p.y + h[5]) / w };
}

/** Slope of a family of lines as it changes over the picture: `at + alongX·x + alongY·y`, x and y from the middle. */
interface SlopeField {
  at: number;
  alongX: number;
  alongY: number;
}

/** Below this slope everywhere (0.25°) the page counts as straight. */
const SLOPE_MIN = 0.0044;

/** Lines of fewer than this many line heights have no reliable direction. */
const ASPECT_MIN = 4;

/**
 * The map that makes rows level and columns upright. Rows are taken from the directions of the text lines, columns
 * from the picture's upright edges (frame, table rules, page border).
 */
export function straighten(raster: Raster, quads: readonly Quad[]): Homography {
  if (quads.length < 4) return STRAIGHT;
  const area = boundsOf(quads.flat());
  const middle = { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 };
  const rows = rowField(quads, middle);
  const columns = columnField(raster, area, middle, rows.at);
  const half = { x: (area.right - area.left) / 2, y: (area.bottom - area.top) / 2 };
  const slopes = [
    rows.at + rows.alongY * half.y,
    rows.at - rows.alongY * half.y,
    columns.at + columns.alongX * half.x,
    columns.at - columns.alongX * half.x,
  ];
  if (slopes.every((slope) => Math.abs(slope) < SLOPE_MIN)) return STRAIGHT;
  const [bottom = 0, top = 0, right = 0, left = 0] = slopes;
  const corners: Quad = [
    crossing(middle, half, { row: -1, rowSlope: top, column: -1, columnSlope: left }),
    crossing(middle, half, { row: -1, rowSlope: top, column: 1, columnSlope: right }),
    crossing(middle, half, { row: 1, rowSlope: bottom, column: 1, columnSlope: right }),
    crossing(middle, half, { row: 1, rowSlope: bottom, column: -1, columnSlope: left }),
  ];
  return toRectangle(corners, area);
}

/** Where the row line (y = y0 + slope·(x − mx)) meets the column line (x = x0 + slope·(y − my)). */
function crossing(
  middle: Point,
  half: Point,
  lines: { row: 1 | -1; rowSlope: number; column: 1 | -1; columnSlope: number },
): Point {
  const y0 = lines.row * half.y;
  const x0 = lines.column * half.x;
  const x = (x0 + lines.columnSlope * y0) / (1 - lines.columnSlope * lines.rowSlope);
  return { x: middle.x + x, y: middle.y + y0 + lines.rowSlope * x };
}

function rowField(quads: readonly Quad[], middle: Point): SlopeField {
  const samples = quads.flatMap((quad) => {
    const dx = (quad[1].x - quad[0].x + quad[2].x - quad[3].x) / 2;
    const dy = (quad[1].y - quad[0].y + quad[2].y - quad[3].y) / 2;
    const height = Math.hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y);
    if (Math.hypot(dx, dy) < ASPECT_MIN * height || Math.abs(dy) > Math.abs(dx)) return [];
    const center = { x: (quad[0].x + quad[2].x) / 2 - middle.x, y: (quad[0].y + quad[2].y) / 2 - middle.y };
    return [{ slope: dy / dx, y: center.y, weight: Math.hypot(dx, dy) }];
  });
  return robustLine(samples);
}

interface SlopeSample {
  slope: number;
  y: number;
  weight: number;
}

/** Weighted least squares of slope over y, repeated without the samples that lie far off. */
function robustLine(samples: readonly SlopeSample[]): SlopeField {
  let kept = samples;
  let field: SlopeField = { at: weightedMedian(samples), alongX: 0, alongY: 0 };
  for (const tolerance of [0.06, 0.03, 0.015]) {
    kept = samples.filter((s) => Math.abs(s.slope - field.at - field.alongY * s.y) < tolerance);
    if (kept.length < 4) break;
    field = lineThrough(kept);
  }
  return field;
}

function weightedMedian(samples: readonly SlopeSample[]): number {
  const sorted = [...samples].sort((a, b) => a.slope - b.slope);
  const half = sorted.reduce((sum, s) => sum + s.weight, 0) / 2;
  let sum = 0;
  for (const sample of sorted) {
    sum += sample.weight;
    if (sum >= half) return sample.slope;
  }
  return 0;
}

function lineThrough(samples: readonly SlopeSample[]): SlopeField {
  let [w, wy, wyy, ws, wsy] = [0, 0, 0, 0, 0];
  for (const s of samples) {
    w += s.weight;
    wy += s.weight * s.y;
    wyy += s.weight * s.y * s.y;
    ws += s.weight * s.slope;
    wsy += s.weight * s.slope * s.y;
  }
  const determinant = w * wyy - wy * wy;
  if (determinant < 1e-6 * w * w) return { at: ws / w, alongX: 0, alongY: 0 };
  const alongY = (w * wsy - wy * ws) / determinant;
  return { at: (ws - alongY * wy) / w, alongX: 0, alongY };
}

/** Half the range of column slopes that are tried, around that of a pure rotation. */
const COLUMN_SLOPE_RANGE = 0.14;
const COLUMN_SLOPE_STEP = 0.005;
const COLUMN_SAMPLE_ROWS = 260;
const COLUMN_SAMPLE_WIDTH = 900;
/** The frame around the form lies a little outside the text, as a part of the text's width. */
const FRAME_MARGIN = 0.03;

/** The column slope of the left and of the right half: the one that gathers upright edges in the fewest columns. */
function columnField(
  raster: Raster,
  area: { left: number; top: number; right: number; bottom: number },
  middle: Point,
  rowSlope: number,
): SlopeField {
  const margin = FRAME_MARGIN * (area.right - area.left);
  const left = sharpestSlope(raster, { ...area, left: area.left - margin, right: middle.x }, -rowSlope);
  const right = sharpestSlope(raster, { ...area, left: middle.x, right: area.right + margin }, -rowSlope);
  const distance = (area.right - area.left) / 2;
  return { at: (left + right) / 2, alongX: distance > 0 ? (right - left) / distance : 0, alongY: 0 };
}

function sharpestSlope(
  raster: Raster,
  area: { left: number; top: number; right: number; bottom: number },
  around: number,
): number {
  const edges = uprightEdges(raster, area);
  let best = { slope: around, score: -1 };
  for (let d = -COLUMN_SLOPE_RANGE; d <= COLUMN_SLOPE_RANGE + 1e-9; d += COLUMN_SLOPE_STEP) {
    const slope = around + d;
    const score = concentration(edges, slope) * (1 - Math.abs(d) * 0.2);
    if (score > best.score) best = { slope, score };
  }
  return best.slope;
}

interface EdgeMap {
  columns: number;
  rows: number;
  /** Aspect of a cell: how many columns wide a step of one row is at slope 1. */
  columnsPerRow: number;
  strength: Float32Array;
}

function uprightEdges(raster: Raster, area: { left: number; top: number; right: number; bottom: number }): EdgeMap {
  const width = area.right - area.left;
  const height = area.bottom - area.top;
  const columns = Math.max(8, Math.min(COLUMN_SAMPLE_WIDTH, Math.round(width)));
  const rows = Math.max(8, Math.min(COLUMN_SAMPLE_ROWS, Math.round(height)));
  const strength = new Float32Array(columns * rows);
  const limit = (value: number, max: number): number => Math.min(max - 1, Math.max(0, Math.round(value)));
  for (let row = 0; row < rows; row++) {
    const y = limit(area.top + ((row + 0.5) * height) / rows, raster.height) * raster.width;
    let before = 0;
    for (let column = 0; column < columns; column++) {
      const x = limit(area.left + ((column + 0.5) * width) / columns, raster.width);
      const value = raster.rgb[(y + x) * 3 + 1] ?? 0;
      if (column > 0) strength[row * columns + column] = Math.min(60, Math.abs(value - before));
      before = value;
    }
  }
  return { columns, rows, columnsPerRow: (height / rows / width) * columns, strength };
}

function concentration(edges: EdgeMap, slope: number): number {
  const sums = new Float32Array(edges.columns);
  for (let row = 0; row < edges.rows; row++) {
    const shift = Math.round((row - edges.rows / 2) * edges.columnsPerRow * slope);
    for (let column = 0; column < edges.columns; column++) {
      const from = column + shift;
      if (from < 0 || from >= edges.columns) continue;
      sums[column] = (sums[column] ?? 0) + (edges.strength[row * edges.columns + from] ?? 0);
    }
  }
  let score = 0;
  for (const sum of sums) score += sum * sum;
  return score;
}

/** The map that sends the corners to an upright rectangle of the same mean size at the same place. */
function toRectangle(corners: Quad, area: { left: number; top: number }): Homography {
  const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);
  const width = (distance(corners[0], corners[1]) + distance(corners[3], corners[2])) / 2;
  const height = (distance(corners[0], corners[3]) + distance(corners[1], corners[2])) / 2;
  const { left, top } = area;
  const target: Quad = [
    { x: left, y: top },
    { x: left + width, y: top },
    { x: left + width, y: top + height },
    { x: left, y: top + height },
  ];
  return homographyBetween(corners, target);
}

/** Solves the eight linear equations of four point pairs by elimination; a degenerate quad gives the identity. */
export function homographyBetween(from: Quad, to: Quad): Homography {
  const rows = from.flatMap((p, i) => {
    const q = to[i] ?? p;
    return [
      [p.x, p.y, 1, 0, 0, 0, -q.x * p.x, -q.x * p.y, q.x],
      [0, 0, 0, p.x, p.y, 1, -q.y * p.x, -q.y * p.y, q.y],
    ];
  });
  const s = solve(rows);
  if (s === undefined) return STRAIGHT;
  const at = (i: number): number => s[i] ?? 0;
  return [at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), 1];
}

/** Gauss-Jordan elimination with row exchange; each row carries its right-hand side as the last number. */
function solve(rows: number[][]): number[] | undefined {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    }
    const chosen = rows[pivot];
    const current = rows[column];
    if (chosen === undefined || current === undefined || Math.abs(chosen[column] ?? 0) < 1e-9) return undefined;
    rows[pivot] = current;
    rows[column] = chosen;
    const lead = chosen[column] ?? 1;
    for (let k = 0; k <= n; k++) chosen[k] = (chosen[k] ?? 0) / lead;
    for (const [i, row] of rows.entries()) {
      const factor = row[column] ?? 0;
      if (i === column || factor === 0) continue;
      for (let k = 0; k <= n; k++) row[k] = (row[k] ?? 0) - factor * (chosen[k] ?? 0);
    }
  }
  return rows.map((row) => row[n] ?? 0);
}
