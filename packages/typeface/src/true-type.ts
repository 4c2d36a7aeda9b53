import type { PathStep } from './outline.ts';

/** Outlines and widths of a font with a `glyf` table (OpenType 1.9, "glyf", "loca", "hmtx"). */
export interface TrueTypeFont {
  glyphCount: number;
  /** Null when the outline is damaged or has more points than any genuine one. */
  outline(id: number): PathStep[] | null;
  advance(id: number): number;
}

// The densest Chinese characters have some 400 points; a font of handwriting some thousand.
const POINTS_MAX = 10_000;
const COMPONENTS_MAX = 256;
const COMPONENT_DEPTH_MAX = 8;

interface Tables {
  view: Buffer;
  at: ReadonlyMap<string, { offset: number; length: number }>;
}

/**
 * Reads the tables itself, for fonts inside of documents come from strangers and general parsers take the counts in them
 * on trust. Null when the font has no such outlines; throws a `RangeError` for what is cut off.
 */
export function openTrueType(bytes: Uint8Array): TrueTypeFont | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tables = { view, at: directoryOf(view) };
  const [glyf, loca, head, maxp] = ['glyf', 'loca', 'head', 'maxp'].map((tag) => tables.at.get(tag));
  if (!glyf || !loca || !head || !maxp) return null;
  const isLong = view.readInt16BE(head.offset + 50) !== 0;
  const glyphCount = Math.min(view.readUInt16BE(maxp.offset + 4), Math.floor(loca.length / (isLong ? 4 : 2)) - 1);
  const placeOf = (index: number) =>
    isLong ? view.readUInt32BE(loca.offset + 4 * index) : 2 * view.readUInt16BE(loca.offset + 2 * index);
  const dataOf = (id: number): Buffer | null => {
    const [start, end] = [placeOf(id), placeOf(id + 1)];
    return end > start ? view.subarray(glyf.offset + start, glyf.offset + Math.min(end, glyf.length)) : null;
  };
  return {
    glyphCount,
    outline: (id) => {
      const budget = { points: POINTS_MAX, components: COMPONENTS_MAX };
      const contours = contoursOf(id, { dataOf, glyphCount, budget, depth: 0 });
      return contours === null ? null : contours.flatMap(stepsOf);
    },
    advance: (id) => advanceOf(tables, id),
  };
}

function directoryOf(view: Buffer): Tables['at'] {
  const isCollection = view.toString('latin1', 0, 4) === 'ttcf';
  const start = isCollection ? view.readUInt32BE(12) : 0;
  const at = new Map<string, { offset: number; length: number }>();
  for (let index = 0; index < view.readUInt16BE(start + 4); index++) {
    const entry = start + 12 + 16 * index;
    const offset = view.readUInt32BE(entry + 8);
    const length = Math.min(view.readUInt32BE(entry + 12), Math.max(0, view.length - offset));
    at.set(view.toString('latin1', entry, entry + 4), { offset, length });
  }
  return at;
}

/** The last width counts for all further glyphs. */
function advanceOf({ view, at }: Tables, id: number): number {
  const [hhea, hmtx] = [at.get('hhea'), at.get('hmtx')];
  if (!hhea || !hmtx) return 0;
  const count = view.readUInt16BE(hhea.offset + 34);
  const offset = 4 * Math.min(id, count - 1);
  return offset >= 0 && offset + 2 <= hmtx.length ? view.readUInt16BE(hmtx.offset + offset) : 0;
}

interface Point {
  x: number;
  y: number;
  isOnCurve: boolean;
}

interface Walk {
  dataOf(id: number): Buffer | null;
  glyphCount: number;
  budget: { points: number; components: number };
  depth: number;
}

function contoursOf(id: number, walk: Walk): Point[][] | null {
  if (id < 0 || id >= walk.glyphCount) return null;
  const data = walk.dataOf(id);
  if (!data) return [];
  const count = data.readInt16BE(0);
  return count >= 0 ? simpleContours(data, count, walk) : compositeContours(data, walk);
}

const FLAG = { onCurve: 1, shortX: 2, shortY: 4, repeat: 8, sameX: 16, sameY: 32 } as const;

function simpleContours(data: Buffer, count: number, { budget }: Walk): Point[][] | null {
  const ends = Array.from({ length: count }, (_, index) => data.readUInt16BE(10 + 2 * index));
  const total = (ends.at(-1) ?? -1) + 1;
  budget.points -= total;
  const isOrdered = ends.every((end, index) => end >= (ends[index - 1] ?? 0));
  if (budget.points < 0 || !isOrdered) return null;
  let at = 10 + 2 * count;
  at += 2 + data.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < total) {
    const flag = data.readUInt8(at++);
    const repeats = (flag & FLAG.repeat) !== 0 ? data.readUInt8(at++) : 0;
    for (let index = 0; index <= repeats && flags.length < total; index++) flags.push(flag);
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) value += data.readUInt8(at++) * ((flag & same) !== 0 ? 1 : -1);
      else if ((flag & same) === 0) {
        value += data.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(FLAG.shortX, FLAG.sameX);
  const ys = coordinates(FLAG.shortY, FLAG.sameY);
  const points = flags.map((flag, index) => ({
    x: xs[index] ?? 0,
    y: ys[index] ?? 0,
    isOnCurve: (flag & FLAG.onCurve) !== 0,
  }));
  return ends.map((end, index) => points.slice(index === 0 ? 0 : (ends[index - 1] ?? 0) + 1, end + 1));
}

const PART = { words: 1, offsets: 2, scale: 8, more: 32, twoScales: 64, matrix: 128 } as const;

function compositeContours(data: Buffer, walk: Walk): Point[][] | null {
  if (walk.depth >= COMPONENT_DEPTH_MAX) return null;
  const contours: Point[][] = [];
  let at = 10;
  for (let flags: number = PART.more; (flags & PART.more) !== 0; ) {
    if (--walk.budget.components < 0) return null;
    flags = data.readUInt16BE(at);
    const id = data.readUInt16BE(at + 2);
    at += 4;
    const hasWords = (flags & PART.words) !== 0;
    const offset = (index: number) => (hasWords ? data.readInt16BE(at + 2 * index) : data.readInt8(at + index));
    // Parts that hang on points of others have not occurred since the nineties.
    const [x, y] = (flags & PART.offsets) !== 0 ? [offset(0), offset(1)] : [0, 0];
    at += hasWords ? 4 : 2;
    const { matrix, length } = partMatrix(data, at, flags);
    at += length;
    const part = contoursOf(id, { ...walk, depth: walk.depth + 1 });
    if (!part) return null;
    const [a, b, c, d] = matrix;
    for (const contour of part) {
      contours.push(
        contour.map((point) => ({ ...point, x: a * point.x + c * point.y + x, y: b * point.x + d * point.y + y })),
      );
    }
  }
  return contours;
}

type PartMatrix = readonly [a: number, b: number, c: number, d: number];

function partMatrix(data: Buffer, at: number, flags: number): { matrix: PartMatrix; length: number } {
  const fraction = (index: number) => data.readInt16BE(at + 2 * index) / 0x4000;
  if ((flags & PART.scale) !== 0) return { matrix: [fraction(0), 0, 0, fraction(0)], length: 2 };
  if ((flags & PART.twoScales) !== 0) return { matrix: [fraction(0), 0, 0, fraction(1)], length: 4 };
  if ((flags & PART.matrix) !== 0) return { matrix: [fraction(0), fraction(1), fraction(2), fraction(3)], length: 8 };
  return { matrix: [1, 0, 0, 1], length: 0 };
}

/** Between two control points in a row lies a point of the curve, which the font leaves out. */
function stepsOf(contour: readonly Point[]): PathStep[] {
  const [first] = contour;
  const last = contour.at(-1);
  if (!first || !last || contour.length < 2) return [];
  const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, isOnCurve: true });
  const start = first.isOnCurve ? first : last.isOnCurve ? last : middle(first, last);
  const steps: PathStep[] = [['M', start.x, start.y]];
  const rest = [...contour.slice(first.isOnCurve ? 1 : 0), start];
  let control: Point | null = null;
  for (const point of rest) {
    if (!point.isOnCurve) {
      if (control) {
        const between = middle(control, point);
        steps.push(['Q', control.x, control.y, between.x, between.y]);
      }
      control = point;
    } else {
      steps.push(control ? ['Q', control.x, control.y, point.x, point.y] : ['L', point.x, point.y]);
      control = null;
    }
  }
  const end = steps.at(-1);
  // Closing draws the last line.
  if (end?.[0] === 'L' && end[1] === start.x && end[2] === start.y) steps.pop();
  steps.push(['Z']);
  return steps;
}
