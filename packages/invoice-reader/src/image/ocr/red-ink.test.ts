import { expect, test } from 'vitest';
import { LINE_HEIGHT } from './line-crop.ts';
import { removeSeal } from './red-ink.ts';

const PAPER = [1, 1, 1];
const INK = [-0.9, -0.9, -0.9];
const SEAL = [-0.8, -0.8, 0.8];
const WIDTH = 40;

/** A line whose columns have these colours: planes blue, green, red, each from -1 to 1. */
function aLine(columns: readonly (readonly number[])[]): Float32Array {
  const plane = LINE_HEIGHT * WIDTH;
  return Float32Array.from({ length: 3 * plane }, (_, i) => columns[i % WIDTH]?.[Math.floor(i / plane)] ?? 1);
}

const columnsOf = (marks: Record<number, readonly number[]>): (readonly number[])[] =>
  Array.from({ length: WIDTH }, (_, x) => marks[x] ?? PAPER);

const green = (line: Float32Array, x: number): number => line[LINE_HEIGHT * WIDTH + x] ?? 0;

test('a seal over dark print is taken away, and red print without a seal is not', () => {
  const place = { offset: 0, width: WIDTH, rowLength: WIDTH };
  const sealed = aLine(columnsOf({ 5: INK, 6: INK, 20: SEAL }));
  removeSeal(sealed, place);
  expect(green(sealed, 20)).toBeCloseTo(0.8);
  expect(green(sealed, 5)).toBeCloseTo(-0.9);
  const red = aLine(columnsOf({ 5: SEAL, 20: SEAL }));
  removeSeal(red, place);
  expect(green(red, 20)).toBeCloseTo(-0.8);
});
