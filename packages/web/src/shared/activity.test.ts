import { awayAfterMs } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { ActivityClock } from './activity.ts';

/** Time that stands still until it is put forward. */
class Time {
  nowMs = 0;
  private timers: { atMs: number; action: () => void }[] = [];

  readonly now = () => this.nowMs;
  readonly after = (delayMs: number, action: () => void) => {
    const timer = { atMs: this.nowMs + delayMs, action };
    this.timers.push(timer);
    return () => void this.timers.splice(this.timers.indexOf(timer), 1);
  };

  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const next = this.timers.filter(({ atMs }) => atMs <= untilMs).sort((left, right) => left.atMs - right.atMs)[0];
      if (!next) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.nowMs = next.atMs;
      next.action();
    }
    this.nowMs = untilMs;
  }

  get waiting(): number {
    return this.timers.length;
  }
}

const minuteMs = 60_000;

test('whoever touches the page is there, however often; ten minutes after the last touch it is said once that they are not', () => {
  const time = new Time();
  const told: boolean[] = [];
  const clock = new ActivityClock(time, (isActive) => told.push(isActive));
  for (let minute = 0; minute < 30; minute++) {
    time.pass(minuteMs);
    for (let each = 0; each < 100; each++) clock.touch();
  }
  expect([told, time.waiting]).toEqual([[], 1]);
  time.pass(awayAfterMs - 1);
  expect(told).toEqual([]);
  time.pass(1);
  expect(told).toEqual([false]);
  time.pass(100 * minuteMs);
  expect([told, time.waiting]).toEqual([[false], 0]);
});

test('the first touch after a time away is said at once, and it begins anew', () => {
  const time = new Time();
  const told: boolean[] = [];
  const clock = new ActivityClock(time, (isActive) => told.push(isActive));
  time.pass(awayAfterMs);
  clock.touch();
  clock.touch();
  expect(told).toEqual([false, true]);
  time.pass(awayAfterMs);
  expect(told).toEqual([false, true, false]);
  clock.touch();
  clock.stop();
  time.pass(awayAfterMs);
  expect(told).toEqual([false, true, false, true]);
});
