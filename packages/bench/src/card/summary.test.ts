import { expect, test } from 'vitest';
import { percentile, summarize } from './summary.ts';

test('percentiles take the nearest rank', () => {
  expect(percentile([15, 20, 35, 40, 50], 0.5)).toBe(35);
  expect(percentile([15, 20, 35, 40, 50], 0.95)).toBe(50);
  expect(percentile([7], 0.5)).toBe(7);
});

test('a summary counts what it sums up', () => {
  expect(
    summarize([
      { elapsedMs: 10, cpuMs: 4 },
      { elapsedMs: 30, cpuMs: 8 },
    ]),
  ).toEqual({ count: 2, medianMs: 10, p95Ms: 30, serverCpuMedianMs: 4 });
});
