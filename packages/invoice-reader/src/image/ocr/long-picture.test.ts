import { describe, expect, test } from 'vitest';
import { quadOf } from '../geometry.ts';
import type { Raster } from '../raster.ts';
import { joinStretches, stretchesOf } from './long-picture.ts';

const SIDE_MAX = 1280;

const blank = (width: number, height: number): Raster => ({ width, height, rgb: new Uint8Array(width * height * 3) });

const line = (x: number, y: number) => ({ quad: quadOf({ x, y }, { along: 100, across: 20 }, 0) });

describe('a long picture', () => {
  test('is looked at in stretches that overlap and reach its end', () => {
    const stretches = stretchesOf(blank(200, 2000), SIDE_MAX);
    expect(stretches.length).toBeGreaterThan(3);
    for (const [index, { top, raster }] of stretches.entries()) {
      const next = stretches[index + 1];
      expect(next === undefined ? top + raster.height : top + raster.height - next.top).toBeGreaterThan(
        next === undefined ? 1999 : 20,
      );
    }
  });

  test('of usual shape stays whole', () => {
    expect(stretchesOf(blank(1000, 2100), SIDE_MAX)).toHaveLength(1);
    expect(stretchesOf(blank(300, 1500), SIDE_MAX)).toHaveLength(1);
  });

  test('gives each line once, whole and at its place', () => {
    const stretches = stretchesOf(blank(200, 2000), SIDE_MAX);
    const [first, second] = stretches;
    if (first === undefined || second === undefined) throw new Error('the picture was not cut');
    const cutLine = line(100, first.raster.height - 8);
    const inBoth = second.top + 20;
    const found = joinStretches([
      { stretch: first, boxes: [line(100, 50), line(100, inBoth), cutLine] },
      { stretch: second, boxes: [line(100, inBoth - second.top), line(100, first.raster.height - 8 - second.top)] },
    ]);
    const levels = found.map(({ quad }) => Math.round((quad[0].y + quad[2].y) / 2));
    expect(levels).toEqual([50, inBoth, first.raster.height - 8]);
  });
});
