import type { Bus, BusTopic } from '../../platform/bus/bus.ts';
import type { Clock } from '../../platform/clock.ts';

const attemptsMax = 10;
const windowMs = 5 * 60_000;
const keysMax = 50_000;

/** So that several processes do not give several times as many attempts. */
const attemptsTopic: BusTopic<{ key: string; outcome: 'failed' | 'forgotten' }> = { name: 'sign-in-attempts' };

/** Counts failed sign-ins per key (login, address) in all processes; ten in five minutes are enough. */
export class AttemptLimit {
  private readonly failures = new Map<string, { count: number; until: number }>();
  private readonly clock: Clock;
  private readonly bus: Bus;

  constructor({ clock, bus }: { clock: Clock; bus: Bus }) {
    this.clock = clock;
    this.bus = bus;
    bus.subscribe(attemptsTopic, ({ key, outcome }) => {
      if (outcome === 'failed') this.count(key);
      else this.failures.delete(key);
    });
  }

  isSpent(key: string): boolean {
    const entry = this.failures.get(key);
    return entry !== undefined && entry.until > this.clock.now().getTime() && entry.count >= attemptsMax;
  }

  recordFailure(key: string): void {
    this.bus.publish(attemptsTopic, { key, outcome: 'failed' });
  }

  forget(key: string): void {
    if (this.failures.has(key)) this.bus.publish(attemptsTopic, { key, outcome: 'forgotten' });
  }

  private count(key: string): void {
    const now = this.clock.now().getTime();
    const entry = this.failures.get(key);
    if (entry && entry.until > now) {
      entry.count++;
      return;
    }
    if (this.failures.size >= keysMax) this.failures.clear();
    this.failures.set(key, { count: 1, until: now + windowMs });
  }
}
