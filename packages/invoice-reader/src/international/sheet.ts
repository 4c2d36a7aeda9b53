import type { Place } from '../reading.ts';

/** A stretch of text with one meaning, as a reader sees it: a label, an amount, a name. Lengths are page units. */
export interface Cell {
  text: string;
  /** For each UTF-16 unit of `text` how sure its reading is, 0 to 1; always 1 in text that is not recognised. */
  sureness: readonly number[];
  left: number;
  right: number;
  top: number;
  bottom: number;
  place: Place;
}

/** Cells that stand on one level, from left to right. */
export interface Row {
  page: number;
  cells: Cell[];
  /** All cells, joined by blanks. */
  text: string;
  /** `text` as labels are matched: capitals without accents and blanks. */
  squashed: string;
  top: number;
  bottom: number;
}

/** All pages of a document as rows, in reading order. */
export interface Sheet {
  rows: Row[];
  source: 'ocr' | 'text';
  /** By page, in page units. */
  sizes: { width: number; height: number }[];
}

/** Labels lose accents, blanks and case: recognised text often has none of them. */
export function squash(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[\s\u200b]/g, '')
    .toUpperCase()
    .normalize('NFC');
}

const middleOf = (box: { top: number; bottom: number }): number => (box.top + box.bottom) / 2;
const heightOf = (box: { top: number; bottom: number }): number => Math.max(1e-6, box.bottom - box.top);

/** How far apart, in heights of the lower one, the middles of two cells of one row may be. */
const LEVEL_TOLERANCE = 0.5;

/** Boxes on one level may touch, but not stand on each other. */
const OVERLAP_MAX = 0.8;

/** Gathers the cells of one page into rows, from top to bottom. */
export function rowsOf(cells: readonly Cell[], page: number): Row[] {
  const open: Cell[][] = [];
  for (const cell of [...cells].sort((a, b) => a.left - b.left)) {
    let best: { row: Cell[]; distance: number } | undefined;
    for (const row of open) {
      const near = row.at(-1);
      if (near === undefined || row.some((other) => overlap(other, cell) > OVERLAP_MAX)) continue;
      const distance = Math.abs(middleOf(near) - middleOf(cell)) / Math.min(heightOf(near), heightOf(cell));
      if (distance < LEVEL_TOLERANCE && (best === undefined || distance < best.distance)) best = { row, distance };
    }
    if (best === undefined) open.push([cell]);
    else best.row.push(cell);
  }
  return open.map((row) => rowOf(row, page)).sort((a, b) => middleOf(a) - middleOf(b));
}

function overlap(a: Cell, b: Cell): number {
  const shared = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  return shared / Math.max(1e-6, Math.min(a.right - a.left, b.right - b.left));
}

function rowOf(cells: Cell[], page: number): Row {
  const text = cells.map((cell) => cell.text).join(' ');
  return {
    page,
    cells,
    text,
    squashed: squash(text),
    top: Math.min(...cells.map((cell) => cell.top)),
    bottom: Math.max(...cells.map((cell) => cell.bottom)),
  };
}

/** The least sure character of a stretch of a cell. */
export function surenessOf(cell: Cell, from = 0, to = cell.text.length): number {
  let least = 1;
  for (let i = from; i < to; i++) {
    if (cell.text[i] !== ' ') least = Math.min(least, cell.sureness[i] ?? 1);
  }
  return least;
}

/** Share of letters and digits that are Han characters or kana. */
export function eastAsianShare(sheet: Sheet): number {
  const text = sheet.rows.map((row) => row.squashed).join('');
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const wide = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  return letters === 0 ? 0 : wide / letters;
}
