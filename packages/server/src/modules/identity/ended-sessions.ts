import type { Platform } from '../../platform/platform.ts';
import { sessionEndedTopic } from './events.ts';
import { listSessionsEndedSince } from './store/session-store.ts';

// Sockets of an ended session close within a second of its end; half of it is for the look itself.
const lookEveryMs = 500;
// Ends carry the time of the machine that wrote them; clocks further apart than this are out of order.
const clockSkewMsMax = 30_000;

/**
 * Tells this process of sessions that another one ended. The bus tells it sooner, but may be interrupted, and a process
 * may die between its commit and its word; the database knows.
 */
export class EndedSessionWatch {
  private readonly parts: Pick<Platform, 'database' | 'clock' | 'bus' | 'log'>;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt: Date;
  private told = new Set<string>();
  private isLooking = false;

  constructor(parts: Pick<Platform, 'database' | 'clock' | 'bus' | 'log'>) {
    this.parts = parts;
    this.lookedAt = parts.clock.now();
  }

  start(): void {
    this.lookedAt = this.parts.clock.now();
    this.timer = setInterval(() => void this.look(), lookEveryMs);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async look(): Promise<void> {
    // A database that answers slowly is not asked twice at once.
    if (this.isLooking) return;
    this.isLooking = true;
    const { database, clock, bus, log } = this.parts;
    try {
      const now = clock.now();
      // From the last look that succeeded: after a break nothing is left out.
      const ended = await listSessionsEndedSince(database, new Date(this.lookedAt.getTime() - clockSkewMsMax));
      const fresh = ended.filter((session) => !this.told.has(session.id));
      for (const [userId, own] of Map.groupBy(fresh, (session) => session.userId)) {
        bus.deliver(sessionEndedTopic, { userId, sessionIds: own.map((session) => session.id) });
      }
      this.told = new Set(ended.map((session) => session.id));
      this.lookedAt = now;
    } catch (error) {
      // A look that was under way when the process stopped.
      if (this.timer === undefined) return;
      log.warn({ err: error }, 'ended sessions could not be looked up; tried again in a second');
    } finally {
      this.isLooking = false;
    }
  }
}
