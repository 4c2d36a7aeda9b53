import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowsBack, windowsOf } from './windows.ts';

const key = ({ level, index }: { level: number; index: number }) => `${level}:${index}`;
const instant = fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) });

test('every instant before the search lies in exactly one of the windows, and later windows come first', () => {
  fc.assert(
    fc.property(instant, fc.nat({ max: 15 * 365 * 86_400_000 }), (to, back) => {
      const windows = windowsBack({ to: new Date(to) });
      const own = new Set(windowsOf(new Date(to - back)).map(key));
      expect(windows.filter((window) => own.has(key(window)))).toHaveLength(1);
      const starts = windows.map(({ level, index }) => index * 4 ** level);
      expect(starts).toEqual([...starts].sort((left, right) => right - left));
      expect(windows.length).toBeLessThan(45);
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('with a beginning the windows go no further back than they must', () => {
  const from = new Date('2026-11-01T00:00:00Z');
  const windows = windowsBack({ from, to: new Date('2026-11-22T10:00:00Z') });
  const own = new Set(windowsOf(from).map(key));
  expect(own.has(key(windows.at(-1) ?? { level: -1, index: 0 }))).toBe(true);
});
