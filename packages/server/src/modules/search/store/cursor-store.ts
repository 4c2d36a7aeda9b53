import type { ConversationId } from '@countinghouse/protocol';
import { bigints, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

export interface IndexCursor {
  conversationId: ConversationId;
  /** The last event of the log that the index knows; 0 before the first. */
  seq: number;
}

/** Held until the transaction ends, by one process at a time; false where another one indexes. */
export async function tryLockIndex(tx: Transaction): Promise<boolean> {
  const [row] = await tx.query<{ isMine: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('search index')) as "isMine"`,
  );
  return row?.isMine ?? false;
}

export const findCursors = (db: Queryable, ids: readonly ConversationId[]): Promise<IndexCursor[]> =>
  db.query(
    `select k.id as "conversationId", coalesce(s.seq, 0) as seq from unnest($1::uuid[]) as k(id)
     left join search_cursors s on s.conversation_id = k.id`,
    [uuids(ids)],
  );

export async function moveCursors(tx: Transaction, cursors: readonly IndexCursor[]): Promise<void> {
  await tx.query(
    `insert into search_cursors (conversation_id, seq) select * from unnest($1::uuid[], $2::bigint[])
     on conflict (conversation_id) do update set seq = excluded.seq`,
    [uuids(cursors.map((cursor) => cursor.conversationId)), bigints(cursors.map((cursor) => cursor.seq))],
  );
}

/** Conversations whose logs go on beyond what the index knows, at most `limit`, and by how many events each. */
export const listBehind = (
  db: Queryable,
  limit: number,
): Promise<{ conversationId: ConversationId; events: number }[]> =>
  db.query(
    `select c.id as "conversationId", c.head_seq - coalesce(s.seq, 0) as events from conversations c
     left join search_cursors s on s.conversation_id = c.id where c.head_seq > coalesce(s.seq, 0) limit $1`,
    [limit],
  );
