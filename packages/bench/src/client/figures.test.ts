import { describe, expect, it } from 'vitest';
import { percentile } from '../card/summary.ts';
import { summariseFrames, target } from './figures.ts';

describe('figures of the client', () => {
  it('takes the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, place) => 100 - place);
    expect(percentile(values, 0.95)).toBe(95);
    expect(percentile([7], 0.95)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('counts frames that are seen as a jerk', () => {
    expect(summariseFrames([0, 16, 32, 100, 116])).toMatchObject({
      frames: 4,
      longestMs: 68,
      over50: 1,
      over50Share: 0.25,
    });
  });

  it('meets no target without a figure', () => {
    expect(target('a', Number.NaN, 10, 'ms').isMet).toBe(false);
    expect(target('a', 10, 10, 'ms').isMet).toBe(true);
  });
});
