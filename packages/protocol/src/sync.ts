import { type Static, Type } from 'typebox';
import { ConversationEvent, ConversationSummary, Cursor } from './conversations.ts';
import { endpoint } from './endpoint.ts';
import { ConversationId } from './ids.ts';
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
  /** What waits for me changed; all counts, a zero is sent as zero. */
  Type.Object({
    ...userEventBase,
    kind: Type.Literal('inbox.set'),
    counts: InboxCounts,
  }),
  /** My rights or my profile changed: fetch `me` again. */
  Type.Object({ ...userEventBase, kind: Type.Literal('me.changed') }),
]);
export type UserEvent = Static<typeof UserEvent>;

/**
 * Agreement of client and server: SHA-256, hexadecimal, of the lines `conversationId cursorSeq cursorMessageCount`
 * of all conversations, sorted by id, and a last line `inbox approvals returned questions queue`, joined by "\n".
 */
export const digestAlgorithm = 'sha-256 of sorted lines';

export const userEventPageMax = 500;

export const sync = {
  snapshot: endpoint({
    id: 'sync.snapshot',
    method: 'GET',
    path: '/api/sync',
    summary: 'Everything that the client keeps, at one position of the user log.',
    response: Type.Object({
      userSeq: Seq,
      conversations: Type.Array(ConversationSummary),
      inbox: InboxCounts,
      digest: Type.String(),
    }),
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
    response: Type.Object({ userSeq: Seq, digest: Type.String() }),
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
  Type.Object({ type: Type.Literal('bye'), reason: oneOf(['session_ended', 'server_stopping']) }),
]);
export type LiveFrame = Static<typeof LiveFrame>;
