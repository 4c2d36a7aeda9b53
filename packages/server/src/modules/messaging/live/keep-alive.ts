import { keepAliveFrame } from './frames.ts';
import type { LiveSession } from './live-session.ts';

const slotMs = 250;

/** Asks every line for a sign of life once per period, spread evenly over it. */
export class KeepAlive {
  private readonly slots: Set<LiveSession>[];
  private readonly slotMs: number;
  private added = 0;
  private turn = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number) {
    const count = Math.max(1, Math.round(everyMs / slotMs));
    this.slotMs = everyMs / count;
    this.slots = Array.from({ length: count }, () => new Set());
  }

  add(session: LiveSession): void {
    session.slot = this.added++ % this.slots.length;
    this.slots[session.slot]?.add(session);
  }

  remove(session: LiveSession): void {
    this.slots[session.slot]?.delete(session);
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), this.slotMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    this.turn = (this.turn + 1) % this.slots.length;
    for (const session of this.slots[this.turn] ?? []) session.keepAlive(keepAliveFrame);
  }
}
