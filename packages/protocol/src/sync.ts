import { type Static, Type } from 'typebox';
import { ConversationEvent, ConversationSummary, Cursor, Draft } from './conversations.ts';
import { endpoint } from './endpoint.ts';
import { PersonStatus } from './identity.ts';
import { ConversationId, UserId } from './ids.ts';
import { Instant, oneOf, Seq } from './values.ts';

export const InboxCounts = Type.Object({
  approvals: Type.Integer(),
  returned: Type.Integer(),
  questions: Type.Integer(),
  /** Claims that wait to be booked or archived; 0 for everybody but finance. */
  queue: Type.Integer(),
});
export type InboxCounts = Static<typeof InboxCounts>;

const userEventBase = { seq: Seq, at: Instant };

/** The user log: what changed for this person, with absolute values. */
export const UserEvent = Type.Union([
  /** The row of the conversation list is new or its title, class or my role changed. */
  Type.Object({ ...userEventBase, kind: Type.Literal('conversation.set'), summary: ConversationSummary }),
  Type.Object({ ...userEventBase, kind: Type.Literal('conversation.gone'), conversationId: ConversationId }),
  Type.Object({ ...userEventBase, kind: Type.Literal('cursor.set'), conversationId: ConversationId, cursor: Cursor }),
  /** The conversation is marked as unread from there on; null: no longer. */
  Type.Object({
    ...userEventBase,
    kind: Type.Literal('mark.set'),
    conversationId: ConversationId,
    mark: Type.Union([Cursor, Type.Null()]),
  }),
  /** The draft as it is when the event is read; null where there is none any more. */
  Type.Object({
    ...userEventBase,
    kind: Type.Literal('draft.set'),
    conversationId: ConversationId,
    /** Where it is one of a thread. */
    threadSeq: Type.Optional(Seq),
    draft: Type.Union([Draft, Type.Null()]),
  }),
  /** What waits for me changed; all counts, a zero is sent as zero. */
  Type.Object({
    ...userEventBase,
    kind: Type.Literal('inbox.set'),
    counts: InboxCounts,
  }),
  /** One of my own lists changed: fetch it where it is shown. */
  Type.Object({
    ...userEventBase,
    kind: Type.Literal('list.changed'),
    list: oneOf(['bookmarks', 'scheduled', 'join-requests', 'notification-settings']),
  }),
  /** My rights or my profile changed: fetch `me` again. */
  Type.Object({ ...userEventBase, kind: Type.Literal('me.changed') }),
]);
export type UserEvent = Static<typeof UserEvent>;

/**
 * Agreement of client and server, defined at one position of the user log. `own`: SHA-256, hexadecimal, of the lines
 * `conversationId cursorSeq cursorMessageCount draftSeq` of all conversations (0 where there is no draft; where it is
 * marked as unread, followed by a space and the `seq` of the mark; then for each draft of a thread, by `threadSeq`, a space
 * and `t threadSeq : draftSeq` without blanks), sorted, and a last line `inbox approvals returned questions queue`, joined by "\n". `heads`: the same of the sorted lines
 * `conversationId headSeq messageCount`; heads move without the user log, so that a client with events under way may
 * differ for a moment.
 */
export const SyncDigest = Type.Object({ own: Type.String(), heads: Type.String() });
export type SyncDigest = Static<typeof SyncDigest>;

/** Everything that a client keeps of its person, at one position of the user log. */
export const SyncSnapshot = Type.Object({
  userSeq: Seq,
  conversations: Type.Array(ConversationSummary),
  inbox: InboxCounts,
  digest: SyncDigest,
});
export type SyncSnapshot = Static<typeof SyncSnapshot>;

export const userEventPageMax = 500;

export const sync = {
  snapshot: endpoint({
    id: 'sync.snapshot',
    method: 'GET',
    path: '/api/sync',
    summary: 'Everything that the client keeps, at one position of the user log.',
    response: SyncSnapshot,
  }),
  resume: endpoint({
    id: 'sync.resume',
    method: 'POST',
    path: '/api/sync/resume',
    summary: 'After a time without a line: says that the client is current, or gives a snapshot.',
    body: Type.Object({ userSeq: Seq, digest: SyncDigest }),
    response: Type.Union([
      Type.Object({ isCurrent: Type.Literal(true) }),
      Type.Object({ isCurrent: Type.Literal(false), snapshot: SyncSnapshot }),
    ]),
  }),
  events: endpoint({
    id: 'sync.events',
    method: 'GET',
    path: '/api/sync/events',
    summary: 'The user log after a position.',
    query: Type.Object({ afterSeq: Seq }),
    response: Type.Object({ events: Type.Array(UserEvent), headSeq: Seq }),
  }),
  digest: endpoint({
    id: 'sync.digest',
    method: 'GET',
    path: '/api/sync/digest',
    summary: 'The digest at the head of the user log.',
    response: Type.Object({ userSeq: Seq, digest: SyncDigest }),
  }),
};

/** WebSocket at this path, signed in by the session cookie or `Authorization: Bearer`. JSON text frames. */
export const livePath = '/api/live';

export const LiveFrame = Type.Union([
  /** First frame: where the user log stands. */
  Type.Object({ type: Type.Literal('hello'), userSeq: Seq }),
  /** New events of one conversation, in order; a gap to what the client has means: pull. */
  Type.Object({ type: Type.Literal('events'), conversationId: ConversationId, events: Type.Array(ConversationEvent) }),
  Type.Object({ type: Type.Literal('user'), events: Type.Array(UserEvent) }),
  /** The server dropped frames for this slow socket: pull everything. */
  Type.Object({ type: Type.Literal('pull') }),
  /** Read positions of others that moved, of the conversations that this line watches. */
  Type.Object({
    type: Type.Literal('readers'),
    conversationId: ConversationId,
    cursors: Type.Array(Type.Object({ userId: UserId, cursor: Cursor })),
  }),
  /** Who of the people that this line watches is on the line and who is not; what is not named is as it was. */
  Type.Object({
    type: Type.Literal('presence'),
    online: Type.Array(UserId),
    offline: Type.Array(UserId),
    /** Those among `online` who touch none of their devices. */
    away: Type.Optional(Type.Array(UserId)),
    /** Those among `online` and `offline` who do not want to be disturbed now; whoever is named without is to be again. */
    quiet: Type.Optional(Type.Array(UserId)),
  }),
  /** Somebody is writing in a conversation that this line watches; true for `typingMs` unless it is said again. */
  Type.Object({ type: Type.Literal('typing'), conversationId: ConversationId, userId: UserId }),
  /** The status of a person whom this line watches; null: none. */
  Type.Object({ type: Type.Literal('status'), userId: UserId, status: Type.Union([PersonStatus, Type.Null()]) }),
  Type.Object({ type: Type.Literal('bye'), reason: oneOf(['session_ended', 'server_stopping']) }),
]);
export type LiveFrame = Static<typeof LiveFrame>;

/** In bigger groups nobody is told who is writing. */
export const typingGroupMax = 200;
export const typingMs = 6_000;
/** Whoever touched none of their devices for so long is away. */
export const awayAfterMs = 10 * 60_000;
export const watchedConversationsMax = 10;
export const watchedPeopleMax = 200;

/** What a client may say on a WebSocket. Server-sent events have no way back; there such news is fetched. */
export const ClientFrame = Type.Union([
  /**
   * What is on the screen now; takes the place of what was said before. For these the server sends `readers` and
   * `presence`, of which a first `presence` names everybody who is online, or offline and quiet. What the caller may not see is left out.
   */
  Type.Object({
    type: Type.Literal('watch'),
    conversationIds: Type.Array(ConversationId, { maxItems: watchedConversationsMax }),
    userIds: Type.Array(UserId, { maxItems: watchedPeopleMax }),
  }),
  /** I am writing here. Told to the lines that watch the conversation, in groups of at most `typingGroupMax`. */
  Type.Object({ type: Type.Literal('typing'), conversationId: ConversationId }),
  /** Whether somebody touches this device; a new line counts as touched. Said when it changes, which is `awayAfterMs` after the last touch. */
  Type.Object({ type: Type.Literal('activity'), isActive: Type.Boolean() }),
]);
export type ClientFrame = Static<typeof ClientFrame>;
