import type { ConversationId, Cursor, InboxCounts, UserEvent, UserId } from '@countinghouse/protocol';
import { bigints, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { MemberPlace } from '../context.ts';
import type { CursorMove } from './member-store.ts';

/** A list of a person's own that is fetched where it is shown. */
export type OwnList = Extract<UserEvent, { kind: 'list.changed' }>['list'];

/** `conversation.set` and `draft.set` keep no content: it is read when they are, so that nobody gets what they may no longer see. */
export type UserEventDraft = { userId: UserId } & (
  | { kind: 'conversation.set' | 'conversation.gone'; conversationId: ConversationId; data: null }
  | { kind: 'draft.set'; conversationId: ConversationId; data: { threadSeq: number } | null }
  | { kind: 'cursor.set'; conversationId: ConversationId; data: Cursor }
  | { kind: 'mark.set'; conversationId: ConversationId; data: Cursor | null }
  | { kind: 'inbox.set'; conversationId: null; data: InboxCounts }
  | { kind: 'list.changed'; conversationId: null; data: { list: OwnList } }
  | { kind: 'me.changed'; conversationId: null; data: null }
);
export type StoredUserEvent = UserEventDraft & { seq: number; at: Date };

/** Takes the next `count` numbers of each person's log, in the order of ids so that transactions do not cross. Returns the last one taken. */
export async function takeUserSeqs(
  tx: Transaction,
  counts: ReadonlyMap<UserId, number>,
): Promise<ReadonlyMap<UserId, number>> {
  const sorted = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  const rows = await tx.query<{ userId: UserId; headSeq: number }>(
    `insert into user_heads (user_id, head_seq) select * from unnest($1::uuid[], $2::bigint[])
     on conflict (user_id) do update set head_seq = user_heads.head_seq + excluded.head_seq
     returning user_id as "userId", head_seq as "headSeq"`,
    [sorted.map(([userId]) => userId), sorted.map(([, count]) => count)],
  );
  return new Map(rows.map((row) => [row.userId, row.headSeq]));
}

export async function insertUserEvents(tx: Transaction, events: readonly StoredUserEvent[]): Promise<void> {
  await tx.query(
    `insert into user_events (user_id, seq, kind, at, conversation_id, data)
     select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::uuid[], $6::jsonb[])`,
    [
      events.map((event) => event.userId),
      events.map((event) => event.seq),
      events.map((event) => event.kind),
      events.map((event) => event.at),
      events.map((event) => event.conversationId),
      events.map((event) => (event.data === null ? null : JSON.stringify(event.data))),
    ],
  );
}

export interface LoggedMove {
  userId: UserId;
  conversationId: ConversationId;
  cursor: Cursor;
  /** Position in the person's own log. */
  seq: number;
}

/**
 * Moves read positions forward and appends each move that led anywhere to its person's log, in the order given: one
 * statement, because it runs with every group of messages. Locks members, then heads of user logs by id.
 */
export async function moveCursorsLogged(
  tx: Transaction,
  { moves, at }: { moves: readonly CursorMove[]; at: Date },
): Promise<LoggedMove[]> {
  const rows = await tx.query<MemberPlace & { seq: number; cursorSeq: number; messageCount: number }>(
    `with wanted as materialized (
       select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) with ordinality
         as w(conversation_id, user_id, cursor_seq, message_count, place)
     ), moved as (
       update conversation_members m set cursor_seq = w.cursor_seq, cursor_message_count = w.message_count,
         cursor_at = $5 from wanted w
       where m.conversation_id = w.conversation_id and m.user_id = w.user_id and m.left_at is null
         and m.cursor_seq < w.cursor_seq
       returning w.*
     ), heads as (
       insert into user_heads (user_id, head_seq) select user_id, count(*) from moved group by user_id order by user_id
       on conflict (user_id) do update set head_seq = user_heads.head_seq + excluded.head_seq
       returning user_id, head_seq
     ), numbered as materialized (
       select moved.*, head_seq - count(*) over (partition by user_id)
         + row_number() over (partition by user_id order by place) as seq
       from moved join heads using (user_id)
     ), logged as (
       insert into user_events (user_id, seq, kind, at, conversation_id, data)
       select user_id, seq, 'cursor.set', $5, conversation_id,
         jsonb_build_object('seq', cursor_seq, 'messageCount', message_count)
       from numbered
     )
     select user_id as "userId", conversation_id as "conversationId", cursor_seq as "cursorSeq",
       message_count as "messageCount", seq from numbered order by user_id, seq`,
    [
      uuids(moves.map((move) => move.conversationId)),
      uuids(moves.map((move) => move.userId)),
      bigints(moves.map((move) => move.cursor.seq)),
      bigints(moves.map((move) => move.cursor.messageCount)),
      at,
    ],
    'prepared',
  );
  return rows.map(({ userId, conversationId, cursorSeq, messageCount, seq }) => ({
    userId,
    conversationId,
    cursor: { seq: cursorSeq, messageCount },
    seq,
  }));
}

export const listUserEventsAfter = (
  db: Queryable,
  range: { userId: UserId; afterSeq: number; limit: number },
): Promise<StoredUserEvent[]> =>
  db.query(
    `select user_id as "userId", seq, kind, at, conversation_id as "conversationId", data from user_events
     where user_id = $1 and seq > $2 order by seq limit $3`,
    [range.userId, range.afterSeq, range.limit],
  );

export const setInboxCounts = (tx: Transaction, userId: UserId, counts: InboxCounts): Promise<object[]> =>
  tx.query(
    `update user_heads set inbox_approvals = $2, inbox_returned = $3, inbox_questions = $4, inbox_queue = $5
     where user_id = $1`,
    [userId, counts.approvals, counts.returned, counts.questions, counts.queue],
  );

export interface UserHead {
  headSeq: number;
  inbox: InboxCounts;
}

export async function getUserHead(db: Queryable, userId: UserId): Promise<UserHead> {
  const [row] = await db.query<{ headSeq: number } & InboxCounts>(
    `select head_seq as "headSeq", inbox_approvals as approvals, inbox_returned as returned, inbox_questions as questions,
            inbox_queue as queue
     from user_heads where user_id = $1`,
    [userId],
  );
  if (!row) return { headSeq: 0, inbox: { approvals: 0, returned: 0, questions: 0, queue: 0 } };
  const { headSeq, ...inbox } = row;
  return { headSeq, inbox };
}
