import { boundsOf } from '../image/geometry.ts';
import { type PageGlyph, type PageText, placeOf, type TextPiece } from '../image/page-text.ts';
import type { Raster } from '../image/raster.ts';
import { inkGaps } from './ink-gaps.ts';
import { type Cell, rowsOf, type Sheet } from './sheet.ts';
import { wordGaps } from './word-gaps.ts';

/** A gap as wide as this many characters separates cells. */
const CELL_GAP = 3.2;

/** Handwriting and blurred print come out as characters that nothing supports. */
const PIECE_SURENESS_MIN = 0.45;

/** What recognition found on a picture, with the blanks between words that the recognition leaves out. */
export function sheetOfPicture(page: PageText, raster?: Raster): Sheet {
  const cells = page.pieces.flatMap((piece) => cellsOf(piece, page, raster));
  const bounds = boundsOf(
    page.pieces.flatMap((piece) => [
      { x: piece.left, y: piece.top },
      { x: piece.right, y: piece.bottom },
    ]),
  );
  const size = page.pieces.length === 0 ? { width: 1, height: 1 } : { width: bounds.right, height: bounds.bottom };
  return { rows: rowsOf(cells, 0), source: 'ocr', sizes: [size] };
}

function cellsOf(piece: TextPiece, page: PageText, raster: Raster | undefined): Cell[] {
  const glyphs = [...piece.glyphs].sort((a, b) => a.x - b.x);
  const mean = glyphs.reduce((sum, glyph) => sum + glyph.confidence, 0) / Math.max(1, glyphs.length);
  if (mean < PIECE_SURENESS_MIN) return [];
  const centres = glyphs.map((glyph) => glyph.at);
  const bare = raster === undefined ? [] : inkGaps(raster, piece.quad, centres);
  const placed = glyphs.map((glyph, i) => {
    const bareBefore = bare[i - 1];
    return { char: glyph.plain, x: glyph.x, ...(bareBefore !== undefined && { bareBefore }) };
  });
  const { gaps, pitch } = wordGaps(placed);
  const groups: { glyph: PageGlyph; isAfterBlank: boolean }[][] = [];
  for (const [index, glyph] of glyphs.entries()) {
    const gap = index === 0 ? 0 : (gaps[index - 1] ?? 0);
    const last = groups.at(-1);
    if (last === undefined || gap > CELL_GAP) groups.push([{ glyph, isAfterBlank: false }]);
    else last.push({ glyph, isAfterBlank: gap > 0 });
  }
  return groups.map((group) => cellOf(group, piece, { page, pitch, isWhole: groups.length === 1 }));
}

function cellOf(
  group: readonly { glyph: PageGlyph; isAfterBlank: boolean }[],
  piece: TextPiece,
  { page, pitch, isWhole }: { page: PageText; pitch: number; isWhole: boolean },
): Cell {
  let text = '';
  const sureness: number[] = [];
  for (const { glyph, isAfterBlank } of group) {
    if (isAfterBlank) {
      text += ' ';
      sureness.push(1);
    }
    text += glyph.plain;
    for (let i = 0; i < glyph.plain.length; i++) sureness.push(glyph.confidence);
  }
  const glyphs = group.map(({ glyph }) => glyph);
  const left = isWhole ? piece.left : (glyphs[0]?.x ?? 0) - pitch / 2;
  const right = isWhole ? piece.right : (glyphs.at(-1)?.x ?? 0) + pitch / 2;
  const whole = { page: 0, x: 0, y: 0, width: 1, height: 1 };
  return {
    text,
    sureness,
    left,
    right,
    top: piece.top,
    bottom: piece.bottom,
    place: placeOf(glyphs, page.picture) ?? whole,
  };
}
