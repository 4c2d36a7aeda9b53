import { describe, expect, it } from 'vitest';
import { homographyOf, project } from './homography.ts';

describe('a homography', () => {
  it('takes the four points it was made from to their partners', () => {
    const pairs = [
      { from: { x: 0, y: 0 }, to: { x: 12, y: 9 } },
      { from: { x: 100, y: 0 }, to: { x: 95, y: 3 } },
      { from: { x: 100, y: 60 }, to: { x: 104, y: 71 } },
      { from: { x: 0, y: 60 }, to: { x: 4, y: 66 } },
    ];
    const map = homographyOf(pairs);
    for (const { from, to } of pairs) {
      const there = project(map, from);
      expect(there.x).toBeCloseTo(to.x, 6);
      expect(there.y).toBeCloseTo(to.y, 6);
    }
  });
});
