import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Unhurried } from './unhurried.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what is told and taken back at once is never shown: a message that is read as it comes in', () => {
  let unread = 0;
  const shown: number[] = [];
  const pace = new Unhurried(() => shown.push(unread));
  const tell = (next: number) => {
    unread = next;
    pace.ask();
  };
  for (let message = 0; message < 5; message++) {
    tell(1);
    vi.advanceTimersByTime(90);
    tell(0);
    vi.advanceTimersByTime(910);
  }
  expect(shown).toEqual([0, 0, 0, 0, 0]);
});

test('a stream is shown at its pace, and the last of it is not forgotten', () => {
  const shown: number[] = [];
  const start = performance.now();
  const pace = new Unhurried(() => shown.push(performance.now() - start));
  for (let at = 0; at < 1000; at += 20) {
    pace.ask();
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(1000);
  expect(shown).toEqual([120, 320, 520, 720, 920, 1120]);
});

test('nothing is shown after it was stopped', () => {
  const show = vi.fn();
  const pace = new Unhurried(show);
  pace.ask();
  pace.stop();
  vi.advanceTimersByTime(1000);
  expect(show).not.toHaveBeenCalled();
});
