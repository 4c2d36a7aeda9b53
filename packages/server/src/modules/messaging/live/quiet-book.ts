import { isQuietAt, type NotificationSettings, type UserId } from '@countinghouse/protocol';
import { createBatcher } from '../../../platform/batches/batcher.ts';
import type { Clock } from '../../../platform/clock.ts';

export type QuietTimes = Pick<NotificationSettings, 'quietUntil' | 'quietHours'>;

/** When these people do not want to be disturbed; whoever has chosen nothing is absent. */
export type FindQuietTimes = (userIds: readonly UserId[]) => Promise<ReadonlyMap<UserId, QuietTimes>>;

export interface QuietBookParts {
  clock: Clock;
  /** How often the clock is looked at: so late at most somebody is told that quiet hours began. */
  tickMs: number;
  watched(): Iterable<UserId>;
  onChange(userId: UserId): void;
  onError(error: unknown): void;
}

/** What is read together while many screens are put up. */
const readings = { sizeMax: 400, runsMax: 1 };
/** More than people of a firm; beyond it those known longest are read again when they are looked at. */
const knownMax = 20_000;

/** Who of the people on screens does not want to be disturbed now. In memory only, read from what they chose. */
export class QuietBook {
  private readonly parts: QuietBookParts;
  private readonly known = new Map<UserId, QuietTimes | null>();
  private readonly quiet = new Set<UserId>();
  private find: FindQuietTimes = async () => new Map();
  private readonly read: (userId: UserId) => Promise<QuietTimes | null>;
  private timer: NodeJS.Timeout | undefined;

  constructor(parts: QuietBookParts) {
    this.parts = parts;
    this.read = createBatcher(readings, async (userIds: readonly UserId[]) => {
      const found = await this.find(userIds);
      return userIds.map((userId) => found.get(userId) ?? null);
    });
  }

  /** Who keeps what people chose. */
  readWith(find: FindQuietTimes): void {
    this.find = find;
  }

  isQuiet(userId: UserId): boolean {
    return this.quiet.has(userId);
  }

  /** These are on a screen: what is not known of them is read. */
  want(userIds: Iterable<UserId>): void {
    for (const userId of userIds) if (!this.known.has(userId)) this.look(userId);
  }

  private look(userId: UserId): void {
    // Until it is known nobody asks twice.
    this.known.set(userId, null);
    this.read(userId)
      .then((times) => {
        const isPlain = !times || (times.quietUntil === null && times.quietHours === null);
        this.known.set(userId, isPlain ? null : times);
        this.weigh(userId);
      })
      .catch((error: unknown) => {
        this.known.delete(userId);
        this.parts.onError(error);
      });
    const [first] = this.known.size > knownMax ? this.known.keys() : [];
    if (first === undefined || first === userId) return;
    this.known.delete(first);
    this.quiet.delete(first);
  }

  private weigh(userId: UserId): void {
    const times = this.known.get(userId);
    const isQuiet = times ? isQuietAt(times, this.parts.clock.now()) : false;
    if (isQuiet === this.quiet.has(userId)) return;
    if (isQuiet) this.quiet.add(userId);
    else this.quiet.delete(userId);
    this.parts.onChange(userId);
  }

  /** The person chose something else. */
  handleChange(userId: UserId): void {
    if (this.known.has(userId)) this.look(userId);
  }

  /** Changes may have gone unheard. */
  handleGap(): void {
    this.known.clear();
    this.want(this.parts.watched());
  }

  start(): void {
    this.timer = setInterval(() => {
      for (const [userId, times] of this.known) if (times) this.weigh(userId);
    }, this.parts.tickMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
