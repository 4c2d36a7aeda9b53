import type { ConversationId, UserId } from '@countinghouse/protocol';
import { bigints, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { EventPlace } from './event-store.ts';

export interface ThreadPlace {
  conversationId: ConversationId;
  threadSeq: number;
}

/** Messages of a thread without the first that the member may see, the newest first. */
export async function listThreadSeqs(
  db: Queryable,
  {
    conversationId,
    threadSeq,
    userId,
    beforeSeq,
    limit,
  }: ThreadPlace & {
    userId: UserId;
    beforeSeq: number;
    limit: number;
  },
): Promise<number[]> {
  // By position, which grows with the number, so that the index gives the page.
  const rows = await db.query<{ seq: number }>(
    `select t.seq from thread_messages t where t.conversation_id = $1 and t.thread_seq = $2 and t.seq < $3
       and t.seq >= (select m.visible_from_seq from conversation_members m
         where m.conversation_id = $1 and m.user_id = $5 and m.left_at is null)
     order by t.position desc limit $4`,
    [conversationId, threadSeq, beforeSeq, limit, userId],
  );
  return rows.map((row) => row.seq);
}

/** How many messages each of the threads holds; those that hold none are left out. */
export const countThreads = (
  db: Queryable,
  places: readonly ThreadPlace[],
): Promise<(ThreadPlace & { count: number })[]> =>
  db.query(
    `select k.c as "conversationId", k.t as "threadSeq", n.position as count
     from unnest($1::uuid[], $2::bigint[]) as k(c, t)
     cross join lateral (
       select m.position from thread_messages m where m.conversation_id = k.c and m.thread_seq = k.t
       order by m.position desc limit 1
     ) n`,
    [uuids(places.map((place) => place.conversationId)), bigints(places.map((place) => place.threadSeq))],
  );

export async function insertThreadMessages(
  tx: Transaction,
  rows: readonly (ThreadPlace & { seq: number; position: number })[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into thread_messages (conversation_id, seq, thread_seq, position)
     select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[])`,
    [
      uuids(rows.map((row) => row.conversationId)),
      bigints(rows.map((row) => row.seq)),
      bigints(rows.map((row) => row.threadSeq)),
      bigints(rows.map((row) => row.position)),
    ],
  );
}

/** A message, with the first one of its thread where it stands in one. */
export type Target = EventPlace & { threadSeq: number | null };

/** Those of the places that are messages. */
export const findTargets = (db: Queryable, places: readonly EventPlace[]): Promise<Target[]> =>
  db.query(
    `select e.conversation_id as "conversationId", e.seq, t.thread_seq as "threadSeq"
     from unnest($1::uuid[], $2::bigint[]) as k(c, s)
     join conversation_events e on e.conversation_id = k.c and e.seq = k.s and e.kind = 'message.posted'
     left join thread_messages t on t.conversation_id = e.conversation_id and t.seq = e.seq`,
    [uuids(places.map((place) => place.conversationId)), bigints(places.map((place) => place.seq))],
  );
