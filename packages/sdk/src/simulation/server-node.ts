import type {
  ClientFrame,
  ConversationEvent,
  ConversationId,
  LiveFrame,
  SessionId,
  UserEvent,
  UserId,
} from '@countinghouse/protocol';
import { isVisible } from './reference-conversation.ts';
import type { ReferenceDatabase, StoredUserEvent } from './reference-database.ts';

/** The server's end of a line. Frames keep their order on the way, or do not arrive. */
export interface ServerLine {
  send(frame: LiveFrame): void;
  end(): void;
}

interface Session {
  userId: UserId;
  sessionId: SessionId;
  watchedConversations: ReadonlySet<ConversationId>;
  watchedPeople: ReadonlySet<UserId>;
}

/** One server process: carries hints to the lines that it holds. Everything in it may be lost. */
export class ServerNode {
  readonly name: string;
  isDown = false;
  /** No hints come in or go out. */
  isCutOff = false;
  /** Grows with each crash; what was begun before it never ends. */
  epoch = 0;
  private readonly database: ReferenceDatabase;
  private readonly lines = new Map<ServerLine, Session>();

  constructor(name: string, database: ReferenceDatabase) {
    this.name = name;
    this.database = database;
  }

  accept(line: ServerLine, { userId, sessionId }: { userId: UserId; sessionId: SessionId }): void {
    this.lines.set(line, { userId, sessionId, watchedConversations: new Set(), watchedPeople: new Set() });
    line.send({ type: 'hello', userSeq: this.database.headSeqOf(userId) });
    this.tellPresence(userId);
  }

  drop(line: ServerLine): void {
    const session = this.lines.get(line);
    this.lines.delete(line);
    if (session) this.tellPresence(session.userId);
  }

  handleClientFrame(line: ServerLine, frame: ClientFrame): void {
    const session = this.lines.get(line);
    if (!session || frame.type !== 'watch') return;
    session.watchedConversations = new Set(frame.conversationIds);
    session.watchedPeople = new Set(frame.userIds);
    const online = frame.userIds.filter((userId) => this.isOnline(userId));
    line.send({ type: 'presence', online, offline: frame.userIds.filter((userId) => !online.includes(userId)) });
  }

  private isOnline(userId: UserId): boolean {
    return [...this.lines.values()].some((session) => session.userId === userId);
  }

  private tellPresence(userId: UserId): void {
    const [online, offline] = this.isOnline(userId) ? [[userId], []] : [[], [userId]];
    for (const [line, { watchedPeople }] of this.lines) {
      if (watchedPeople.has(userId)) line.send({ type: 'presence', online, offline });
    }
  }

  /** Who may see what is looked up at the moment of sending, which is the strictest that a hub can do. */
  handleConversationEvents(conversationId: ConversationId, events: readonly ConversationEvent[]): void {
    const members = this.database.conversations.get(conversationId)?.members;
    for (const [line, { userId }] of this.lines) {
      const member = members?.get(userId);
      const visible = events.filter((event) => member && isVisible(event, member.visibleFromSeq));
      if (visible.length > 0) line.send({ type: 'events', conversationId, events: visible });
    }
  }

  handleUserEvents(userId: UserId, stored: readonly StoredUserEvent[]): void {
    const events: UserEvent[] = stored.map((event) => this.database.present(event));
    for (const [line, session] of this.lines) {
      if (session.userId === userId) line.send({ type: 'user', events });
    }
    for (const event of stored) if (event.kind === 'cursor.set') this.tellReaders(userId, event);
  }

  private tellReaders(
    userId: UserId,
    { conversationId, cursor }: Extract<StoredUserEvent, { kind: 'cursor.set' }>,
  ): void {
    const members = this.database.conversations.get(conversationId)?.members;
    for (const [line, session] of this.lines) {
      if (!session.watchedConversations.has(conversationId) || !members?.has(session.userId)) continue;
      line.send({ type: 'readers', conversationId, cursors: [{ userId, cursor }] });
    }
  }

  endSession(sessionId: SessionId): void {
    for (const [line, session] of [...this.lines]) {
      if (session.sessionId !== sessionId) continue;
      line.send({ type: 'bye', reason: 'session_ended' });
      this.lines.delete(line);
      line.end();
    }
  }

  keepAlive(): void {
    this.sendAll({ type: 'user', events: [] });
  }

  sendAll(frame: LiveFrame): void {
    for (const line of this.lines.keys()) line.send(frame);
  }

  crash(): void {
    this.isDown = true;
    this.epoch += 1;
    const lines = [...this.lines.keys()];
    this.lines.clear();
    for (const line of lines) line.end();
  }

  restart(): void {
    this.isDown = false;
  }
}
