import * as fontkit from 'fontkit';
import { outlineFrom, type PathStep } from './outline.ts';
import { withSfntShell } from './sfnt-shell.ts';
import { openTrueType, type TrueTypeFont } from './true-type.ts';

export interface Glyph {
  id: number;
  /** In font units. */
  advance: number;
  outline: readonly PathStep[];
}

/** A font as this package draws it: outlines and advances, without hinting and layout. */
export interface Face {
  unitsPerEm: number;
  /** Id of the glyph for a Unicode character; null when the face has none. */
  glyphIdOf(codePoint: number): number | null;
  /** Null when the id is beyond the font or its outline is damaged. */
  glyph(id: number): Glyph | null;
}

// Outlines with more points are taken as damaged; the densest Chinese character has some 400.
const OUTLINE_STEPS_MAX = 20_000;

/** Opens a TrueType, OpenType or bare CFF font; null when it is none or lacks what drawing needs. Never throws. */
export function openFace(bytes: Uint8Array): Face | null {
  try {
    const sfnt = withSfntShell(bytes);
    if (!isSfnt(sfnt)) return null;
    const opened = fontkit.create(Buffer.from(sfnt));
    const font = 'fonts' in opened ? opened.fonts[0] : opened;
    if (!font || !(font.unitsPerEm > 0) || !(font.numGlyphs > 0)) return null;
    return faceOf(font, openTrueType(sfnt));
  } catch {
    // The bytes come from strangers: whatever the parser stumbles over makes it no font.
    return null;
  }
}

const SFNT_VERSIONS: readonly string[] = ['\0\x01\0\0', 'OTTO', 'true', 'ttcf'];

/** Compressed forms are for the web; a small file of that kind can unpack to anything. */
function isSfnt(bytes: Uint8Array): boolean {
  return SFNT_VERSIONS.includes(Buffer.from(bytes.subarray(0, 4)).toString('latin1'));
}

function faceOf(font: fontkit.Font, trueType: TrueTypeFont | null): Face {
  const glyphs = new Map<number, Glyph | null>();
  const { numGlyphs } = font;
  const read = (id: number): Glyph | null => {
    if (!Number.isInteger(id) || id < 0 || id >= numGlyphs) return null;
    try {
      if (trueType) {
        const outline = trueType.outline(id);
        return outline && { id, outline, advance: trueType.advance(id) };
      }
      const glyph = font.getGlyph(id);
      const outline = outlineFrom(glyph.path.commands);
      if (!outline || outline.length > OUTLINE_STEPS_MAX) return null;
      return { id, outline, advance: advanceOf(glyph) };
    } catch {
      return null;
    }
  };
  return {
    unitsPerEm: font.unitsPerEm,
    glyphIdOf: characterMap(font),
    glyph: (id) => {
      const known = glyphs.get(id);
      if (known !== undefined) return known;
      const glyph = read(id);
      glyphs.set(id, glyph);
      return glyph;
    },
  };
}

/** Subsets often lack metrics. */
function advanceOf(glyph: fontkit.Glyph): number {
  try {
    return Number.isFinite(glyph.advanceWidth) ? glyph.advanceWidth : 0;
  } catch {
    return 0;
  }
}

// Symbol fonts keep their characters in this part of the private area (Microsoft's platform 3, encoding 0).
const SYMBOLS = 0xf000;

function characterMap(font: fontkit.Font): Face['glyphIdOf'] {
  const lookUp = (codePoint: number): number | null => {
    if (!font.hasGlyphForCodePoint(codePoint)) return null;
    const { id } = font.glyphForCodePoint(codePoint);
    return id > 0 ? id : null;
  };
  return (codePoint) => {
    try {
      return lookUp(codePoint) ?? (codePoint < 0x100 ? lookUp(SYMBOLS + codePoint) : null);
    } catch {
      // No usable table of characters: the caller has glyph ids, or takes another face.
      return null;
    }
  };
}
