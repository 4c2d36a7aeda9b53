import type { UserId } from '@countinghouse/protocol';
import type { BatcherLimits } from '../../../platform/batches/batcher.ts';
import type { StoredUserEvent } from '../store/user-log-store.ts';

export interface UserNewsLimits {
  /** Events of one person within this time go out together; the first after a pause goes out at once. */
  coalesceMs: number;
  /** People whose events are made ready at once; the rest waits its turn. */
  presentersMax: number;
  /** What they need of the database is read for so many together, in so many readings at once. */
  readings: BatcherLimits;
}

export const userNewsLimits: UserNewsLimits = {
  coalesceMs: 20,
  presentersMax: 400,
  // A renamed group of thousands is some dozens of readings, of which others notice nothing.
  readings: { sizeMax: 200, runsMax: 2 },
};

interface Turn {
  pending: StoredUserEvent[];
}

/** Hands each person's events on in order, several together, a few people at a time. */
export class UserNews {
  private readonly limits: UserNewsLimits;
  private readonly send: (userId: UserId, events: readonly StoredUserEvent[]) => Promise<void>;
  /** People with events under way or within the time of the last. */
  private readonly turns = new Map<UserId, Turn>();
  private readonly queue: UserId[] = [];
  private presenting = 0;

  constructor(limits: UserNewsLimits, send: (userId: UserId, events: readonly StoredUserEvent[]) => Promise<void>) {
    this.limits = limits;
    this.send = send;
  }

  push(userId: UserId, events: readonly StoredUserEvent[]): void {
    const turn = this.turns.get(userId);
    if (turn) {
      turn.pending.push(...events);
      return;
    }
    this.turns.set(userId, { pending: [...events] });
    this.queue.push(userId);
    this.start();
  }

  private start(): void {
    while (this.presenting < this.limits.presentersMax) {
      const userId = this.queue.shift();
      if (userId === undefined) return;
      this.presenting += 1;
      void this.present(userId);
    }
  }

  /** `send` does not reject. */
  private async present(userId: UserId): Promise<void> {
    const turn = this.turns.get(userId);
    const events = turn?.pending.splice(0) ?? [];
    await this.send(userId, events);
    this.presenting -= 1;
    setTimeout(() => this.rest(userId), this.limits.coalesceMs).unref();
    this.start();
  }

  private rest(userId: UserId): void {
    if (this.turns.get(userId)?.pending.length === 0) {
      this.turns.delete(userId);
      return;
    }
    this.queue.push(userId);
    this.start();
  }
}
