import type { UserId } from '@countinghouse/protocol';
import type { StatusNews } from '../topics.ts';
import { type PresenceTold, presenceFrame, statusFrame } from './frames.ts';
import type { LiveSession } from './live-session.ts';
import type { PresenceBoard, PresenceLimits } from './presence-board.ts';
import type { QuietBook } from './quiet-book.ts';
import { type Standing, standingBits } from './watch.ts';

export interface PresenceWatchParts {
  board: Pick<PresenceBoard, 'isOnline' | 'isAway'>;
  quiet: Pick<QuietBook, 'isQuiet' | 'want'>;
  limits: PresenceLimits;
  /** From 0 to below 1. */
  random(): number;
}

const nobody = (): PresenceTold => ({ online: [], offline: [], away: [], quiet: [] });

function add(told: PresenceTold, userId: UserId, standing: Standing): void {
  const isOnline = (standing & standingBits.online) > 0;
  (isOnline ? told.online : told.offline).push(userId);
  if (standing & standingBits.away) told.away.push(userId);
  if (standing & standingBits.quiet) told.quiet.push(userId);
}

/** Tells lines how the people on their screens stand: on the line, away, not to be disturbed. What nobody watches costs nothing. */
export class PresenceWatch {
  private readonly parts: PresenceWatchParts;
  private readonly watchers = new Map<UserId, Set<LiveSession>>();
  private readonly changed = new Set<UserId>();
  private timer: NodeJS.Timeout | undefined;

  constructor(parts: PresenceWatchParts) {
    this.parts = parts;
  }

  /** People who are on anybody's screen. */
  get watched(): Iterable<UserId> {
    return this.watchers.keys();
  }

  private standingOf(userId: UserId): Standing {
    const { board, quiet } = this.parts;
    const presence = board.isOnline(userId) ? standingBits.online + (board.isAway(userId) ? standingBits.away : 0) : 0;
    return presence + (quiet.isQuiet(userId) ? standingBits.quiet : 0);
  }

  /** Says how those of `visible` stand, and offline whoever was told otherwise and may no longer be seen. Always answers, so that the client knows that nobody is there. */
  begin(session: LiveSession, visible: ReadonlySet<UserId>): void {
    const { watch } = session;
    if (!watch) return;
    this.forget(session, watch.visible);
    watch.visible = visible;
    const before = watch.told;
    watch.told = new Map();
    const told = nobody();
    for (const userId of visible) {
      const own = this.watchers.get(userId) ?? new Set();
      this.watchers.set(userId, own.add(session));
      const standing = this.standingOf(userId);
      if (standing > 0) watch.told.set(userId, standing);
      if (standing > 0) add(told, userId, standing);
    }
    for (const userId of before.keys()) {
      if (watch.userIds.has(userId) && !watch.told.has(userId)) add(told, userId, 0);
    }
    session.send(presenceFrame(told));
    this.parts.quiet.want(visible);
  }

  end(session: LiveSession): void {
    if (session.watch) this.forget(session, session.watch.visible);
  }

  private forget(session: LiveSession, userIds: ReadonlySet<UserId>): void {
    for (const userId of userIds) {
      const own = this.watchers.get(userId);
      if (own?.delete(session) && own.size === 0) this.watchers.delete(userId);
    }
  }

  handleChange(userId: UserId): void {
    if (!this.watchers.has(userId)) return;
    this.changed.add(userId);
    const { tellMsMin, tellMsMax } = this.parts.limits;
    this.timer ??= setTimeout(() => this.tell(), tellMsMin + this.parts.random() * (tellMsMax - tellMsMin)).unref();
  }

  /** At once, to everybody who may see the person and has them on the screen. */
  handleStatus({ userId, status }: StatusNews): void {
    const frame = statusFrame(userId, status);
    for (const session of this.watchers.get(userId) ?? []) session.send(frame);
  }

  private tell(): void {
    this.timer = undefined;
    const bySession = new Map<LiveSession, PresenceTold>();
    for (const userId of this.changed) {
      const standing = this.standingOf(userId);
      for (const session of this.watchers.get(userId) ?? []) {
        const told = session.watch?.told;
        if (!told || (told.get(userId) ?? 0) === standing) continue;
        const news = bySession.get(session) ?? nobody();
        bySession.set(session, news);
        if (standing > 0) told.set(userId, standing);
        else told.delete(userId);
        add(news, userId, standing);
      }
    }
    this.changed.clear();
    for (const [session, news] of bySession) session.send(presenceFrame(news));
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
