import { expect, test } from 'vitest';
import { Latencies } from './latencies.ts';

test('percentiles of times are exact to two percent, also when they come from several processes', () => {
  const [first, second] = [new Latencies(), new Latencies()];
  for (let us = 1; us <= 10_000; us++) (us % 3 === 0 ? first : second).add(us);
  const both = new Latencies(first.toPlain());
  both.merge(new Latencies(second.toPlain()));
  expect(both.count).toBe(10_000);
  expect(Math.abs(both.percentileUs(0.5) - 5_000)).toBeLessThan(100);
  expect(Math.abs(both.percentileUs(0.99) - 9_900)).toBeLessThan(200);
  expect(both.summary().maxMs).toBe(10);
});

test('nothing measured is said as nothing', () => {
  expect(new Latencies().summary()).toEqual({ count: 0, p50Ms: null, p99Ms: null, maxMs: null });
});
