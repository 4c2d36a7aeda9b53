/** A page as marks in millimetres, origin top left. PDF, OFD and picture are drawn from the same marks. */

import type { QrCode } from '../qr-code.ts';

export interface Colour {
  red: number;
  green: number;
  blue: number;
}

export const BLACK: Colour = { red: 0, green: 0, blue: 0 };
export const RED_BROWN: Colour = { red: 128, green: 0, blue: 0 };
export const OCHRE: Colour = { red: 156, green: 82, blue: 35 };
export const SEAL_RED: Colour = { red: 230, green: 20, blue: 20 };

/** What a piece of text means, for the custom tags of OFD. `item` counts from 0. */
export interface Tag {
  name: string;
  item?: number;
}

export interface TextMark {
  kind: 'text';
  text: string;
  /** Where the baseline starts. */
  x: number;
  y: number;
  size: number;
  colour: Colour;
  /** Clockwise, around the start of the baseline. */
  angleDegrees: number;
  tag?: Tag;
}

export interface LineMark {
  kind: 'line';
  from: { x: number; y: number };
  to: { x: number; y: number };
  width: number;
  colour: Colour;
}

export interface EllipseMark {
  kind: 'ellipse';
  centre: { x: number; y: number };
  radiusX: number;
  radiusY: number;
  width: number;
  colour: Colour;
}

export interface QrMark {
  kind: 'qr';
  x: number;
  y: number;
  size: number;
  code: QrCode;
}

export type Mark = TextMark | LineMark | EllipseMark | QrMark;

export interface Drawing {
  width: number;
  height: number;
  /** Frame and labels, the same on every invoice of the kind. */
  template: Mark[];
  /** What this invoice says. */
  content: Mark[];
  /** The seal of the tax authority, drawn last. `null` on kinds without one. */
  seal: { x: number; y: number; width: number; height: number; marks: Mark[] } | null;
}
