import type { ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { type SenderLimits, senderLimits } from '../../../platform/sockets/bounded-sender.ts';
import type { LiveChannel } from '../../../platform/sockets/live-channel.ts';
import { listReadableIds } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { firstVisibleSeq } from '../domain/membership.ts';
import { presentUserEvents } from '../queries/user-events.ts';
import { findMembers } from '../store/member-store.ts';
import { getUserHead } from '../store/user-log-store.ts';
import type { ConversationEventsHint, UserEventsHint } from '../topics.ts';
import { keepAliveFrame, userFrame } from './frames.ts';
import { LiveSession } from './live-session.ts';
import { Room } from './room.ts';

export interface HubLimits {
  sessionsPerUserMax: number;
  sessionsMax: number;
  keepAliveMs: number;
  sender: SenderLimits;
}

export const hubLimitsDefault: HubLimits = {
  // Several devices with several tabs each; more is a client that leaks.
  sessionsPerUserMax: 20,
  // About 50 kB each with full socket buffers.
  sessionsMax: 20_000,
  keepAliveMs: 20_000,
  sender: senderLimits,
};

type HubContext = Pick<MessagingContext, 'database' | 'sealer' | 'log' | 'metrics'>;

/**
 * Carries committed events to the sessions that may see them. Who may see a conversation is kept in memory and follows
 * the member events themselves, so that a removal takes effect between two frames. Everything here may be lost: the
 * clients pull the truth.
 */
export class LiveHub {
  private readonly context: HubContext;
  private readonly limits: HubLimits;
  private readonly byUser = new Map<UserId, Set<LiveSession>>();
  private readonly rooms = new Map<ConversationId, Room>();
  /** Presenting may read the database; this keeps each person's events in order. */
  private readonly userTails = new Map<UserId, Promise<void>>();
  private sessionCount = 0;
  private keepAliveTimer: NodeJS.Timeout | undefined;

  constructor(context: HubContext, limits: HubLimits) {
    this.context = context;
    this.limits = limits;
  }

  /** The name of the refusal, where there is no room for one more. */
  checkRoomFor(userId: UserId): 'server_busy' | 'rate_exceeded' | undefined {
    if (this.sessionCount >= this.limits.sessionsMax) return 'server_busy';
    if ((this.byUser.get(userId)?.size ?? 0) >= this.limits.sessionsPerUserMax) return 'rate_exceeded';
    return undefined;
  }

  /** Takes a client on the line. `authenticate` is asked again once the session can be found, so that no revocation falls between. */
  async join(subject: Subject, channel: LiveChannel, authenticate: () => Promise<Subject | undefined>): Promise<void> {
    const { metrics, database } = this.context;
    const session = new LiveSession({
      subject,
      channel,
      limits: this.limits.sender,
      onFrame: () => metrics.frames.inc(),
      onLoss: () => metrics.pullsTold.inc(),
    });
    this.add(session);
    channel.onClose(() => this.remove(session));
    const again = await authenticate();
    if (!again) return session.bye('session_ended');
    session.subject = again;
    const { headSeq } = await getUserHead(database, session.userId);
    await this.enterRooms(session);
    session.open(headSeq);
  }

  /** A conversation left while the list was being read is not entered, whatever the list says. */
  private async enterRooms(session: LiveSession): Promise<void> {
    session.leftMeanwhile = new Set();
    const readable = await listReadableIds(this.context.database, session.subject);
    const left = session.leftMeanwhile;
    session.leftMeanwhile = undefined;
    if (!this.byUser.get(session.userId)?.has(session)) return;
    for (const { id, visibleFromSeq } of readable) if (!left.has(id)) this.enterRoom(id, session, visibleFromSeq);
  }

  private add(session: LiveSession): void {
    const own = this.byUser.get(session.userId) ?? new Set();
    own.add(session);
    this.byUser.set(session.userId, own);
    this.sessionCount += 1;
    this.context.metrics.sockets.inc({ transport: session.channel.transport });
  }

  private remove(session: LiveSession): void {
    const own = this.byUser.get(session.userId);
    if (!own?.delete(session)) return;
    if (own.size === 0) this.byUser.delete(session.userId);
    for (const id of [...session.rooms]) this.leaveRoom(id, session);
    this.sessionCount -= 1;
    this.context.metrics.sockets.dec({ transport: session.channel.transport });
  }

  private enterRoom(conversationId: ConversationId, session: LiveSession, firstSeq: number): void {
    const room = this.rooms.get(conversationId) ?? new Room(conversationId);
    this.rooms.set(conversationId, room);
    room.sessions.set(session, firstSeq);
    session.rooms.add(conversationId);
    session.leftMeanwhile?.delete(conversationId);
  }

  private leaveRoom(conversationId: ConversationId, session: LiveSession): void {
    session.rooms.delete(conversationId);
    session.leftMeanwhile?.add(conversationId);
    const room = this.rooms.get(conversationId);
    if (!room?.sessions.delete(session)) return;
    if (room.sessions.size === 0 && !room.held) this.rooms.delete(conversationId);
  }

  handleConversationEvents({ conversationId, events }: ConversationEventsHint): void {
    for (const event of events) this.handleConversationEvent(conversationId, event);
  }

  private handleConversationEvent(conversationId: ConversationId, event: ConversationEvent): void {
    const room = this.rooms.get(conversationId);
    if (room?.held) {
      room.held.push(event);
      return;
    }
    if (room?.lastSeq !== undefined && event.seq !== room.lastSeq + 1) {
      room.held = [event];
      void this.refreshRoom(room);
      return;
    }
    this.pass(event);
  }

  private pass(event: ConversationEvent): void {
    const { conversationId } = event;
    if (event.kind === 'member.left') {
      this.rooms.get(conversationId)?.flush();
      for (const session of this.byUser.get(event.userId) ?? []) this.leaveRoom(conversationId, session);
    }
    if (event.kind === 'member.joined') {
      this.rooms.get(conversationId)?.flush();
      for (const session of this.byUser.get(event.userId) ?? []) {
        this.enterRoom(conversationId, session, firstVisibleSeq(event.role, event.seq));
      }
    }
    const room = this.rooms.get(conversationId);
    if (!room) return;
    room.lastSeq = Math.max(room.lastSeq ?? 0, event.seq);
    room.push(event);
  }

  /** Events came out of order or some were missed, so a removal may be among the missing: membership is read anew first. */
  private async refreshRoom(room: Room): Promise<void> {
    room.flush();
    const { conversationId } = room;
    try {
      const places = [...this.byUser.keys()].map((userId) => ({ conversationId, userId }));
      const present = await findMembers(this.context.database, places);
      for (const session of [...room.sessions.keys()]) this.leaveRoom(conversationId, session);
      for (const { userId, visibleFromSeq } of present) {
        for (const session of this.byUser.get(userId) ?? []) this.enterRoom(conversationId, session, visibleFromSeq);
      }
    } catch (error) {
      this.context.log.warn({ err: error, conversationId }, 'membership could not be read; frames are dropped');
      for (const session of [...room.sessions.keys()]) session.channel.terminate();
    }
    const held = (room.held ?? []).sort((left, right) => left.seq - right.seq);
    room.held = undefined;
    room.lastSeq = undefined;
    for (const event of held) this.pass(event);
    if (room.sessions.size === 0) this.rooms.delete(conversationId);
  }

  handleUserEvents(hint: UserEventsHint): void {
    if (!this.byUser.has(hint.userId)) return;
    const before = this.userTails.get(hint.userId) ?? Promise.resolve();
    const tail = before
      .then(() => this.sendUserEvents(hint))
      .catch((error: unknown) => this.context.log.warn({ err: error }, 'user events could not be sent'))
      .finally(() => {
        if (this.userTails.get(hint.userId) === tail) this.userTails.delete(hint.userId);
      });
    this.userTails.set(hint.userId, tail);
  }

  private async sendUserEvents({ userId, events }: UserEventsHint): Promise<void> {
    const [first] = this.byUser.get(userId) ?? [];
    if (!first) return;
    const presented = await presentUserEvents(this.context, this.context.database, {
      subject: first.subject,
      stored: events,
    });
    const frame = userFrame(presented);
    for (const session of this.byUser.get(userId) ?? []) session.send(frame);
  }

  handleSessionEnded({ sessionIds, userId }: { sessionIds: readonly string[]; userId: UserId }): void {
    const ended = new Set<string>(sessionIds);
    for (const session of [...(this.byUser.get(userId) ?? [])]) {
      if (!session.subject.sessionId || !ended.has(session.subject.sessionId)) continue;
      this.remove(session);
      session.bye('session_ended');
    }
  }

  start(): void {
    this.keepAliveTimer = setInterval(() => this.keepAlive(), this.limits.keepAliveMs);
  }

  private keepAlive(): void {
    for (const session of this.allSessions()) {
      if (session.channel.probe()) session.send(keepAliveFrame);
      else session.channel.terminate();
    }
  }

  stop(): void {
    clearInterval(this.keepAliveTimer);
    for (const session of this.allSessions()) {
      this.remove(session);
      session.bye('server_stopping');
    }
  }

  private allSessions(): LiveSession[] {
    return [...this.byUser.values()].flatMap((own) => [...own]);
  }
}
