import { expect, test } from 'vitest';
import { fitted, move, swipeTo, turn, zoomAt } from './view-state.ts';

test('zooming keeps what is under the pointer where it is', () => {
  const point = { x: 120, y: -40 };
  const before = move(zoomAt(fitted, 2), { x: 30, y: 10 });
  const after = zoomAt(before, 1.5, point);
  const under = (view: typeof fitted) => ({ x: (point.x - view.x) / view.zoom, y: (point.y - view.y) / view.zoom });
  expect(under(after).x).toBeCloseTo(under(before).x);
  expect(under(after).y).toBeCloseTo(under(before).y);
});

test('zoom has ends, and four turns are none', () => {
  expect(zoomAt(fitted, 1000).zoom).toBe(10);
  expect(zoomAt(fitted, 0.0001).zoom).toBe(0.25);
  expect(turn(turn(turn(turn(fitted))))).toEqual(fitted);
});

test('a finger goes to the neighbour across a picture that fits, and moves one that is enlarged', () => {
  expect(swipeTo(fitted, { x: -120, y: 20 })).toBe(1);
  expect(swipeTo(fitted, { x: 120, y: -20 })).toBe(-1);
  expect(swipeTo(fitted, { x: -20, y: 0 })).toBe(0);
  expect(swipeTo(fitted, { x: -120, y: 100 })).toBe(0);
  expect(swipeTo(zoomAt(fitted, 2), { x: -120, y: 0 })).toBe(0);
});
