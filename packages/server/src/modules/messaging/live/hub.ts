import type { ConversationEvent, ConversationId, SessionId, UserEvent, UserId } from '@countinghouse/protocol';
import { type BatcherLimits, createBatcher } from '../../../platform/batches/batcher.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { type SenderLimits, type SenderPolicy, senderLimits } from '../../../platform/sockets/bounded-sender.ts';
import type { LiveChannel } from '../../../platform/sockets/live-channel.ts';
import type { MessagingContext } from '../context.ts';
import { needsReading, type PersonNews, presentNews, presentUserEvents } from '../queries/user-events.ts';
import type { StoredUserEvent } from '../store/user-log-store.ts';
import type {
  ConversationEventsHint,
  CursorMoved,
  PresenceNews,
  StatusNews,
  TypingNews,
  UserEventsHint,
} from '../topics.ts';
import { Activity } from './activity.ts';
import { FanOut, type FanOutLimits, fanOutLimits } from './fan-out.ts';
import { pullFrame, userFrame } from './frames.ts';
import { KeepAlive } from './keep-alive.ts';
import { type LineFacts, readLineFacts } from './line-facts.ts';
import { LiveSession } from './live-session.ts';
import { PresenceBoard, type PresenceLimits, presenceLimits } from './presence-board.ts';
import { PresenceWatch } from './presence-watch.ts';
import { type FindQuietTimes, QuietBook } from './quiet-book.ts';
import { ReaderWatch } from './reader-watch.ts';
import { type OrderLimits, orderLimits, RoomBook } from './room-book.ts';
import { TypingWatch } from './typing-watch.ts';
import { UserNews, type UserNewsLimits, userNewsLimits } from './user-news.ts';
import { WatchDesk } from './watch-desk.ts';

export interface HubLimits {
  sessionsPerUserMax: number;
  sessionsMax: number;
  keepAliveMs: number;
  sender: SenderLimits;
  fanOut: FanOutLimits;
  order: OrderLimits;
  userNews: UserNewsLimits;
  presence: PresenceLimits;
  /** Read positions of one conversation are told at most so often. */
  readersMs: number;
  /** Lines that open together share their reading of the database. */
  joins: BatcherLimits;
  /** When hints may have been lost, everybody is told to pull within this time, not at once. */
  pullSpreadMs: number;
}

export const hubLimitsDefault: HubLimits = {
  // Several devices with several tabs each; more is a client that leaks.
  sessionsPerUserMax: 20,
  // About 20 kB each while idle.
  sessionsMax: 20_000,
  keepAliveMs: 20_000,
  sender: senderLimits,
  fanOut: fanOutLimits,
  order: orderLimits,
  userNews: userNewsLimits,
  presence: presenceLimits,
  readersMs: 1_000,
  // Two of the sixteen connections of the pool.
  joins: { sizeMax: 100, runsMax: 2 },
  pullSpreadMs: 5_000,
};

const pullTickMs = 100;

export interface HubContext
  extends Pick<MessagingContext, 'database' | 'sealer' | 'log' | 'metrics' | 'bus' | 'clock'> {
  findSubjects(sessionIds: readonly SessionId[]): Promise<(Subject & { sessionId: SessionId })[]>;
  /** Name of this process on the bus. */
  node: string;
}

/**
 * Carries committed events to the sessions that may see them. Everything here may be lost: the clients pull the truth.
 */
export class LiveHub {
  private readonly context: HubContext;
  private readonly limits: HubLimits;
  private readonly policy: SenderPolicy;
  private readonly byUser = new Map<UserId, Set<LiveSession>>();
  private readonly rooms: RoomBook;
  private readonly userNews: UserNews;
  private readonly board: PresenceBoard;
  private readonly presence: PresenceWatch;
  private readonly quiet: QuietBook;
  private readonly activity: Activity;
  private readonly readers: ReaderWatch;
  private readonly typing: TypingWatch;
  private readonly desk: WatchDesk;
  private readonly keepAlive: KeepAlive;
  private readonly readFacts: (sessionId: SessionId) => Promise<LineFacts | undefined>;
  private readonly readNews: (news: PersonNews) => Promise<UserEvent[]>;
  private sessionCount = 0;
  private toPull: LiveSession[] = [];
  private pullTimer: NodeJS.Timeout | undefined;

  constructor(context: HubContext, limits: HubLimits) {
    this.context = context;
    this.limits = limits;
    const { metrics, bus } = context;
    this.policy = {
      limits: limits.sender,
      lossNotice: pullFrame,
      onFrame: () => metrics.frames.inc(),
      onLoss: () => metrics.pullsTold.inc(),
      onCut: () => metrics.slowCut.inc(),
    };
    this.rooms = new RoomBook({
      context,
      limits: limits.order,
      fanOut: new FanOut(limits.fanOut, {
        onTurn: (seconds) => metrics.fanOutTurns.observe(seconds),
        onRoomLoss: () => metrics.roomLosses.inc(),
      }),
      sessionsOf: (userId) => this.sessionsOf(userId),
      onEvent: (conversationId, event) => this.noteEvent(conversationId, event),
      onRefreshed: (conversationId) => this.desk.handleLeft(conversationId),
    });
    this.userNews = new UserNews(limits.userNews, (userId, events) => this.sendUserEvents(userId, events));
    this.board = new PresenceBoard({
      bus,
      node: context.node,
      nowMs: () => performance.now(),
      limits: limits.presence,
      onChange: (userId) => this.presence.handleChange(userId),
    });
    this.quiet = new QuietBook({
      clock: context.clock,
      tickMs: limits.presence.quietTickMs,
      watched: () => this.presence.watched,
      onChange: (userId) => this.presence.handleChange(userId),
      onError: (err) => context.log.warn({ err }, 'who is not to be disturbed could not be read'),
    });
    const { board, quiet } = this;
    this.presence = new PresenceWatch({ board, quiet, limits: limits.presence, random: Math.random });
    this.activity = new Activity({ board, linesOf: (userId) => this.sessionsOf(userId) });
    this.readers = new ReaderWatch(limits.readersMs, (id) => this.rooms.find(id));
    this.typing = new TypingWatch({ bus, readers: this.readers, roomOf: (id) => this.rooms.find(id) });
    this.desk = new WatchDesk({
      database: context.database,
      readers: this.readers,
      presence: this.presence,
      nowMs: () => performance.now(),
      onTyping: (session, conversationId) => this.typing.say(session, conversationId),
      onActivity: (session, isActive) => this.activity.say(session, isActive),
      onError: (err) => context.log.warn({ err }, 'who a guest may see could not be read'),
    });
    this.keepAlive = new KeepAlive(limits.keepAliveMs);
    this.readFacts = createBatcher(limits.joins, (ids) => {
      metrics.joinBatchSize.observe(ids.length);
      return readLineFacts(context, ids);
    });
    this.readNews = createBatcher(limits.userNews.readings, (all) => {
      metrics.newsBatchSize.observe(all.length);
      return presentNews(context, context.database, all);
    });
  }

  private sessionsOf(userId: UserId): Iterable<LiveSession> {
    return this.byUser.get(userId) ?? [];
  }

  /** The name of the refusal, where there is no room for one more. */
  checkRoomFor(userId: UserId): 'server_busy' | 'rate_exceeded' | undefined {
    if (this.sessionCount >= this.limits.sessionsMax) return 'server_busy';
    if ((this.byUser.get(userId)?.size ?? 0) >= this.limits.sessionsPerUserMax) return 'rate_exceeded';
    return undefined;
  }

  /** Takes a client on the line. The session is asked for again once it can be found here, so that no revocation falls between. */
  async join(subject: Subject, channel: LiveChannel): Promise<void> {
    const { sessionId } = subject;
    if (sessionId === undefined) throw new Error('only sessions have lines');
    const session = new LiveSession(subject, channel, this.policy);
    this.add(session);
    channel.listen({
      onClose: () => this.remove(session),
      onMessage: (text) => this.handleMessage(session, text),
    });
    const facts = await this.applyFacts(session, sessionId);
    if (facts) session.open(facts.userSeq);
  }

  /** Reads anew who this is and what they may see. Undefined where the line is gone, or ends with this. */
  private async applyFacts(session: LiveSession, sessionId: SessionId): Promise<LineFacts | undefined> {
    const before = [...session.rooms];
    const moves = new Set<ConversationId>();
    session.movesMeanwhile = moves;
    const facts = await this.readFacts(sessionId).finally(() => {
      if (session.movesMeanwhile === moves) session.movesMeanwhile = undefined;
    });
    if (!this.byUser.get(session.userId)?.has(session)) return undefined;
    if (!facts) {
      this.remove(session);
      session.bye('session_ended');
      return undefined;
    }
    session.subject = facts.subject;
    const readable = new Set(facts.places.map((place) => place.conversationId));
    for (const { conversationId } of before) {
      if (!readable.has(conversationId) && !moves.has(conversationId)) this.rooms.leave(session, conversationId);
    }
    for (const place of facts.places) {
      if (!moves.has(place.conversationId)) this.rooms.enter(session, place);
    }
    return facts;
  }

  private add(session: LiveSession): void {
    const own = this.byUser.get(session.userId) ?? new Set();
    own.add(session);
    this.byUser.set(session.userId, own);
    this.keepAlive.add(session);
    this.sessionCount += 1;
    this.board.arrive(session.userId);
    this.activity.count(session.userId);
    this.context.metrics.sockets.inc({ transport: session.channel.transport });
  }

  private remove(session: LiveSession): void {
    const own = this.byUser.get(session.userId);
    if (!own?.delete(session)) return;
    if (own.size === 0) {
      this.byUser.delete(session.userId);
      this.board.leave(session.userId);
    }
    this.activity.count(session.userId);
    this.desk.end(session);
    this.rooms.leaveAll(session);
    this.keepAlive.remove(session);
    session.closed();
    this.sessionCount -= 1;
    this.context.metrics.sockets.dec({ transport: session.channel.transport });
  }

  private handleMessage(session: LiveSession, text: string): void {
    if (!this.byUser.get(session.userId)?.has(session)) return;
    const refusal = this.desk.take(session, text);
    if (!refusal) return;
    this.context.metrics.refusedFrames.inc({ reason: refusal });
    this.remove(session);
    session.refuse(refusal);
  }

  handleConversationEvents(hint: ConversationEventsHint): void {
    this.rooms.handle(hint);
  }

  private noteEvent(conversationId: ConversationId, event: ConversationEvent): void {
    if (event.kind === 'member.left') this.desk.handleLeft(conversationId, event.userId);
    if (event.kind !== 'message.posted') return;
    const { actorId: userId, seq, messageCount } = event;
    this.readers.handle({ conversationId, userId, cursor: { seq, messageCount } });
  }

  handleCursorMoved(moved: CursorMoved): void {
    this.readers.handle(moved);
  }

  /** On the line at any process. */
  isOnline(userId: UserId): boolean {
    return this.board.isOnline(userId);
  }

  handleTyping(news: TypingNews): void {
    this.typing.handle(news);
  }

  handleStatus(news: StatusNews): void {
    this.presence.handleStatus(news);
  }

  /** Where it is kept when people do not want to be disturbed. */
  readQuietTimesWith(find: FindQuietTimes): void {
    this.quiet.readWith(find);
  }

  handleQuiet(userId: UserId): void {
    this.quiet.handleChange(userId);
  }

  handlePresence(news: PresenceNews): void {
    this.board.handle(news);
  }

  handleUserEvents({ userId, events }: UserEventsHint): void {
    if (this.byUser.has(userId)) this.userNews.push(userId, events);
  }

  private async sendUserEvents(userId: UserId, events: readonly StoredUserEvent[]): Promise<void> {
    try {
      if (events.some((event) => event.kind === 'me.changed')) await this.recheck(userId);
      const [first] = this.sessionsOf(userId);
      if (!first) return;
      const news = { subject: first.subject, stored: events };
      const frame = userFrame(await (needsReading(news) ? this.readNews(news) : this.presentAlone(news)));
      for (const session of this.sessionsOf(userId)) session.send(frame);
    } catch (error) {
      this.context.log.warn({ err: error }, 'user events could not be sent');
      if (!events.some((event) => event.kind === 'me.changed')) return;
      // What this person may see is not known any more; the lines come back when it is.
      for (const session of [...this.sessionsOf(userId)]) session.channel.terminate();
    }
  }

  private presentAlone(news: PersonNews): Promise<UserEvent[]> {
    return presentUserEvents(this.context, this.context.database, news);
  }

  /** Rights of this person changed: what the lines know of them is read anew. */
  private async recheck(userId: UserId): Promise<void> {
    await Promise.all(
      [...this.sessionsOf(userId)].map(async (session) => {
        const { sessionId } = session.subject;
        if (sessionId && (await this.applyFacts(session, sessionId))) this.desk.recheck(session);
      }),
    );
  }

  handleSessionEnded({ sessionIds, userId }: { sessionIds: readonly string[]; userId: UserId }): void {
    const ended = new Set<string>(sessionIds);
    for (const session of [...this.sessionsOf(userId)]) {
      if (!session.subject.sessionId || !ended.has(session.subject.sessionId)) continue;
      this.remove(session);
      session.bye('session_ended');
    }
  }

  /** Hints of other processes may have been lost: membership, sessions and presence are read anew, and clients pull. */
  async handleGap(): Promise<void> {
    this.board.ask();
    this.quiet.handleGap();
    this.toPull = this.allSessions();
    await Promise.all([this.rooms.refreshAll(), this.dropEndedSessions()]);
    const perTick = Math.ceil((this.toPull.length * pullTickMs) / this.limits.pullSpreadMs);
    clearInterval(this.pullTimer);
    this.pullTimer = setInterval(() => this.tellPulls(perTick), pullTickMs).unref();
  }

  private tellPulls(count: number): void {
    for (const session of this.toPull.splice(0, count)) session.send(pullFrame);
    if (this.toPull.length === 0) clearInterval(this.pullTimer);
  }

  private async dropEndedSessions(): Promise<void> {
    const sessions = this.allSessions();
    const batch = 500;
    try {
      for (let from = 0; from < sessions.length; from += batch) {
        const part = sessions.slice(from, from + batch);
        const found = await this.context.findSubjects(part.flatMap(({ subject }) => subject.sessionId ?? []));
        const subjects = new Map(found.map((subject) => [subject.sessionId, subject]));
        for (const session of part) this.renew(session, subjects);
      }
    } catch (error) {
      this.context.log.warn({ err: error }, 'sessions could not be asked for; their ends are noticed later');
    }
  }

  private renew(session: LiveSession, subjects: ReadonlyMap<SessionId, Subject>): void {
    const { sessionId } = session.subject;
    const subject = sessionId && subjects.get(sessionId);
    if (subject) {
      session.subject = subject;
      this.desk.recheck(session);
      return;
    }
    if (!this.byUser.get(session.userId)?.has(session)) return;
    this.remove(session);
    session.bye('session_ended');
  }

  start(): void {
    this.keepAlive.start();
    this.board.start();
    this.quiet.start();
  }

  stop(): void {
    this.keepAlive.stop();
    clearInterval(this.pullTimer);
    this.readers.stop();
    this.presence.stop();
    this.quiet.stop();
    this.board.stop();
    for (const session of this.allSessions()) {
      this.remove(session);
      session.bye('server_stopping');
    }
  }

  private allSessions(): LiveSession[] {
    return [...this.byUser.values()].flatMap((own) => [...own]);
  }
}
