import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { everySoOften } from './every-so-often.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const quiet = { warn: () => undefined };

test('a stop waits for what is under way, tells it to end, and nothing begins afterwards', async () => {
  const ends: (() => void)[] = [];
  const seen: boolean[] = [];
  const recurring = everySoOften({ everyMs: 10, log: quiet, what: 'work' }, async (isStopping) => {
    await new Promise<void>((resolve) => ends.push(resolve));
    seen.push(isStopping());
  });
  recurring.start();
  await vi.advanceTimersByTimeAsync(35);
  // Turns that come while one is under way are left out.
  expect(ends).toHaveLength(1);
  let hasStopped = false;
  const stopping = recurring.stop().then(() => {
    hasStopped = true;
  });
  await vi.advanceTimersByTimeAsync(35);
  expect(hasStopped).toBe(false);
  ends[0]?.();
  await stopping;
  await vi.advanceTimersByTimeAsync(35);
  expect({ begun: ends.length, seen }).toEqual({ begun: 1, seen: [true] });
});

test('what fails is told to the log and comes again', async () => {
  const warn = vi.fn();
  const work = vi.fn(() => Promise.reject(new Error('no database')));
  const recurring = everySoOften({ everyMs: 10, log: { warn }, what: 'work' }, work);
  recurring.start();
  await vi.advanceTimersByTimeAsync(25);
  expect([work.mock.calls.length, warn.mock.calls.length]).toEqual([2, 2]);
  await recurring.stop();
});
