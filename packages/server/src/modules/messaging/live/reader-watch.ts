import type { ConversationId, Cursor, UserId } from '@countinghouse/protocol';
import { readerGroupMax } from '../domain/membership.ts';
import type { CursorMoved } from '../topics.ts';
import { readersFrame } from './frames.ts';
import type { LiveSession } from './live-session.ts';
import type { Room } from './room.ts';

const nobody: ReadonlySet<LiveSession> = new Set();

interface Watched {
  sessions: Set<LiveSession>;
  moved: Map<UserId, Cursor>;
  timer: NodeJS.Timeout | undefined;
}

/** Tells lines the read positions that moved in the conversations on their screens: the newest of each person, once per `tellEveryMs`. */
export class ReaderWatch {
  private readonly tellEveryMs: number;
  private readonly roomOf: (conversationId: ConversationId) => Room | undefined;
  private readonly watched = new Map<ConversationId, Watched>();

  constructor(tellEveryMs: number, roomOf: (conversationId: ConversationId) => Room | undefined) {
    this.tellEveryMs = tellEveryMs;
    this.roomOf = roomOf;
  }

  replace(session: LiveSession, before: Iterable<ConversationId>, after: Iterable<ConversationId>): void {
    for (const id of before) {
      const watched = this.watched.get(id);
      if (!watched?.sessions.delete(session) || watched.sessions.size > 0) continue;
      clearTimeout(watched.timer);
      this.watched.delete(id);
    }
    for (const id of after) {
      const watched = this.watched.get(id) ?? { sessions: new Set(), moved: new Map(), timer: undefined };
      watched.sessions.add(session);
      this.watched.set(id, watched);
    }
  }

  /** Lines that have the conversation on their screens; whether they may see it is the room's to say. */
  watchersOf(conversationId: ConversationId): ReadonlySet<LiveSession> {
    return this.watched.get(conversationId)?.sessions ?? nobody;
  }

  handle({ conversationId, userId, cursor }: CursorMoved): void {
    const watched = this.watched.get(conversationId);
    if (!watched || cursor.seq <= (watched.moved.get(userId)?.seq ?? 0)) return;
    watched.moved.set(userId, cursor);
    watched.timer ??= setTimeout(() => this.tell(conversationId, watched), this.tellEveryMs).unref();
  }

  private tell(conversationId: ConversationId, watched: Watched): void {
    const cursors = [...watched.moved].map(([userId, cursor]) => ({ userId, cursor }));
    watched.moved.clear();
    watched.timer = undefined;
    const room = this.roomOf(conversationId);
    if (!room || room.memberCount > readerGroupMax) return;
    const whole = readersFrame(conversationId, cursors);
    for (const session of watched.sessions) {
      if (!room.sessions.has(session)) continue;
      const others = cursors.filter((moved) => moved.userId !== session.userId);
      if (others.length === cursors.length) session.send(whole);
      else if (others.length > 0) session.send(readersFrame(conversationId, others));
    }
  }

  stop(): void {
    for (const watched of this.watched.values()) clearTimeout(watched.timer);
    this.watched.clear();
  }
}
