import type { ConversationId, Cursor, InboxCounts, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

/** `conversation.set` keeps no summary: the row is made when it is read, so that nobody gets one they may no longer see. */
export type UserEventDraft = { userId: UserId } & (
  | { kind: 'conversation.set' | 'conversation.gone'; conversationId: ConversationId; data: null }
  | { kind: 'cursor.set'; conversationId: ConversationId; data: Cursor }
  | { kind: 'inbox.set'; conversationId: null; data: InboxCounts }
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
