import { type Point, type Quad, quadOf, smallestRect, type TurnedRect } from '../geometry.ts';

/** What the detection network gives: for each pixel the probability that it lies in the core of a line of text. */
export interface TextMap {
  width: number;
  height: number;
  probability: Float32Array;
}

export interface TextBox {
  quad: Quad;
  /** Mean probability over the pixels of the core. */
  score: number;
}

/** Thresholds of the published DB post-processing for this network; the core is about 40 % of the line's height. */
const PIXEL_MIN = 0.3;
const SCORE_MIN = 0.5;
const GROWTH = 1.6;
/** In pixels less one: the core of a lone figure 1 is two pixels wide. */
const CORE_THICKNESS_MIN = 1;
const BOXES_MAX = 1000;

/** Boxes around the lines of text, in pixels of the map, each read from left to right. */
export function textBoxes(map: TextMap): TextBox[] {
  const boxes: TextBox[] = [];
  for (const core of connectedCores(map)) {
    if (core.score < SCORE_MIN) continue;
    const rect = smallestRect(core.outline);
    const grown = grow({ ...rect, length: rect.length + 1, thickness: rect.thickness + 1 });
    if (rect.thickness < CORE_THICKNESS_MIN) continue;
    boxes.push({ quad: uprightQuad(grown), score: core.score });
    if (boxes.length >= BOXES_MAX) break;
  }
  return boxes;
}

/** Pushes the sides outwards by area × growth / perimeter, which restores the line's full height from its core. */
export function grow(rect: TurnedRect): TurnedRect {
  const distance = (rect.length * rect.thickness * GROWTH) / (2 * (rect.length + rect.thickness));
  return { ...rect, length: rect.length + 2 * distance, thickness: rect.thickness + 2 * distance };
}

/** A rectangle that stands upright is a single character or a column of characters: it is read across as well. */
function uprightQuad(rect: TurnedRect): Quad {
  if (Math.abs(rect.angle) <= Math.PI / 4) {
    return quadOf(rect.center, { along: rect.length, across: rect.thickness }, rect.angle);
  }
  const across = rect.angle > 0 ? rect.angle - Math.PI / 2 : rect.angle + Math.PI / 2;
  return quadOf(rect.center, { along: rect.thickness, across: rect.length }, across);
}

interface Core {
  outline: Point[];
  score: number;
}

/** Eight-connected groups of text pixels; of each row only the ends are kept, which is enough for the hull. */
export function* connectedCores(map: TextMap): Generator<Core> {
  const { width, height, probability } = map;
  const seen = new Uint8Array(width * height);
  const stack: number[] = [];
  for (let start = 0; start < seen.length; start++) {
    if (seen[start] === 1 || (probability[start] ?? 0) <= PIXEL_MIN) continue;
    seen[start] = 1;
    stack.push(start);
    const rows = new Map<number, { from: number; to: number }>();
    let [sum, count] = [0, 0];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      sum += probability[at] ?? 0;
      count++;
      widen(rows, x, y);
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (seen[next] === 1 || (probability[next] ?? 0) <= PIXEL_MIN) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
    }
    yield { outline: outlineOf(rows), score: sum / count };
  }
}

function widen(rows: Map<number, { from: number; to: number }>, x: number, y: number): void {
  const row = rows.get(y);
  if (row === undefined) rows.set(y, { from: x, to: x });
  else if (x < row.from) row.from = x;
  else if (x > row.to) row.to = x;
}

function outlineOf(rows: Map<number, { from: number; to: number }>): Point[] {
  const outline: Point[] = [];
  for (const [y, { from, to }] of rows) {
    outline.push({ x: from, y });
    if (to !== from) outline.push({ x: to, y });
  }
  return outline;
}
