import { bundledFace, type FaceName, svgPath } from '@countinghouse/typeface';
import { type Typeface, typeface } from '../typeface.ts';

/** Faces that invoices are printed in: 黑体, 宋体, 楷体. */
export const PAPER_FACES = ['sans', 'song', 'kai'] as const satisfies readonly FaceName[];

/** Outlines of the named face; characters that it lacks, and all widths, are those of the layout's own face. */
export function paperFace(name: (typeof PAPER_FACES)[number]): Typeface {
  const own = typeface();
  const face = bundledFace(name);
  if (name === 'sans' || face.unitsPerEm !== own.unitsPerEm) return own;
  return {
    ...own,
    outlineOf: (character) => {
      const id = face.glyphIdOf(character.codePointAt(0) ?? 0);
      const glyph = id === null ? null : face.glyph(id);
      return glyph === null ? own.outlineOf(character) : { path: svgPath(glyph.outline, 2), advance: glyph.advance };
    },
  };
}
