import type { Face, Glyph, PathStep } from '@countinghouse/typeface';
import type { Matrix } from '../text-object.ts';

/** A page as it is drawn, in millimetres, y down: what SVG, PNG and PDF are written from. */
export interface Scene {
  widthMm: number;
  heightMm: number;
  nodes: readonly SceneNode[];
}

export type SceneNode = GroupNode | PathNode | GlyphsNode | TextNode | ImageNode;

/**
 * Children in a space of their own. Clips lie in the space around the group; of several only what lies within all of
 * them is seen.
 */
export interface GroupNode {
  kind: 'group';
  matrix: Matrix;
  clips: readonly Clip[];
  /** 0 to 1, of the whole. */
  opacity: number;
  /** How the whole mixes with what lies below; over it when undefined. */
  blend?: Blend;
  children: readonly SceneNode[];
}

export type Blend = 'multiply' | 'darken';

/** A clip shows what lies within any of its areas. */
export type Clip = readonly ClipArea[];

export interface ClipArea {
  steps: readonly PathStep[];
  isEvenOdd: boolean;
  matrix: Matrix;
}

export interface PathNode {
  kind: 'path';
  steps: readonly PathStep[];
  isEvenOdd: boolean;
  fill: Paint | null;
  stroke: Stroke | null;
}

export interface Stroke {
  paint: Paint;
  width: number;
  cap: 'butt' | 'round' | 'square';
  join: 'miter' | 'round' | 'bevel';
  miterLimit: number;
  dashes: readonly number[];
  dashOffset: number;
}

/** Characters of one piece of text with their outlines. */
export interface GlyphsNode {
  kind: 'glyphs';
  glyphs: readonly PlacedGlyph[];
  fill: Paint | null;
  stroke: Stroke | null;
}

export interface PlacedGlyph {
  face: Face;
  glyph: Glyph;
  /** From font units, y up, to the space of the node. */
  matrix: Matrix;
  /** What the glyph stands for; empty for the second and further glyphs of one character. */
  text: string;
}

/** A character that no face has: the viewer's system draws it, or nobody. */
export interface TextNode {
  kind: 'text';
  character: string;
  /** From a space whose unit is the font's size, y down, to the space of the node. */
  matrix: Matrix;
  family: string;
  fill: Paint | null;
}

/** A picture in the unit square. */
export interface ImageNode {
  kind: 'image';
  picture: PictureKey;
}

/** Names a picture of the document, with what is done to it before it is shown. */
export interface PictureKey {
  /** The bytes' owner: the same object for every use. */
  source: Uint8Array;
  mask: Uint8Array | null;
  /** White lets through what lies below, as ink on paper does: seals and blend modes that darken. */
  isInk: boolean;
}

export type Paint = SolidPaint | GradientPaint | TilePaint;

export interface SolidPaint {
  kind: 'solid';
  colour: Colour;
}

/** Components 0 to 255, alpha 0 to 1. */
export interface Colour {
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

export interface GradientPaint {
  kind: 'axial' | 'radial';
  start: GradientEnd;
  end: GradientEnd;
  /** Sorted by position, 0 to 1. */
  stops: readonly { at: number; colour: Colour }[];
  spread: 'pad' | 'repeat' | 'reflect';
  extendsStart: boolean;
  extendsEnd: boolean;
  matrix: Matrix;
}

/** `radius` is 0 for axial gradients. */
export interface GradientEnd {
  x: number;
  y: number;
  radius: number;
}

/** Repeats a cell of content over the plane. */
export interface TilePaint {
  kind: 'tile';
  width: number;
  height: number;
  stepX: number;
  stepY: number;
  matrix: Matrix;
  nodes: readonly SceneNode[];
  average: Colour;
}

export const BLACK: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };

/** One colour that stands for a paint where its drawing is not supported. */
export function averageColour(paint: Paint): Colour {
  if (paint.kind === 'solid') return paint.colour;
  if (paint.kind === 'tile') return paint.average;
  return mixed(paint.stops.map(({ colour }) => colour));
}

export function mixed(colours: readonly Colour[]): Colour {
  const mean = (of: (colour: Colour) => number) =>
    colours.reduce((sum, colour) => sum + of(colour), 0) / Math.max(1, colours.length);
  return {
    red: Math.round(mean((colour) => colour.red)),
    green: Math.round(mean((colour) => colour.green)),
    blue: Math.round(mean((colour) => colour.blue)),
    alpha: colours.length === 0 ? 0 : mean((colour) => colour.alpha),
  };
}
