import sharp from 'sharp';
import { typeface } from '../typeface.ts';

/** How a meter's printer forms characters. */
export interface DotStyle {
  /** `needles`: the classic 5 × 7 figures; `fine`: outlines on a grid of `rows`; `thermal`: outlines as they are. */
  head: 'needles' | 'fine' | 'thermal';
  rows: number;
  zero: 'slashed' | 'open';
}

/** A character as dots; `columns` and `rows` of the cell, `dots` as column and row. */
export interface DotGlyph {
  columns: number;
  rows: number;
  dots: [number, number][];
}

/** 5 × 7 figures as meters and receipt printers have them, row by row, the leftmost dot in the highest bit. */
const NEEDLES: Readonly<Record<string, readonly number[]>> = {
  '0': [14, 17, 17, 17, 17, 17, 14],
  '1': [4, 12, 4, 4, 4, 4, 14],
  '2': [14, 17, 1, 2, 4, 8, 31],
  '3': [14, 17, 1, 6, 1, 17, 14],
  '4': [2, 6, 10, 18, 31, 2, 2],
  '5': [31, 16, 30, 1, 1, 17, 14],
  '6': [6, 8, 16, 30, 17, 17, 14],
  '7': [31, 1, 2, 4, 4, 8, 8],
  '8': [14, 17, 17, 14, 17, 17, 14],
  '9': [14, 17, 17, 15, 1, 2, 12],
  ':': [0, 12, 12, 0, 12, 12, 0],
  '.': [0, 0, 0, 0, 0, 12, 12],
  '-': [0, 0, 0, 31, 0, 0, 0],
  '/': [0, 1, 2, 4, 8, 16, 0],
  '¥': [17, 10, 4, 31, 4, 31, 4],
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  H: [17, 17, 17, 31, 17, 17, 17],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 21, 10],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  m: [0, 0, 26, 21, 21, 21, 21],
  k: [16, 16, 18, 20, 24, 20, 18],
};

const SLASH: readonly number[] = [0, 0, 2, 4, 8, 0, 0];

const drawn = new Map<string, DotGlyph>();

/** The dots of a character; Han characters always come from outlines on a finer grid. */
export async function dotGlyph(character: string, style: DotStyle): Promise<DotGlyph> {
  const rows = NEEDLES[character];
  if (style.head === 'needles' && rows !== undefined) {
    const isSlashed = character === '0' && style.zero === 'slashed';
    const dots: [number, number][] = [];
    for (const [row, bits] of rows.entries()) {
      const all = isSlashed ? bits | (SLASH[row] ?? 0) : bits;
      for (let column = 0; column < 5; column++) if ((all >> (4 - column)) & 1) dots.push([column, row]);
    }
    return { columns: 5, rows: 7, dots };
  }
  const grid = style.head === 'needles' ? 12 : style.rows;
  const key = `${character}/${grid}/${style.zero}`;
  const known = drawn.get(key) ?? (await fromOutline(character, grid, style.zero));
  drawn.set(key, known);
  return known;
}

const OVERSAMPLING = 4;
const COVERED = 0.45;

async function fromOutline(character: string, rows: number, zero: DotStyle['zero']): Promise<DotGlyph> {
  const face = typeface();
  const { path, advance } = face.outlineOf(character);
  const columns = Math.max(2, Math.round((rows * advance) / face.unitsPerEm));
  const [width, height] = [columns * OVERSAMPLING, rows * OVERSAMPLING];
  const scale = height / face.unitsPerEm;
  const slash =
    character === '0' && zero === 'slashed'
      ? `<line x1="${width * 0.35}" y1="${height * 0.72}" x2="${width * 0.65}" y2="${height * 0.38}" stroke="#000" stroke-width="${height / 12}"/>`
      : '';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><path transform="translate(0 ${height * 0.86}) scale(${scale} ${-scale})" d="${path}"/>${slash}</svg>`;
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true });
  const dots: [number, number][] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let ink = 0;
      for (let y = 0; y < OVERSAMPLING; y++) {
        for (let x = 0; x < OVERSAMPLING; x++) {
          ink += 255 - (data[(row * OVERSAMPLING + y) * info.width + column * OVERSAMPLING + x] ?? 255);
        }
      }
      if (ink / (255 * OVERSAMPLING ** 2) > COVERED) dots.push([column, row]);
    }
  }
  return { columns, rows, dots };
}
