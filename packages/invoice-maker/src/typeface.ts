import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fontkit from '@pdf-lib/fontkit';
import { CannotMakeInvoice } from './facts.ts';

/** The one font of this package: metrics for layout, outlines for pictures, bytes for embedding. */
export interface Typeface {
  bytes: Uint8Array;
  widthOf(text: string, size: number): number;
  /** An SVG path with the baseline at y = 0, in units of `size`, y down. */
  outlineOf(character: string): { path: string; advance: number };
  unitsPerEm: number;
}

const FONT_FILE = new URL('../fonts/noto-sans-sc-gb2312.ttf.gz', import.meta.url);

let loaded: Typeface | undefined;

function load(): Typeface {
  const bytes = gunzipSync(readFileSync(FONT_FILE));
  const font = fontkit.create(bytes);
  const glyphOf = (character: string) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (!font.hasGlyphForCodePoint(codePoint)) {
      throw new CannotMakeInvoice('character_not_in_font', `the font has no glyph for "${character}"`);
    }
    return font.glyphForCodePoint(codePoint);
  };
  const outlines = new Map<string, { path: string; advance: number }>();
  const outlineOf = (character: string) => {
    const known = outlines.get(character);
    if (known) return known;
    const glyph = glyphOf(character);
    const outline = { path: glyph.path.toSVG(), advance: glyph.advanceWidth };
    outlines.set(character, outline);
    return outline;
  };
  return {
    bytes,
    unitsPerEm: font.unitsPerEm,
    outlineOf,
    widthOf: (text, size) => {
      let width = 0;
      for (const character of text) width += glyphOf(character).advanceWidth;
      return (width * size) / font.unitsPerEm;
    },
  };
}

export function typeface(): Typeface {
  loaded ??= load();
  return loaded;
}
