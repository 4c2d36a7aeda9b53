import type { UserId } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { createMetrics } from '../metrics.ts';
import { createRateLimit } from './rate-limit.ts';
import { TokenBucket } from './token-bucket.ts';

const [ann, bob] = ['ann', 'bob'] as [UserId, UserId]; // any two keys

test('a burst is given at once, then so many a second; who is refused is told when to come again', () => {
  const bucket = new TokenBucket({ burst: 2, perSecond: 0.5 }, 0);
  expect([0, 0, 0].map((ms) => bucket.take(ms))).toEqual([0, 0, 2_000]);
  expect(bucket.take(1_500)).toBe(500);
  expect(bucket.take(2_000)).toBe(0);
  expect(bucket.take(1_000_000)).toBe(0);
  expect(bucket.take(1_000_000)).toBe(0);
  expect(bucket.take(1_000_000)).toBe(2_000);
});

test('a clock that is put back neither gives nor takes turns', () => {
  const bucket = new TokenBucket({ burst: 2, perSecond: 1 }, 10_000);
  expect([10_000, 5_000, 5_000].map((ms) => bucket.take(ms))).toEqual([0, 0, 1_000]);
  expect(bucket.take(6_000)).toBe(0);
});

test('each person has turns of their own, and refusals are counted by the name of the limit', async () => {
  const metrics = createMetrics();
  const clock = { now: () => new Date(0) };
  const react = createRateLimit({ clock, metrics }, { name: 'react', burst: 1, perSecond: 0.4 });
  const pin = createRateLimit({ clock, metrics }, { name: 'pin', burst: 1, perSecond: 1 });
  react(ann);
  expect(() => react(ann)).toThrow(
    expect.objectContaining({ refusal: 'rate_exceeded', params: { retryAfterSeconds: '3' } }),
  );
  react(bob);
  pin(ann);
  const counted = await metrics.getSingleMetric('countinghouse_rate_limited_total')?.get();
  expect(counted?.values.map(({ labels, value }) => `${labels.limit} ${value}`)).toEqual(['react 1', 'pin 0']);
});

test('the many who come once do not fill the memory', () => {
  const metrics = createMetrics();
  const take = createRateLimit({ clock: { now: () => new Date(0) }, metrics }, { name: 'x', burst: 1, perSecond: 1 });
  take(ann);
  for (let at = 0; at < 9_999; at++) take(`person ${at}` as UserId); // any keys
  expect(() => take(ann)).toThrow('too often');
  for (let at = 0; at < 10_000; at++) take(`other ${at}` as UserId); // see above
  expect(() => take(ann)).not.toThrow();
});
