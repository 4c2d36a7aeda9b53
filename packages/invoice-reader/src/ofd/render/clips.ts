import { child, childrenOf, type XmlElement } from '../../xml/parse-xml.ts';
import { numbers } from '../ofd-document.ts';
import { type Matrix, matrixOf } from '../text-object.ts';
import type { PaintContext } from './colours.ts';
import type { DrawContext } from './draw-context.ts';
import { drawText } from './draw-text.ts';
import { IDENTITY, multiply, translation } from './matrix.ts';
import { parsePathData } from './path-data.ts';
import type { Clip, ClipArea } from './scene.ts';

// Genuine objects have one or two clips of one area each.
const CLIPS_MAX = 64;

/**
 * Clips of an object in the space of its parent. Within the object they lie in its own space, which its matrix turns,
 * unless `TransFlag` says that they lie in its unturned box. An empty list of clips clips nothing.
 */
export function clipsOf(object: XmlElement, context: DrawContext & PaintContext): Clip[] {
  const list = child(object, 'Clips');
  if (!list) return [];
  const [x = 0, y = 0] = numbers(object.attributes.get('Boundary'));
  const areas = childrenOf(list, 'Clip')
    .slice(0, CLIPS_MAX)
    .map((clip) =>
      childrenOf(clip, 'Area')
        .slice(0, CLIPS_MAX)
        .flatMap((area) => areasOf(area, context)),
    )
    .filter((clip) => clip.length > 0);
  const isTurned = list.attributes.get('TransFlag') !== 'false' && !liesOutsideUnit(object, areas);
  const outer = multiply(translation(x, y), isTurned ? matrixOf(object) : IDENTITY);
  return areas.map((clip) => clip.map((area) => ({ ...area, matrix: multiply(outer, area.matrix) })));
}

/** A picture fills the unit square before its matrix enlarges it; a clip in millimetres is far larger than that. */
function liesOutsideUnit(object: XmlElement, clips: readonly Clip[]): boolean {
  if (object.name !== 'ImageObject') return false;
  const points = clips.flat().flatMap((area) => {
    const [a, , , d, e, f] = area.matrix;
    return area.steps.flatMap(([, ...values]) =>
      values.map((value, at) => (at % 2 === 0 ? a * value + e : d * value + f)),
    );
  });
  return points.some((value) => Math.abs(value) > 2);
}

function areasOf(area: XmlElement, context: DrawContext & PaintContext): ClipArea[] {
  const outer = matrixOf(area);
  return area.children.flatMap((part): ClipArea[] => {
    const matrix = multiply(outer, placeOf(part));
    if (part.name === 'Path') {
      const steps = parsePathData(child(part, 'AbbreviatedData')?.text ?? '');
      context.budget.spend(1 + steps.length / 8);
      return steps.length === 0 ? [] : [{ steps, isEvenOdd: part.attributes.get('Rule') === 'Even-Odd', matrix }];
    }
    if (part.name !== 'Text') return [];
    return drawText(part, context).flatMap((node) =>
      node.kind === 'glyphs'
        ? node.glyphs.map((glyph) => ({
            steps: glyph.glyph.outline,
            isEvenOdd: false,
            matrix: multiply(matrix, glyph.matrix),
          }))
        : [],
    );
  });
}

/** Where an object's own space lies in its parent's: turned by its matrix, then moved to its box. */
export function placeOf(object: XmlElement): Matrix {
  const [x = 0, y = 0] = numbers(object.attributes.get('Boundary'));
  return multiply(translation(x, y), matrixOf(object));
}
