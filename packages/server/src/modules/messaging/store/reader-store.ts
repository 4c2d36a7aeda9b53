import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';

export interface ReaderPage {
  readCount: number;
  unreadCount: number;
  userIds: UserId[];
}

/** `message` is the message $2 of the conversation $1, and `present` who was there, each of them once. */
const presentAtMessage = `with message as (
       select conversation_id, seq, actor_id from conversation_events
       where conversation_id = $1 and seq = $2 and kind = 'message.posted'
     ), present as (
       select m.user_id, m.cursor_seq >= $2 as has_read, m.cursor_at from message e
       join conversation_members m on m.conversation_id = e.conversation_id
       where m.user_id <> e.actor_id and coalesce(m.joined_seq, 1) <= $2 and (m.left_at is null or m.left_seq > $2)
       union all
       select p.user_id, p.cursor_seq >= $2, null from message e
       join past_memberships p on p.conversation_id = e.conversation_id
       where p.user_id <> e.actor_id and p.joined_seq <= $2 and p.left_seq > $2
     )`;

/**
 * Members at the message, without its author, by whether they had read it when they left or have read it now. A person
 * who came back counts by the time in which the message was posted. Undefined where `seq` is no message.
 */
export async function findReaderPage(
  db: Queryable,
  request: { conversationId: ConversationId; seq: number; hasRead: boolean; afterUserId?: UserId; limit: number },
): Promise<ReaderPage | undefined> {
  const [row] = await db.query<Omit<ReaderPage, 'userIds'> & { userIds: UserId[] | null }>(
    `${presentAtMessage}
     select (select count(*) from present where has_read) as "readCount",
            (select count(*) from present where not has_read) as "unreadCount",
            (select array_agg(user_id order by user_id) from
              (select user_id from present where has_read = $3 and ($4::uuid is null or user_id > $4)
               order by user_id limit $5) as page) as "userIds"
     from message`,
    [request.conversationId, request.seq, request.hasRead, request.afterUserId ?? null, request.limit],
  );
  return row && { ...row, userIds: row.userIds ?? [] };
}

export interface ReaderCount {
  seq: number;
  readCount: number;
  unreadCount: number;
}

/** For each of these that is a message, as `findReaderPage` counts. */
export const countReaders = (
  db: Queryable,
  { conversationId, seqs }: { conversationId: ConversationId; seqs: readonly number[] },
): Promise<ReaderCount[]> =>
  db.query(
    `with present as materialized (
       select user_id, cursor_seq, coalesce(joined_seq, 1) as joined_seq, case when left_at is not null then coalesce(left_seq, 0) end as left_seq
       from conversation_members where conversation_id = $1
       union all
       select user_id, cursor_seq, joined_seq, left_seq from past_memberships where conversation_id = $1
     )
     select e.seq, count(p.user_id) filter (where p.cursor_seq >= e.seq) as "readCount",
            count(p.user_id) filter (where p.cursor_seq < e.seq) as "unreadCount"
     from conversation_events e
     left join present p on p.user_id <> e.actor_id and p.joined_seq <= e.seq and coalesce(p.left_seq, e.seq + 1) > e.seq
     where e.conversation_id = $1 and e.seq = any($2::bigint[]) and e.kind = 'message.posted'
     group by e.seq order by e.seq`,
    [conversationId, seqs],
  );

export interface Reader {
  userId: UserId;
  hasRead: boolean;
  /** When the read position came to where it is; null where that is not known. */
  cursorAt: Date | null;
}

/** All of them, in the order of ids. Undefined where `seq` is no message. */
export async function findReaders(
  db: Queryable,
  { conversationId, seq }: { conversationId: ConversationId; seq: number },
): Promise<Reader[] | undefined> {
  const rows = await db.query<Reader | { userId: null }>(
    `${presentAtMessage}
     select p.user_id as "userId", p.has_read as "hasRead", p.cursor_at as "cursorAt"
     from message left join present p on true order by p.user_id`,
    [conversationId, seq],
  );
  return rows.length === 0 ? undefined : rows.filter((row): row is Reader => row.userId !== null);
}
