import type { Clock } from '../../platform/clock.ts';

const attemptsMax = 10;
const windowMs = 5 * 60_000;
const keysMax = 50_000;

/** Counts failed sign-ins per key (login, address) in this process; ten in five minutes are enough. */
export class AttemptLimit {
  private readonly failures = new Map<string, { count: number; until: number }>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  isSpent(key: string): boolean {
    const entry = this.failures.get(key);
    return entry !== undefined && entry.until > this.clock.now().getTime() && entry.count >= attemptsMax;
  }

  recordFailure(key: string): void {
    const now = this.clock.now().getTime();
    const entry = this.failures.get(key);
    if (entry && entry.until > now) {
      entry.count++;
      return;
    }
    if (this.failures.size >= keysMax) this.failures.clear();
    this.failures.set(key, { count: 1, until: now + windowMs });
  }

  forget(key: string): void {
    this.failures.delete(key);
  }
}
