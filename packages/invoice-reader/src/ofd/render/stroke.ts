import type { PathStep } from '@countinghouse/typeface';
import type { XmlElement } from '../../xml/parse-xml.ts';
import { numbers } from '../ofd-document.ts';
import { type PaintContext, paintOf } from './colours.ts';
import type { DrawContext } from './draw-context.ts';
import { styleAttribute, styleChild } from './draw-style.ts';
import { BLACK, type Stroke } from './scene.ts';

// Defaults of GB/T 33190-2016, table 30, in millimetres.
const LINE_WIDTH = 0.353;
const MITER_LIMIT = 4.234;
// A width of 0 means the thinnest line of the device.
const HAIRLINE = 0.06;
const DASHES_MAX = 32;
// Repetitions of the dashes along one path; a dotted line across A3 has some 2 000.
const REPETITIONS_MAX = 20_000;

/** The line of an object by its own attributes and its drawing parameters. */
export function strokeOf(object: XmlElement, context: DrawContext & PaintContext): Stroke {
  const attribute = (name: string) => styleAttribute(object, context.style, name);
  const paint = paintOf(styleChild(object, context.style, 'StrokeColor'), context);
  const width = Number(attribute('LineWidth') ?? LINE_WIDTH);
  const miterLimit = Number(attribute('MiterLimit') ?? MITER_LIMIT);
  const dashes = numbers(attribute('DashPattern')).slice(0, DASHES_MAX);
  const hasDashes = dashes.every((length) => length >= 0) && dashes.some((length) => length > 0);
  return {
    paint: paint ?? { kind: 'solid', colour: BLACK },
    width: width > 0 ? width : width === 0 ? HAIRLINE : LINE_WIDTH,
    cap: capOf(attribute('Cap')),
    join: joinOf(attribute('Join')),
    miterLimit: miterLimit >= 1 ? miterLimit : MITER_LIMIT,
    dashes: hasDashes ? dashes : [],
    dashOffset: Number(attribute('DashOffset')) || 0,
  };
}

function capOf(name: string | undefined): Stroke['cap'] {
  if (name === 'Round') return 'round';
  return name === 'Square' ? 'square' : 'butt';
}

function joinOf(name: string | undefined): Stroke['join'] {
  if (name === 'Round') return 'round';
  return name === 'Bevel' ? 'bevel' : 'miter';
}

/** Without its dashes where these would be endlessly many: drawing programs make a line of each. */
export function withBoundedDashes(stroke: Stroke, steps: readonly PathStep[]): Stroke {
  if (stroke.dashes.length === 0) return stroke;
  const period = stroke.dashes.reduce((sum, length) => sum + length, 0);
  let length = 0;
  let [x, y] = [0, 0];
  for (const [operator, ...points] of steps) {
    for (let index = 0; index + 1 < points.length; index += 2) {
      const [nextX = 0, nextY = 0] = [points[index], points[index + 1]];
      if (operator !== 'M') length += Math.hypot(nextX - x, nextY - y);
      [x, y] = [nextX, nextY];
    }
  }
  return length / period > REPETITIONS_MAX ? { ...stroke, dashes: [] } : stroke;
}
