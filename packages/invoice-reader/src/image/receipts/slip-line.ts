import { between, type Point, type Quad } from '../geometry.ts';
import type { Glyph } from '../ocr/ctc.ts';
import { plainChar } from '../page-text.ts';

/** One line of text on a slip. Lengths are pixels; `x` and `y` run along and across the slip's own direction. */
export interface SlipLine {
  quad: Quad;
  glyphs: readonly Glyph[];
  /** Plain characters without spaces, one for each of `glyphs`. */
  text: string;
  /** Direction of the text in radians, in (-π, π]. */
  angle: number;
  length: number;
  height: number;
  center: Point;
}

export function slipLine(quad: Quad, read: readonly Glyph[]): SlipLine {
  const glyphs = read.filter((glyph) => glyph.char.trim() !== '');
  const along = { x: quad[1].x - quad[0].x + quad[2].x - quad[3].x, y: quad[1].y - quad[0].y + quad[2].y - quad[3].y };
  return {
    quad,
    glyphs,
    text: glyphs.map((glyph) => plainChar(glyph.char)).join(''),
    angle: Math.atan2(along.y, along.x),
    length: Math.hypot(along.x, along.y) / 2,
    height:
      (Math.hypot(quad[3].x - quad[0].x, quad[3].y - quad[0].y) +
        Math.hypot(quad[2].x - quad[1].x, quad[2].y - quad[1].y)) /
      2,
    center: { x: (quad[0].x + quad[2].x) / 2, y: (quad[0].y + quad[2].y) / 2 },
  };
}

/** Mean confidence of the characters; a line without any is unsure. */
export function sureness(line: Pick<SlipLine, 'glyphs'>): number {
  if (line.glyphs.length === 0) return 0;
  return line.glyphs.reduce((sum, glyph) => sum + glyph.confidence, 0) / line.glyphs.length;
}

/** The smallest difference of two directions, 0 to π. */
export function turnBetween(a: number, b: number): number {
  const turn = Math.abs(a - b) % (2 * Math.PI);
  return Math.min(turn, 2 * Math.PI - turn);
}

/** The place of a point along and across a direction, seen from an origin. */
export function inFrame(point: Point, frame: { origin: Point; angle: number }): Point {
  const dx = point.x - frame.origin.x;
  const dy = point.y - frame.origin.y;
  const cos = Math.cos(frame.angle);
  const sin = Math.sin(frame.angle);
  return { x: dx * cos + dy * sin, y: dy * cos - dx * sin };
}

/** The stretch of a quad between two fractions of its length. */
export function stretchOf(quad: Quad, from: number, to: number): Quad {
  return [
    between(quad[0], quad[1], from),
    between(quad[0], quad[1], to),
    between(quad[3], quad[2], to),
    between(quad[3], quad[2], from),
  ];
}

/** The part of a line from its `first` character to the one before `end`; characters reach half way to neighbours. */
export function partOf(line: SlipLine, first: number, end: number): SlipLine {
  const at = (index: number): number => line.glyphs[index]?.at ?? (index < 0 ? 0 : 1);
  const from = first <= 0 ? 0 : (at(first - 1) + at(first)) / 2;
  const to = end >= line.glyphs.length ? 1 : (at(end - 1) + at(end)) / 2;
  const span = Math.max(1e-6, to - from);
  const glyphs = line.glyphs.slice(first, end).map((glyph) => ({ ...glyph, at: (glyph.at - from) / span }));
  return slipLine(stretchOf(line.quad, from, to), glyphs);
}

/** The same rectangle read in another direction: turned by quarters, counter-clockwise on the screen. */
export function turnedQuad(quad: Quad, quarters: 1 | 2 | 3): Quad {
  const [a, b, c, d] = quad;
  if (quarters === 1) return [d, a, b, c];
  if (quarters === 2) return [c, d, a, b];
  return [b, c, d, a];
}
