import type { Mark } from '../page/drawing.ts';
import type { DotStyle } from './dot-matrix.ts';

/** A line that the meter or the till prints. Millimetres; `y` is the middle of the line. */
export interface PrintedLine {
  text: string;
  /** Left edge with `start`, right edge with `end`. */
  x: number;
  y: number;
  align: 'start' | 'end';
  /** Height of a figure. */
  size: number;
}

/** A paper receipt as it comes out of the machine, with what a reader must say about it. */
export interface Receipt {
  /** Field names are those of the reader. */
  fields: Readonly<Record<string, string>>;
  width: number;
  height: number;
  paper: string;
  preprint: Mark[];
  print: PrintedLine[];
  printer: DotStyle;
  /** CSS colour of the print. */
  ink: string;
  /** 0 to 1: how well inked the ribbon is. */
  strength: number;
  /** How far the print is off the preprint. */
  offset: { x: number; y: number };
  /** Stamped over everything. */
  stamps: Mark[];
}
