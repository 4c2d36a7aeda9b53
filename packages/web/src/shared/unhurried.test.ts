import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Unhurried } from './unhurried.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first is shown at once, a stream at its pace, and the last of it is not forgotten', () => {
  const shown: number[] = [];
  const pace = new Unhurried(() => shown.push(performance.now() - start), 200);
  const start = performance.now();
  for (let at = 0; at < 1000; at += 50) {
    pace.ask();
    vi.advanceTimersByTime(50);
  }
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([0, 200, 400, 600, 800, 1000]);
  pace.ask();
  expect(shown).toHaveLength(7);
});

test('nothing is shown after it was stopped', () => {
  const show = vi.fn();
  const pace = new Unhurried(show, 200);
  pace.ask();
  pace.ask();
  pace.stop();
  vi.advanceTimersByTime(1000);
  expect(show).toHaveBeenCalledOnce();
});
