import type { ConversationId, UserId } from '@countinghouse/protocol';
import { createBatcher } from '../../../platform/batches/batcher.ts';
import type { Database } from '../../../platform/database/database.ts';
import { TokenBucket } from '../../../platform/rates/token-bucket.ts';
import { can } from '../../../platform/rights/index.ts';
import { listSharedPeople } from '../store/member-store.ts';
import { incomingFrames, isTypingFrame, parseClientFrame, typingFrames } from './client-frames.ts';
import type { LineRefusal, LiveSession } from './live-session.ts';
import type { PresenceWatch } from './presence-watch.ts';
import type { ReaderWatch } from './reader-watch.ts';

const guestReads = { sizeMax: 20, runsMax: 1 };

export interface WatchDeskParts {
  database: Database;
  readers: ReaderWatch;
  presence: PresenceWatch;
  nowMs(): number;
  onTyping(session: LiveSession, conversationId: ConversationId): void;
  onActivity(session: LiveSession, isActive: boolean): void;
  onError(error: unknown): void;
}

const nothing: ReadonlySet<never> = new Set();

/** Takes what clients say of their screens, and asks the rights: whose presence may be told to whom. */
export class WatchDesk {
  private readonly parts: WatchDeskParts;
  private readonly peopleAround: (userId: UserId) => Promise<ReadonlySet<UserId>>;
  /** Lines of guests that watch people: whom they may see depends on who shares a conversation with them. */
  private readonly guests = new Set<LiveSession>();

  constructor(parts: WatchDeskParts) {
    this.parts = parts;
    this.peopleAround = createBatcher(guestReads, (ids) =>
      Promise.all(ids.map(async (id) => new Set(await listSharedPeople(parts.database, id)))),
    );
  }

  /** The name of the refusal, where the line must end. */
  take(session: LiveSession, text: string): LineRefusal | undefined {
    if (!this.isAllowed(session, text)) return 'rate_exceeded';
    const frame = parseClientFrame(text);
    if (!frame) return 'request_malformed';
    if (frame.type === 'typing') {
      this.parts.onTyping(session, frame.conversationId);
      return undefined;
    }
    if (frame.type === 'activity') {
      this.parts.onActivity(session, frame.isActive);
      return undefined;
    }
    const before = session.watch;
    const conversationIds = new Set(frame.conversationIds);
    const userIds = new Set(frame.userIds);
    this.parts.readers.replace(session, before?.conversationIds ?? nothing, conversationIds);
    if (before) this.parts.presence.end(session);
    session.watch = { conversationIds, userIds, visible: nothing, told: before?.told ?? new Map() };
    this.look(session);
    return undefined;
  }

  /** What somebody types takes nothing from what their screen may say, until it is far too much. */
  private isAllowed(session: LiveSession, text: string): boolean {
    const nowMs = this.parts.nowMs();
    if (isTypingFrame(text)) {
      session.typingTurns ??= new TokenBucket(typingFrames, nowMs);
      if (session.typingTurns.take(nowMs) === 0) return true;
    }
    session.turns ??= new TokenBucket(incomingFrames, nowMs);
    return session.turns.take(nowMs) === 0;
  }

  end(session: LiveSession): void {
    if (!session.watch) return;
    this.parts.readers.replace(session, session.watch.conversationIds, nothing);
    this.parts.presence.end(session);
    this.guests.delete(session);
    session.watch = undefined;
  }

  /** The rights of this person changed. */
  recheck(session: LiveSession): void {
    if (session.watch) this.look(session);
  }

  /** Somebody left; guests there may no longer see them, nor they the guests. */
  handleLeft(conversationId: ConversationId, leaver?: UserId): void {
    for (const guest of this.guests) {
      const isThere = [...guest.rooms].some((room) => room.conversationId === conversationId);
      if (isThere || guest.userId === leaver) this.look(guest);
    }
  }

  private look(session: LiveSession): void {
    const { watch } = session;
    if (!watch) return;
    if (can(session.subject, 'read', 'directory', {})) {
      this.guests.delete(session);
      this.parts.presence.begin(session, watch.userIds);
      return;
    }
    this.guests.add(session);
    // Nothing is told until it is known who may be seen.
    this.parts.presence.end(session);
    watch.visible = nothing;
    this.peopleAround(session.userId)
      .then((around) => {
        if (session.watch !== watch) return;
        this.parts.presence.begin(session, new Set([...watch.userIds].filter((id) => around.has(id))));
      })
      .catch(this.parts.onError);
  }
}
