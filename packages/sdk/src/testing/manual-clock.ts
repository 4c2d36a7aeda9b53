import type { Clock } from '../clock.ts';

/** Time that moves only when the test says so. */
export class ManualClock implements Clock {
  private nowMs = Date.UTC(2026, 10, 22, 9);
  private timers: { atMs: number; action: () => void }[] = [];

  now(): number {
    return this.nowMs;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { atMs: this.nowMs + delayMs, action };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  /** Runs what falls due, in order, and lets everything that follows from it happen. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.nowMs + durationMs;
    await settle();
    for (;;) {
      const due = this.timers.filter((timer) => timer.atMs <= endMs).sort((left, right) => left.atMs - right.atMs)[0];
      if (!due) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.nowMs = Math.max(this.nowMs, due.atMs);
      due.action();
      await settle();
    }
    this.nowMs = endMs;
  }
}

/** Long enough for every promise that waits for nothing outside. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 10; round++) await new Promise((resolve) => setImmediate(resolve));
}
