import { boundsOf, type Quad } from '../geometry.ts';
import type { Raster } from '../raster.ts';

/** A stretch of a long picture, with the place of its upper left corner. */
export interface Stretch {
  raster: Raster;
  left: number;
  top: number;
  /** Whether the picture is cut from top to bottom, or from left to right. */
  isTall: boolean;
  /** False at the ends of the picture, where nothing is cut. */
  isCutBefore: boolean;
  isCutAfter: boolean;
}

/** A till receipt of a metre would be shrunk until nothing of it is left, so that longer pictures are looked at in stretches. */
const LONG_FROM = 2.2;

/** In lengths that detection takes in at once: less is not worth the time. */
const SHRUNK_FROM = 1.5;

/** In widths of the picture. Stretches overlap, so that a line that one of them cuts is whole in the next. */
const STRETCH = 1.6;
const OVERLAP = 0.2;

/** Cuts a long picture into overlapping stretches; one of usual shape is a single stretch. */
export function stretchesOf(raster: Raster, sideMax: number): Stretch[] {
  const isTall = raster.height >= raster.width;
  const [short, long] = isTall ? [raster.width, raster.height] : [raster.height, raster.width];
  if (long < LONG_FROM * short || long < SHRUNK_FROM * sideMax) {
    return [{ raster, left: 0, top: 0, isTall, isCutBefore: false, isCutAfter: false }];
  }
  const length = Math.round(STRETCH * short);
  const step = Math.round((STRETCH - OVERLAP) * short);
  const stretches: Stretch[] = [];
  for (let from = 0; from < long; from += step) {
    const to = Math.min(long, from + length);
    const box = isTall
      ? { left: 0, top: from, width: short, height: to - from }
      : { left: from, top: 0, width: to - from, height: short };
    stretches.push({
      raster: cut(raster, box),
      left: box.left,
      top: box.top,
      isTall,
      isCutBefore: from > 0,
      isCutAfter: to < long,
    });
    if (to === long) break;
  }
  return stretches;
}

function cut(raster: Raster, box: { left: number; top: number; width: number; height: number }): Raster {
  const rgb = new Uint8Array(box.width * box.height * 3);
  for (let row = 0; row < box.height; row++) {
    const from = ((box.top + row) * raster.width + box.left) * 3;
    rgb.set(raster.rgb.subarray(from, from + box.width * 3), row * box.width * 3);
  }
  return { width: box.width, height: box.height, rgb };
}

/** In pixels: a box this near to a cut is a part of a line. */
const CUT_MARGIN = 3;

/** Boxes of all stretches on the whole picture: without parts at cuts, and once where stretches overlap. */
export function joinStretches<T extends { quad: Quad }>(
  found: readonly { stretch: Stretch; boxes: readonly T[] }[],
): T[] {
  const all: T[] = [];
  for (const { stretch, boxes } of found) {
    // Boxes of one stretch may stand on each other: stamps over print.
    const earlier = [...all];
    for (const box of boxes) {
      if (isAtCut(box.quad, stretch)) continue;
      const moved = { ...box, quad: moveQuad(box.quad, stretch) };
      if (!earlier.some((other) => isSamePlace(other.quad, moved.quad))) all.push(moved);
    }
  }
  return all;
}

function isAtCut(quad: Quad, { raster, isTall, isCutBefore, isCutAfter }: Stretch): boolean {
  const { left, top, right, bottom } = boundsOf(quad);
  const [from, to, length] = isTall ? [top, bottom, raster.height] : [left, right, raster.width];
  return (isCutBefore && from <= CUT_MARGIN) || (isCutAfter && to >= length - CUT_MARGIN);
}

function moveQuad(quad: Quad, { left, top }: Stretch): Quad {
  const move = ({ x, y }: { x: number; y: number }) => ({ x: x + left, y: y + top });
  return [move(quad[0]), move(quad[1]), move(quad[2]), move(quad[3])];
}

function isSamePlace(a: Quad, b: Quad): boolean {
  const [first, second] = [boundsOf(a), boundsOf(b)];
  const width = Math.min(first.right, second.right) - Math.max(first.left, second.left);
  const height = Math.min(first.bottom, second.bottom) - Math.max(first.top, second.top);
  if (width <= 0 || height <= 0) return false;
  const area = (box: typeof first): number => (box.right - box.left) * (box.bottom - box.top);
  return width * height > 0.5 * Math.min(area(first), area(second));
}
