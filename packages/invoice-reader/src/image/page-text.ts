import type { Place } from '../reading.ts';
import { type Homography, mapPoint } from './deskew.ts';
import { between, boundsOf, type Quad } from './geometry.ts';
import type { Glyph } from './ocr/ctc.ts';

/** One character on the straightened page. Lengths are pixels of the straightened page. */
export interface PageGlyph {
  /** As printed. */
  char: string;
  /** The same character in its plain form: half-width, one colon, one yen sign. Patterns match on this. */
  plain: string;
  confidence: number;
  runnerUp?: string;
  x: number;
  y: number;
  /** Height of the line that the character stands in. */
  height: number;
  piece: TextPiece;
  /** Place along the piece, 0 to 1. */
  at: number;
}

/** One stretch of text that the detection found. */
export interface TextPiece {
  left: number;
  right: number;
  top: number;
  bottom: number;
  glyphs: PageGlyph[];
  /** Corners in the picture as it is looked at. */
  quad: Quad;
}

/** Pieces that stand on one level, from left to right, with `text` having exactly one character per glyph. */
export interface TextLine {
  glyphs: PageGlyph[];
  text: string;
  y: number;
  height: number;
}

/** The picture as it was read, and by how many quarters it had been turned clockwise for that. */
export interface Picture {
  width: number;
  height: number;
  quarters: 0 | 1 | 2 | 3;
}

export interface PageText {
  pieces: TextPiece[];
  lines: TextLine[];
  picture: Picture;
}

const PLAIN: Readonly<Record<string, string>> = {
  '￥': '¥',
  '〔': '(',
  '〕': ')',
  '【': '[',
  '】': ']',
  '。': '.',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '—': '-',
  '–': '-',
  '−': '-',
  '★': '*',
  '＊': '*',
  '×': '*',
};

export function plainChar(char: string): string {
  const mapped = PLAIN[char];
  if (mapped !== undefined) return mapped;
  const folded = char.normalize('NFKC');
  return folded.length === 1 ? folded : char;
}

export interface ReadLine {
  quad: Quad;
  glyphs: readonly Glyph[];
}

export function pageText(read: readonly ReadLine[], straight: Homography, picture: Picture): PageText {
  const pieces = read.flatMap((line) => pieceOf(line, straight) ?? []);
  for (const piece of pieces) piece.glyphs = withNines(piece.glyphs);
  dropSharedEdges(pieces);
  const filled = pieces.filter((piece) => piece.glyphs.length > 0 && !isSpeck(piece));
  return { pieces: filled, lines: linesOf(filled), picture };
}

const SPECK_MAX = 0.35;

/** Specks and ends of strokes of the seal are read as a lone letter or sign, with little confidence. */
function isSpeck({ glyphs }: TextPiece): boolean {
  const [only] = glyphs;
  return (
    glyphs.length === 1 && only !== undefined && only.confidence < SPECK_MAX && /[^\p{Script=Han}\d]/u.test(only.plain)
  );
}

/** The 9 of 楷体 is often read as a q, which stands beside a figure nowhere on an invoice. */
function withNines(glyphs: PageGlyph[]): PageGlyph[] {
  if (!glyphs.some((glyph) => glyph.plain === 'q')) return glyphs;
  const isFigure = (glyph: PageGlyph | undefined): boolean => glyph !== undefined && /[\dq.¥%]/.test(glyph.plain);
  return glyphs.map((glyph, i) =>
    glyph.plain === 'q' && (isFigure(glyphs[i - 1]) || isFigure(glyphs[i + 1]))
      ? { ...glyph, char: '9', plain: '9', runnerUp: 'q' }
      : glyph,
  );
}

/** Boxes of neighbours overlap at times, and both show the same character at the edge: the surer one stays. */
function dropSharedEdges(pieces: readonly TextPiece[]): void {
  for (const left of pieces) {
    const end = left.glyphs.at(-1);
    const other = pieces.find((right) => {
      const start = right.glyphs[0];
      return right !== left && start !== undefined && end !== undefined && isSameGlyph(end, start);
    });
    const start = other?.glyphs[0];
    if (end === undefined || other === undefined || start === undefined) continue;
    if (end.confidence < start.confidence) left.glyphs = left.glyphs.slice(0, -1);
    else other.glyphs = other.glyphs.slice(1);
  }
}

/** In line heights: nearer than two characters can stand. */
const SAME_PLACE = 0.3;

function isSameGlyph(a: PageGlyph, b: PageGlyph): boolean {
  const reach = SAME_PLACE * Math.min(a.height, b.height);
  return a.plain === b.plain && Math.abs(a.x - b.x) < reach && Math.abs(a.y - b.y) < reach;
}

function pieceOf(line: ReadLine, straight: Homography): TextPiece | undefined {
  const visible = line.glyphs.filter((glyph) => glyph.char.trim() !== '');
  if (visible.length === 0) return undefined;
  const box = boundsOf(line.quad.map((corner) => mapPoint(straight, corner)));
  const start = between(line.quad[0], line.quad[3], 0.5);
  const end = between(line.quad[1], line.quad[2], 0.5);
  const [head, tail] = [mapPoint(straight, start), mapPoint(straight, end)];
  const up = mapPoint(straight, between(line.quad[0], line.quad[1], 0.5));
  const down = mapPoint(straight, between(line.quad[3], line.quad[2], 0.5));
  const height = Math.abs(down.y - up.y);
  const piece: TextPiece = {
    left: Math.min(head.x, tail.x),
    right: Math.max(head.x, tail.x),
    top: (box.top + box.bottom) / 2 - height / 2,
    bottom: (box.top + box.bottom) / 2 + height / 2,
    glyphs: [],
    quad: line.quad,
  };
  piece.glyphs = visible.map((glyph) => {
    const point = mapPoint(straight, between(start, end, glyph.at));
    return {
      char: glyph.char,
      plain: plainChar(glyph.char),
      confidence: glyph.confidence,
      runnerUp: glyph.runnerUp?.char,
      x: point.x,
      y: point.y,
      height,
      piece,
      at: glyph.at,
    };
  });
  return piece;
}

/** How far, in line heights, the middle of a piece may lie from its left neighbour's to be on the same line. */
const LEVEL_TOLERANCE = 0.55;

/** Gathers pieces from left to right, each on the line whose last piece is nearest in level. */
export function linesOf(pieces: readonly TextPiece[]): TextLine[] {
  const open: TextPiece[][] = [];
  for (const piece of [...pieces].sort((a, b) => a.left - b.left)) {
    let best: { line: TextPiece[]; distance: number } | undefined;
    for (const line of open) {
      const last = line[line.length - 1];
      if (last === undefined || overlapsAlong(last, piece)) continue;
      const distance = Math.abs(levelOf(last) - levelOf(piece)) / Math.min(heightOf(last), heightOf(piece));
      if (distance < LEVEL_TOLERANCE && (best === undefined || distance < best.distance)) best = { line, distance };
    }
    if (best === undefined) open.push([piece]);
    else best.line.push(piece);
  }
  return open.map(lineOf).sort((a, b) => a.y - b.y);
}

function lineOf(pieces: readonly TextPiece[]): TextLine {
  const glyphs = pieces.flatMap((piece) => piece.glyphs).sort((a, b) => a.x - b.x);
  const height = median(glyphs.map((glyph) => glyph.height));
  return {
    glyphs,
    text: glyphs.map((glyph) => glyph.plain).join(''),
    y: median(glyphs.map((glyph) => glyph.y)),
    height,
  };
}

function overlapsAlong(left: TextPiece, right: TextPiece): boolean {
  const shared = Math.min(left.right, right.right) - right.left;
  return shared > 0.5 * Math.min(left.right - left.left, right.right - right.left);
}

function levelOf(piece: TextPiece): number {
  return (piece.top + piece.bottom) / 2;
}

function heightOf(piece: TextPiece): number {
  return Math.max(1, piece.bottom - piece.top);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Where the glyphs stand in the picture as it is looked at. */
export function placeOf(glyphs: readonly PageGlyph[], picture: Picture): Place | undefined {
  if (glyphs.length === 0) return undefined;
  const corners = glyphs.flatMap(({ piece, at }) => {
    const half = 0.5 / Math.max(1, piece.glyphs.length);
    const from = Math.max(0, at - half);
    const to = Math.min(1, at + half);
    return [
      between(piece.quad[0], piece.quad[1], from),
      between(piece.quad[0], piece.quad[1], to),
      between(piece.quad[3], piece.quad[2], from),
      between(piece.quad[3], piece.quad[2], to),
    ];
  });
  const box = boundsOf(corners);
  const x = clamp(box.left / picture.width);
  const y = clamp(box.top / picture.height);
  const width = clamp(box.right / picture.width) - x;
  const height = clamp(box.bottom / picture.height) - y;
  return turnedBack({ page: 0, x, y, width, height }, picture.quarters);
}

/** The same place on the picture as it is looked at, before it was turned for reading. */
export function turnedBack(place: Place, quarters: 0 | 1 | 2 | 3): Place {
  const { page, x, y, width, height } = place;
  if (quarters === 1) return { page, x: y, y: 1 - x - width, width: height, height: width };
  if (quarters === 2) return { page, x: 1 - x - width, y: 1 - y - height, width, height };
  if (quarters === 3) return { page, x: 1 - y - height, y: x, width: height, height: width };
  return place;
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
