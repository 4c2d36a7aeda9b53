import { bundledFace, fontBytes, svgPath } from '@countinghouse/typeface';
import { CannotMakeInvoice } from './facts.ts';

/** The one font of this package: metrics for layout, outlines for pictures, bytes for embedding. */
export interface Typeface {
  bytes: Uint8Array;
  widthOf(text: string, size: number): number;
  /** An SVG path with the baseline at y = 0, in units of `unitsPerEm`, y up. */
  outlineOf(character: string): { path: string; advance: number };
  unitsPerEm: number;
}

let loaded: Typeface | undefined;

function load(): Typeface {
  const face = bundledFace('sans');
  const glyphOf = (character: string) => {
    const id = face.glyphIdOf(character.codePointAt(0) ?? 0);
    const glyph = id === null ? null : face.glyph(id);
    if (!glyph) throw new CannotMakeInvoice('character_not_in_font', `the font has no glyph for "${character}"`);
    return glyph;
  };
  const outlines = new Map<string, { path: string; advance: number }>();
  const outlineOf = (character: string) => {
    const known = outlines.get(character);
    if (known) return known;
    const glyph = glyphOf(character);
    const outline = { path: svgPath(glyph.outline, 2), advance: glyph.advance };
    outlines.set(character, outline);
    return outline;
  };
  return {
    bytes: fontBytes('sans'),
    unitsPerEm: face.unitsPerEm,
    outlineOf,
    widthOf: (text, size) => {
      let width = 0;
      for (const character of text) width += glyphOf(character).advance;
      return (width * size) / face.unitsPerEm;
    },
  };
}

export function typeface(): Typeface {
  loaded ??= load();
  return loaded;
}
