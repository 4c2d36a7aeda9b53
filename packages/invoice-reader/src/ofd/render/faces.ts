import { bundledFace, type Face, type FaceName, type Glyph, openFace } from '@countinghouse/typeface';
import type { OfdFont, OfdResources } from '../ofd-resources.ts';

/** A font of the page with what draws its characters. */
export interface PageFont {
  /** Glyphs of the container; null when they are not there or cannot be read. */
  embedded: Face | null;
  /** Faces to look in for a character, in this order. */
  substitutes: readonly FaceName[];
  /** Width of Latin characters of the font meant, as a share of its size; null where they have widths of their own. */
  latinWidth: number | null;
  /** For characters that no face has. */
  systemFamily: string;
  isBold: boolean;
  isItalic: boolean;
}

/** Every substitute ends in these: better another style than no character. */
const LAST_RESORT: readonly FaceName[] = ['song', 'songRare', 'sans', 'kai'];

interface Family {
  pattern: RegExp;
  substitutes: readonly FaceName[];
  latinWidth: number | null;
  systemFamily: string;
}

/** Chinese system fonts set Latin characters half a square wide; Courier New all characters 0.6 wide. */
const FAMILIES: readonly Family[] = [
  {
    pattern: /楷|kai/i,
    substitutes: ['kai'],
    latinWidth: 0.5,
    systemFamily: "KaiTi,STKaiti,'Noto Serif CJK SC',serif",
  },
  {
    pattern: /courier|consol|menlo|mono|typewriter/i,
    substitutes: ['monoLatin'],
    latinWidth: 0.6,
    systemFamily: "'Courier New',Courier,monospace",
  },
  {
    pattern: /arial|helvetica|verdana|tahoma|calibri|segoe/i,
    substitutes: ['sansLatin', 'sans'],
    latinWidth: null,
    systemFamily: "Arial,'Noto Sans CJK SC',sans-serif",
  },
  {
    pattern: /yahei|雅黑|noto ?sans|source ?han ?sans|思源黑|pingfang|苹方|dengxian|等线/i,
    substitutes: ['sans'],
    latinWidth: null,
    systemFamily: "'Microsoft YaHei','Noto Sans CJK SC',sans-serif",
  },
  { pattern: /黑|hei/i, substitutes: ['sans'], latinWidth: 0.5, systemFamily: "SimHei,'Noto Sans CJK SC',sans-serif" },
  {
    pattern: /times|georgia|garamond|cambria/i,
    substitutes: ['serifLatin'],
    latinWidth: null,
    systemFamily: "'Times New Roman','Noto Serif CJK SC',serif",
  },
  {
    pattern: /noto ?serif|source ?han ?serif|思源宋/i,
    substitutes: ['song'],
    latinWidth: null,
    systemFamily: "'Noto Serif CJK SC','Source Han Serif SC',serif",
  },
];

/** 宋体, 仿宋 and whatever has no name: invoices are set in 宋体. */
const SONG: Omit<Family, 'pattern'> = {
  substitutes: ['song'],
  latinWidth: 0.5,
  systemFamily: "SimSun,STSong,'Noto Serif CJK SC',serif",
};

export class FaceBook {
  readonly #resources: OfdResources;
  readonly #fonts = new Map<string, PageFont>();
  readonly #embedded = new Map<Uint8Array, Face | null>();

  constructor(resources: OfdResources) {
    this.#resources = resources;
  }

  /** Of a font id; one that the document does not have is drawn as 宋体. */
  fontOf(id: string): PageFont {
    const known = this.#fonts.get(id);
    if (known) return known;
    const font = this.#pageFont(this.#resources.fonts.get(id));
    this.#fonts.set(id, font);
    return font;
  }

  #pageFont(font: OfdFont | undefined): PageFont {
    const names = [font?.name ?? '', font?.familyName ?? ''];
    const family =
      names.map((name) => FAMILIES.find(({ pattern }) => pattern.test(name))).find((found) => found) ??
      (font?.isFixedWidth ? FAMILIES.find(({ substitutes }) => substitutes.includes('monoLatin')) : undefined) ??
      SONG;
    const embedded = font?.file ? this.#open(font.file.bytes) : null;
    const says = (pattern: RegExp) => names.some((name) => pattern.test(name));
    return {
      embedded,
      substitutes: [...family.substitutes, ...LAST_RESORT.filter((name) => !family.substitutes.includes(name))],
      latinWidth: family.latinWidth,
      systemFamily: family.systemFamily,
      isBold: font?.isBold === true || says(/bold|heavy|粗/i),
      isItalic: font?.isItalic === true || says(/italic|oblique|斜体/i),
    };
  }

  #open(bytes: Uint8Array): Face | null {
    const known = this.#embedded.get(bytes);
    if (known !== undefined) return known;
    const face = openFace(bytes);
    this.#embedded.set(bytes, face);
    return face;
  }
}

export interface FoundGlyph {
  face: Face;
  glyph: Glyph;
  isEmbedded: boolean;
}

/** The glyph of a character in the container's font, or else in a substitute; null when no face has it. */
export function glyphOfCharacter(font: PageFont, codePoint: number): FoundGlyph | null {
  const embedded = font.embedded && glyphIn(font.embedded, codePoint);
  if (font.embedded && embedded) return { face: font.embedded, glyph: embedded, isEmbedded: true };
  for (const name of font.substitutes) {
    const face = bundledFace(name);
    const glyph = glyphIn(face, codePoint);
    if (glyph) return { face, glyph, isEmbedded: false };
  }
  return null;
}

function glyphIn(face: Face, codePoint: number): Glyph | null {
  const id = face.glyphIdOf(codePoint);
  return id === null ? null : face.glyph(id);
}
