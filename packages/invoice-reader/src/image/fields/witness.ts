import { type PageGlyph, type PageText, plainChar } from '../page-text.ts';
import { confidenceOf, hasGap, textOf } from './labels.ts';

/** A text without a second statement is believed if its least sure character is at least this sure. */
const SURE_MIN = 0.85;

export function isSurelyRead(glyphs: readonly PageGlyph[] | undefined): boolean {
  return glyphs !== undefined && glyphs.length > 0 && confidenceOf(glyphs) >= SURE_MIN && !hasGap(glyphs);
}

/**
 * The characters that a value was read from, where they stand on the page as the value is written or as a Chinese date;
 * each line of a value may stand elsewhere. Undefined where a part is not found.
 */
export function glyphsOfValue(page: PageText, value: string): PageGlyph[] | undefined {
  const found = value.split('\n').map((part) => glyphsOfPart(page, part));
  return found.every((glyphs) => glyphs !== undefined) ? found.flat() : undefined;
}

function glyphsOfPart(page: PageText, part: string): PageGlyph[] | undefined {
  for (const form of formsOf(part)) {
    const stretches = [...page.pieces.map((piece) => piece.glyphs), ...page.lines.map((line) => line.glyphs)];
    for (const glyphs of stretches) {
      const at = textOf(glyphs).indexOf(form);
      if (at >= 0 && form !== '') return glyphs.slice(at, at + form.length);
    }
  }
  return undefined;
}

function formsOf(part: string): string[] {
  const plain = [...part.replace(/\s/g, '')].map(plainChar).join('');
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(plain) ?? [];
  if (year === undefined || month === undefined || day === undefined) return [plain];
  return [plain, `${year}年${month}月${day}日`, `${year}年${Number(month)}月${Number(day)}日`];
}
