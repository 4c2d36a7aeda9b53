import type { ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';
import { createBatcher } from '../../../platform/batches/batcher.ts';
import type { MessagingContext } from '../context.ts';
import { firstVisibleSeq } from '../domain/membership.ts';
import type { ConversationEventsHint } from '../topics.ts';
import type { FanOut } from './fan-out.ts';
import type { LiveSession } from './live-session.ts';
import { Room } from './room.ts';
import { type RoomState, readRoomStates } from './room-refresh.ts';

export interface OrderLimits {
  /** Events of two processes may overtake each other on the bus; one whose predecessors are missing waits so long. */
  earlyMsMax: number;
  /** More waiting events than this are not waited for. */
  earlyEventsMax: number;
}

export const orderLimits: OrderLimits = { earlyMsMax: 150, earlyEventsMax: 2_000 };

const refreshRetryMs = 1_000;
const refreshBatch = { sizeMax: 100, runsMax: 2 };

export interface RoomBookParts {
  context: Pick<MessagingContext, 'database' | 'log' | 'metrics' | 'bus'>;
  limits: OrderLimits;
  fanOut: FanOut;
  sessionsOf(userId: UserId): Iterable<LiveSession>;
  /** Passed, in order. */
  onEvent(conversationId: ConversationId, event: ConversationEvent): void;
  /** Membership was read anew; who left may not have been told. */
  onRefreshed(conversationId: ConversationId): void;
}

type Place = { conversationId: ConversationId; visibleFromSeq: number; headSeq: number; memberCount: number };

/**
 * Who on the line may see which conversation. Follows the member events themselves, in the order of the log, so that a
 * removal takes effect between two frames; where events are missing, membership is read anew before anything is sent.
 */
export class RoomBook {
  private readonly parts: RoomBookParts;
  private readonly rooms = new Map<ConversationId, Room>();
  private readonly readState: (id: ConversationId) => Promise<RoomState>;

  constructor(parts: RoomBookParts) {
    this.parts = parts;
    this.readState = createBatcher(refreshBatch, (ids) => readRoomStates(parts.context.database, ids));
  }

  find(conversationId: ConversationId): Room | undefined {
    return this.rooms.get(conversationId);
  }

  enter(session: LiveSession, place: Place): void {
    const room = this.rooms.get(place.conversationId) ?? this.open(place.conversationId, place);
    room.sessions.set(session, place.visibleFromSeq);
    session.rooms.add(room);
    session.movesMeanwhile?.add(place.conversationId);
  }

  leave(session: LiveSession, conversationId: ConversationId): void {
    session.movesMeanwhile?.add(conversationId);
    const room = this.rooms.get(conversationId);
    if (!room?.sessions.delete(session)) return;
    session.rooms.delete(room);
    this.closeIfEmpty(room);
  }

  leaveAll(session: LiveSession): void {
    for (const room of [...session.rooms]) this.leave(session, room.conversationId);
  }

  private open(conversationId: ConversationId, facts: { headSeq: number; memberCount: number }): Room {
    const room = new Room(conversationId, facts, this.parts.fanOut);
    this.rooms.set(conversationId, room);
    return room;
  }

  private closeIfEmpty(room: Room): void {
    if (room.sessions.size > 0 || room.isRefreshing || this.rooms.get(room.conversationId) !== room) return;
    clearTimeout(room.earlyTimer);
    this.rooms.delete(room.conversationId);
  }

  handle({ conversationId, events, headSeq }: ConversationEventsHint): void {
    for (const event of events) this.take(conversationId, event);
    if (headSeq === undefined) return;
    const room = this.rooms.get(conversationId);
    if (!room || headSeq <= room.lastSeq) return;
    // An event that is too big for the bus is a message; only the log has it.
    if (headSeq === room.lastSeq + 1 && !room.isRefreshing) room.lastSeq = headSeq;
    room.pushPull();
    this.drain(room);
  }

  private take(conversationId: ConversationId, event: ConversationEvent): void {
    const room = this.rooms.get(conversationId);
    if (!room) {
      this.takeUnknown(conversationId, event);
      return;
    }
    if (event.seq <= room.lastSeq) return;
    room.early.set(event.seq, event);
    if (room.early.size <= this.parts.limits.earlyEventsMax) this.drain(room);
    else if (room.isRefreshing) {
      room.early.clear();
      room.pushPull();
    } else void this.refresh(room, 'overflow');
  }

  /** Nobody on the line sees this conversation yet. */
  private takeUnknown(conversationId: ConversationId, event: ConversationEvent): void {
    if (event.kind === 'member.left') {
      for (const session of this.parts.sessionsOf(event.userId)) this.leave(session, conversationId);
    }
    if (event.kind !== 'member.joined' || !isAny(this.parts.sessionsOf(event.userId))) return;
    const room = this.open(conversationId, { headSeq: event.seq - 1, memberCount: 0 });
    room.early.set(event.seq, event);
    // Where others write too, a later removal may have come before this.
    if (this.parts.context.bus.isShared) void this.refresh(room, 'unknown');
    else this.drain(room);
  }

  /** Passes what is next in the log; what is not waits for its predecessors. */
  private drain(room: Room): void {
    if (room.isRefreshing) return;
    for (let next = room.early.get(room.lastSeq + 1); next; next = room.early.get(room.lastSeq + 1)) {
      room.early.delete(next.seq);
      room.lastSeq = next.seq;
      this.pass(room, next);
    }
    for (const seq of room.early.keys()) if (seq <= room.lastSeq) room.early.delete(seq);
    const isWatched = this.rooms.get(room.conversationId) === room;
    if (room.early.size === 0 || !isWatched) {
      clearTimeout(room.earlyTimer);
      room.earlyTimer = undefined;
    } else {
      room.earlyTimer ??= setTimeout(() => void this.refresh(room, 'missing'), this.parts.limits.earlyMsMax).unref();
    }
  }

  private pass(room: Room, event: ConversationEvent): void {
    const { conversationId } = room;
    if (event.kind === 'member.left') {
      room.memberCount -= 1;
      for (const session of this.parts.sessionsOf(event.userId)) this.leave(session, conversationId);
    }
    if (event.kind === 'member.joined') {
      room.memberCount += 1;
      this.rooms.set(conversationId, room);
      for (const session of this.parts.sessionsOf(event.userId)) {
        const visibleFromSeq = event.firstSeq ?? firstVisibleSeq(event.role, event.seq);
        this.enter(session, { conversationId, visibleFromSeq, headSeq: event.seq, memberCount: room.memberCount });
      }
    }
    room.push(event);
    this.parts.onEvent(conversationId, event);
  }

  /** Before anything else is sent in any room: hints may have been lost, and a removal among them. */
  async refreshAll(): Promise<void> {
    await Promise.all([...this.rooms.values()].map((room) => this.refresh(room, 'bus')));
  }

  private async refresh(room: Room, reason: 'missing' | 'overflow' | 'unknown' | 'bus'): Promise<void> {
    clearTimeout(room.earlyTimer);
    room.earlyTimer = undefined;
    // One that is under way may have read before what was lost now; the other reasons are answered by any reading.
    if (room.isRefreshing) {
      room.mustRefreshAgain ||= reason === 'bus';
      return;
    }
    room.isRefreshing = true;
    this.parts.context.metrics.roomRefreshes.inc({ reason });
    while (!(await this.tryRefresh(room)) && room.sessions.size > 0) {
      // Events are held meanwhile: without the database nobody can know who may see them.
      await new Promise((resolve) => setTimeout(resolve, refreshRetryMs).unref());
    }
    room.isRefreshing = false;
    this.drain(room);
    this.closeIfEmpty(room);
  }

  private async tryRefresh(room: Room): Promise<boolean> {
    try {
      do {
        room.mustRefreshAgain = false;
        const state = await this.readState(room.conversationId);
        if (!room.mustRefreshAgain) this.apply(room, state);
      } while (room.mustRefreshAgain);
      return true;
    } catch (error) {
      const { conversationId } = room;
      this.parts.context.log.warn({ err: error, conversationId }, 'membership could not be read; events wait');
      return false;
    }
  }

  private apply(room: Room, { headSeq, memberCount, members }: RoomState): void {
    const { conversationId } = room;
    const passedSeq = room.lastSeq;
    room.lastSeq = Math.max(passedSeq, headSeq);
    room.memberCount = memberCount;
    for (const session of [...room.sessions.keys()]) {
      if (!members.has(session.userId)) this.leave(session, conversationId);
    }
    for (const [userId, visibleFromSeq] of members) {
      for (const session of this.parts.sessionsOf(userId)) {
        this.enter(session, { conversationId, visibleFromSeq, headSeq, memberCount });
      }
    }
    this.parts.onRefreshed(conversationId);
    // What membership was read after is only told; it is older than who is here now.
    const older = [...room.early.values()].filter((event) => event.seq <= room.lastSeq);
    for (const event of older.sort((left, right) => left.seq - right.seq)) {
      room.early.delete(event.seq);
      room.push(event);
      this.parts.onEvent(conversationId, event);
    }
  }
}

const isAny = (items: Iterable<unknown>): boolean => {
  for (const _item of items) return true;
  return false;
};
