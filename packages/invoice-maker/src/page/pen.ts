import type { Typeface } from '../typeface.ts';
import { BLACK, type Colour, type LineMark, type Mark, type Tag, type TextMark } from './drawing.ts';

interface TextOptions {
  text: string;
  /** Start, middle or end of the text, as `align` says. */
  x: number;
  y: number;
  size?: number;
  colour?: Colour;
  align?: 'start' | 'middle' | 'end';
  tag?: Tag;
}

export const TEXT_SIZE = 3.175;
const LINE_WIDTH = 0.25;

/** Collects marks and knows how wide text is. */
export interface Pen {
  marks: Mark[];
  text(options: TextOptions): void;
  /** One character below the other, as in the narrow columns left of the boxes. */
  column(options: { text: string; x: number; y: number; step: number; colour: Colour }): void;
  horizontal(options: { x: number; y: number; length: number; colour: Colour }): void;
  vertical(options: { x: number; y: number; length: number; colour: Colour }): void;
  circledCross(options: { x: number; y: number; radius: number }): void;
  /** Cuts a text into pieces that fit the width. */
  wrap(options: { text: string; width: number; size?: number }): string[];
}

export function penWith(face: Typeface): Pen {
  const marks: Mark[] = [];
  const text = ({ text, x, y, size = TEXT_SIZE, colour = BLACK, align = 'start', tag }: TextOptions): void => {
    if (text === '') return;
    const width = align === 'start' ? 0 : face.widthOf(text, size);
    const start = align === 'middle' ? x - width / 2 : x - width;
    const mark: TextMark = { kind: 'text', text, x: start, y, size, colour, angleDegrees: 0 };
    marks.push(tag ? { ...mark, tag } : mark);
  };
  const line = (mark: Omit<LineMark, 'kind' | 'width'>): void => {
    marks.push({ kind: 'line', width: LINE_WIDTH, ...mark });
  };
  return {
    marks,
    text,
    column: ({ text: characters, x, y, step, colour }) => {
      for (const [index, character] of [...characters].entries()) {
        text({ text: character, x, y: y + index * step, colour, align: 'middle' });
      }
    },
    horizontal: ({ x, y, length, colour }) => line({ from: { x, y }, to: { x: x + length, y }, colour }),
    vertical: ({ x, y, length, colour }) => line({ from: { x, y }, to: { x, y: y + length }, colour }),
    circledCross: ({ x, y, radius }) => {
      const reach = radius * Math.SQRT1_2;
      marks.push({ kind: 'ellipse', centre: { x, y }, radiusX: radius, radiusY: radius, width: 0.2, colour: BLACK });
      line({ from: { x: x - reach, y: y - reach }, to: { x: x + reach, y: y + reach }, colour: BLACK });
      line({ from: { x: x - reach, y: y + reach }, to: { x: x + reach, y: y - reach }, colour: BLACK });
    },
    wrap: ({ text: whole, width, size = TEXT_SIZE }) => {
      const pieces: string[] = [];
      let piece = '';
      for (const character of whole) {
        if (piece !== '' && face.widthOf(piece + character, size) > width) {
          pieces.push(piece);
          piece = '';
        }
        piece += character;
      }
      if (piece !== '') pieces.push(piece);
      return pieces;
    },
  };
}
