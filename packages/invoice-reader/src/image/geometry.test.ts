import fc from 'fast-check';
import { expect, test } from 'vitest';
import { homographyBetween, mapPoint, STRAIGHT, straighten } from './deskew.ts';
import { convexHull, type Quad, quadOf, smallestRect } from './geometry.ts';

const coordinate = fc.integer({ min: -500, max: 500 });
const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1, maxLength: 40 });

test('no point lies outside the smallest rectangle', () => {
  fc.assert(
    fc.property(points, (cloud) => {
      const rect = smallestRect(cloud);
      const [cos, sin] = [Math.cos(rect.angle), Math.sin(rect.angle)];
      for (const p of cloud) {
        const [dx, dy] = [p.x - rect.center.x, p.y - rect.center.y];
        expect(Math.abs(dx * cos + dy * sin)).toBeLessThanOrEqual(rect.length / 2 + 1e-6);
        expect(Math.abs(dy * cos - dx * sin)).toBeLessThanOrEqual(rect.thickness / 2 + 1e-6);
      }
      expect(rect.length).toBeGreaterThanOrEqual(rect.thickness - 1e-9);
    }),
  );
});

test('the smallest rectangle of a turned rectangle is that rectangle', () => {
  const sizes = fc.record({ along: fc.integer({ min: 60, max: 300 }), across: fc.integer({ min: 5, max: 50 }) });
  fc.assert(
    fc.property(sizes, fc.double({ min: -1.5, max: 1.5, noNaN: true }), (size, angle) => {
      const rect = smallestRect(quadOf({ x: 10, y: 20 }, size, angle));
      expect(rect.length).toBeCloseTo(size.along, 4);
      expect(rect.thickness).toBeCloseTo(size.across, 4);
    }),
  );
});

test('a hull has no point more than its cloud', () => {
  fc.assert(
    fc.property(points, (cloud) => {
      const hull = convexHull(cloud);
      for (const corner of hull) expect(cloud).toContainEqual(corner);
    }),
  );
});

const shift = fc.integer({ min: -30, max: 30 });

test('a homography sends the four corners where they belong', () => {
  fc.assert(
    fc.property(fc.array(shift, { minLength: 8, maxLength: 8 }), (d) => {
      const at = (i: number): number => d[i] ?? 0;
      const from: Quad = [
        { x: at(0), y: at(1) },
        { x: 400 + at(2), y: at(3) },
        { x: 400 + at(4), y: 300 + at(5) },
        { x: at(6), y: 300 + at(7) },
      ];
      const to: Quad = [
        { x: 0, y: 0 },
        { x: 400, y: 0 },
        { x: 400, y: 300 },
        { x: 0, y: 300 },
      ];
      const map = homographyBetween(from, to);
      for (const [i, corner] of from.entries()) {
        expect(mapPoint(map, corner).x).toBeCloseTo(to[i]?.x ?? Number.NaN, 3);
        expect(mapPoint(map, corner).y).toBeCloseTo(to[i]?.y ?? Number.NaN, 3);
      }
    }),
  );
});

function aSheet(angle: number): { raster: { width: number; height: number; rgb: Uint8Array }; quads: Quad[] } {
  const [width, height] = [600, 400];
  const rgb = new Uint8Array(width * height * 3).fill(255);
  const turned = (x: number, y: number): { x: number; y: number } => ({
    x: 300 + (x - 300) * Math.cos(angle) - (y - 200) * Math.sin(angle),
    y: 200 + (x - 300) * Math.sin(angle) + (y - 200) * Math.cos(angle),
  });
  for (const column of [112, 250, 350, 488]) {
    for (let y = 60; y < 340; y++) {
      const p = turned(column, y);
      for (const dx of [0, 1])
        rgb.fill(
          0,
          (Math.round(p.y) * width + Math.round(p.x) + dx) * 3,
          (Math.round(p.y) * width + Math.round(p.x) + dx) * 3 + 3,
        );
    }
  }
  const quads = [80, 140, 200, 260, 320].map((y) => quadOf(turned(300, y), { along: 360, across: 16 }, angle));
  return { raster: { width, height, rgb }, quads };
}

test('a level sheet is left as it is', () => {
  const { raster, quads } = aSheet(0);
  expect(straighten(raster, quads)).toBe(STRAIGHT);
});

test('rows of a turned sheet become level and its columns upright', () => {
  for (const angle of [-0.06, 0.04]) {
    const { raster, quads } = aSheet(angle);
    const map = straighten(raster, quads);
    for (const quad of quads) {
      const [a, b, , d] = quad.map((corner) => mapPoint(map, corner));
      expect(Math.abs((b?.y ?? 0) - (a?.y ?? 0))).toBeLessThan(4);
      expect(Math.abs((d?.x ?? 0) - (a?.x ?? 0))).toBeLessThan(2);
    }
    const lefts = quads.map((quad) => mapPoint(map, quad[0]).x);
    expect(Math.max(...lefts) - Math.min(...lefts)).toBeLessThan(5);
  }
});
