import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Quad } from '../geometry.ts';
import { connectedCores, grow, type TextMap, textBoxes } from './text-boxes.ts';

function aMap(width: number, height: number, isText: (x: number, y: number) => boolean, probability = 0.9): TextMap {
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (isText(x, y)) values[y * width + x] = probability;
  return { width, height, probability: values };
}

function isInside(quad: Quad, x: number, y: number): boolean {
  return quad.every((corner, i) => {
    const next = quad[(i + 1) % 4] ?? corner;
    return (next.x - corner.x) * (y - corner.y) - (next.y - corner.y) * (x - corner.x) >= -0.5;
  });
}

test('a box holds its whole core at any small angle, and is read from left to right', () => {
  fc.assert(
    fc.property(fc.double({ min: -0.3, max: 0.3, noNaN: true }), fc.integer({ min: 30, max: 70 }), (angle, half) => {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const isText = (x: number, y: number): boolean => {
        const [dx, dy] = [x - 100, y - 60];
        return Math.abs(dx * cos + dy * sin) <= half && Math.abs(dy * cos - dx * sin) <= 4;
      };
      const map = aMap(200, 120, isText);
      const [box, ...others] = textBoxes(map);
      expect(others).toEqual([]);
      if (box === undefined) throw new Error('no box');
      for (let y = 0; y < 120; y++)
        for (let x = 0; x < 200; x++) if (isText(x, y)) expect(isInside(box.quad, x, y)).toBe(true);
      expect(box.quad[1].x).toBeGreaterThan(box.quad[0].x);
      expect(box.quad[3].y).toBeGreaterThan(box.quad[0].y);
    }),
    { numRuns: 25 },
  );
});

test('cores that touch only at a corner are one, cores with a gap are two', () => {
  const touching = aMap(10, 10, (x, y) => (x < 3 && y < 3) || (x >= 3 && x < 6 && y >= 3 && y < 6));
  const apart = aMap(12, 10, (x, y) => y < 3 && (x < 3 || (x > 4 && x < 9)));
  expect([...connectedCores(touching)]).toHaveLength(1);
  expect([...connectedCores(apart)]).toHaveLength(2);
});

test('a faint smear is no text', () => {
  expect(textBoxes(aMap(60, 30, (x, y) => x > 10 && x < 50 && y > 10 && y < 16, 0.35))).toEqual([]);
  expect(textBoxes(aMap(60, 30, (x, y) => x > 10 && x < 50 && y > 10 && y < 16, 0.9))).toHaveLength(1);
});

test('a single upright character is read across', () => {
  const [box] = textBoxes(aMap(40, 60, (x, y) => x >= 15 && x <= 18 && y >= 20 && y <= 40));
  expect(box?.quad[1].y).toBeCloseTo(box?.quad[0].y ?? Number.NaN);
  expect((box?.quad[1].x ?? 0) - (box?.quad[0].x ?? 0)).toBeGreaterThan(0);
});

test('growing restores the same margin on every side', () => {
  const rect = { center: { x: 0, y: 0 }, length: 100, thickness: 10, angle: 0 };
  const grown = grow(rect);
  expect(grown.length - 100).toBeCloseTo(grown.thickness - 10);
  expect(grown.thickness).toBeGreaterThan(20);
});
