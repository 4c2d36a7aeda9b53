import {
  type ConversationEvent,
  type ConversationId,
  type ConversationSummary,
  type Cursor,
  type InboxCounts,
  messagePreview,
  type ResponseOf,
  type sync,
  type UserEvent,
} from '@countinghouse/protocol';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What the client keeps of its own person, at one position of the user log. */
export interface UserState {
  userSeq: number;
  conversations: ReadonlyMap<ConversationId, ConversationSummary>;
  inbox: InboxCounts;
}

export const emptyUserState: UserState = {
  userSeq: 0,
  conversations: new Map(),
  inbox: { approvals: 0, returned: 0, questions: 0, queue: 0 },
};

/** The snapshot is the truth, except where a conversation's log has meanwhile been heard further. */
export const applySnapshot = (state: UserState, snapshot: ResponseOf<typeof sync.snapshot>): UserState => ({
  userSeq: snapshot.userSeq,
  conversations: new Map(
    snapshot.conversations.map((row) => [row.id, withNewest(row, state.conversations.get(row.id))]),
  ),
  inbox: snapshot.inbox,
});

const withNewest = (row: ConversationSummary, known: ConversationSummary | undefined): ConversationSummary =>
  known && known.headSeq > row.headSeq
    ? {
        ...row,
        headSeq: known.headSeq,
        messageCount: known.messageCount,
        lastMessage: known.lastMessage,
        memberCount: known.memberCount,
      }
    : row;

export function applyUserEvent(state: UserState, event: UserEvent): UserState {
  const next = { ...state, userSeq: event.seq };
  switch (event.kind) {
    case 'conversation.set': {
      const { summary } = event;
      const known = state.conversations.get(summary.id);
      return { ...next, conversations: new Map(state.conversations).set(summary.id, withNewest(summary, known)) };
    }
    case 'conversation.gone': {
      const conversations = new Map(state.conversations);
      conversations.delete(event.conversationId);
      return { ...next, conversations };
    }
    case 'cursor.set':
      return applyCursor(next, event.conversationId, event.cursor);
    case 'inbox.set':
      return { ...next, inbox: event.counts };
    case 'me.changed':
      return next;
  }
}

/** A read position never moves back. */
export function applyCursor(state: UserState, conversationId: ConversationId, cursor: Cursor): UserState {
  const row = state.conversations.get(conversationId);
  if (!row || row.cursor.seq >= cursor.seq) return state;
  return { ...state, conversations: new Map(state.conversations).set(conversationId, { ...row, cursor }) };
}

export const furthest = (left: Cursor, right: Cursor): Cursor => (right.seq > left.seq ? right : left);

/** Events of any conversation move its row; all values in them are absolute, so a gap does no harm here. */
export function applyToList(
  state: UserState,
  conversationId: ConversationId,
  events: readonly ConversationEvent[],
): UserState {
  const row = state.conversations.get(conversationId);
  const fresh = events.filter((event) => row && event.seq > row.headSeq);
  if (!row || fresh.length === 0) return state;
  const moved = fresh.reduce(moveRow, row);
  return { ...state, conversations: new Map(state.conversations).set(conversationId, moved) };
}

function moveRow(row: ConversationSummary, event: ConversationEvent): ConversationSummary {
  const next = { ...row, headSeq: event.seq, messageCount: event.messageCount };
  switch (event.kind) {
    case 'message.posted': {
      const { seq, actorId, at, content } = event;
      return { ...next, lastMessage: { seq, actorId, at, preview: messagePreview(content) } };
    }
    case 'member.joined':
      return { ...next, memberCount: row.memberCount + 1 };
    case 'member.left':
      return { ...next, memberCount: row.memberCount - 1 };
    case 'conversation.renamed':
      return { ...next, title: event.title };
    case 'card.set':
      return next;
  }
}

/** The digest that `digestAlgorithm` of the protocol describes. */
export function digestOf(state: UserState): string {
  const lines = [...state.conversations.values()]
    .map((row) => `${row.id} ${row.cursor.seq} ${row.cursor.messageCount}`)
    .sort();
  const { approvals, returned, questions, queue } = state.inbox;
  lines.push(`inbox ${approvals} ${returned} ${questions} ${queue}`);
  return bytesToHex(sha256(utf8ToBytes(lines.join('\n'))));
}

/** Newest activity first. A conversation without messages counts from its making, which its id (UUID version 7) tells. */
export const sortedRows = (rows: Iterable<ConversationSummary>): ConversationSummary[] =>
  [...rows]
    .map((row) => ({ row, atMs: row.lastMessage ? Date.parse(row.lastMessage.at) : madeAtMs(row.id) }))
    .sort((left, right) => right.atMs - left.atMs || (left.row.id < right.row.id ? 1 : -1))
    .map(({ row }) => row);

const madeAtMs = (id: ConversationId): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
