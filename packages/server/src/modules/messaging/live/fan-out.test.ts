import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FanOut, fanOutLimits } from './fan-out.ts';

// Time passes only by writing, so that other work on the machine decides nothing.
let nowMs = 0;
beforeEach(() => {
  nowMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Lines that each cost some time to write to. */
class Lines {
  written = 0;
  doneAtTurn: number | undefined;
  private readonly count: number;
  private readonly turn: () => number;

  constructor(count: number, turn: () => number) {
    this.count = count;
    this.turn = turn;
  }

  writeSome(count: number): boolean {
    for (let index = 0; index < count && this.written < this.count; index++) {
      nowMs += 0.02;
      this.written += 1;
    }
    if (this.written === this.count) this.doneAtTurn = this.turn();
    return this.written === this.count;
  }
}

test('M35: a room of 10,000 lines is written in turns of a few milliseconds, and a small room does not wait for it', async () => {
  const turns: number[] = [];
  const fanOut = new FanOut(fanOutLimits, { onTurn: (seconds) => turns.push(seconds), onRoomLoss: () => undefined });
  const big = new Lines(10_000, () => turns.length);
  const small = new Lines(5, () => turns.length);
  let otherWork = 0;
  const work = () => {
    otherWork += 1;
    if (big.doneAtTurn === undefined) setImmediate(work);
  };
  setImmediate(work);
  fanOut.add(big);
  fanOut.add(small);
  while (big.doneAtTurn === undefined) await new Promise((resolve) => setImmediate(resolve));
  expect(big.written).toBe(10_000);
  expect(small.written).toBe(5);
  expect(small.doneAtTurn).toBeLessThan(3);
  // 200 ms of writing, of which no turn may take much more than its slice.
  expect(otherWork).toBeGreaterThan(10);
  expect(Math.max(...turns)).toBeLessThan(0.006);
});
