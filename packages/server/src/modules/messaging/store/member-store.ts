import type { ConversationId, ConversationRole, Cursor, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { MemberPlace } from '../context.ts';

export interface MemberRow {
  conversationId: ConversationId;
  userId: UserId;
  role: ConversationRole;
  visibleFromSeq: number;
  joinedAt: Date;
  cursorSeq: number;
  cursorMessageCount: number;
}

const memberColumns =
  'm.conversation_id as "conversationId", m.user_id as "userId", m.role, m.visible_from_seq as "visibleFromSeq", m.joined_at as "joinedAt", m.cursor_seq as "cursorSeq", m.cursor_message_count as "cursorMessageCount"';

/** Present members, longest-standing first. */
export const listMembers = (db: Queryable, conversationId: ConversationId): Promise<MemberRow[]> =>
  db.query(
    `select ${memberColumns} from conversation_members m
     where m.conversation_id = $1 and m.left_at is null order by m.joined_at, m.user_id`,
    [conversationId],
  );

/** Those of the places that are held at present. */
export const findMembers = (db: Queryable, places: readonly MemberPlace[]): Promise<MemberRow[]> =>
  db.query(
    `select ${memberColumns} from unnest($1::uuid[], $2::uuid[]) as k(conversation_id, user_id)
     join conversation_members m using (conversation_id, user_id) where m.left_at is null`,
    [places.map((place) => place.conversationId), places.map((place) => place.userId)],
  );

/** A person who comes back starts anew, at the place that the new joining gives. */
export async function upsertMembers(tx: Transaction, rows: readonly MemberRow[]): Promise<void> {
  await tx.query(
    `insert into conversation_members
       (conversation_id, user_id, role, visible_from_seq, joined_at, left_at, cursor_seq, cursor_message_count)
     select c, u, r, v, j, null, s, n
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::bigint[], $7::bigint[]) as t(c, u, r, v, j, s, n)
     on conflict (conversation_id, user_id) do update set role = excluded.role, visible_from_seq = excluded.visible_from_seq,
       joined_at = excluded.joined_at, left_at = null, cursor_seq = excluded.cursor_seq,
       cursor_message_count = excluded.cursor_message_count`,
    [
      rows.map((row) => row.conversationId),
      rows.map((row) => row.userId),
      rows.map((row) => row.role),
      rows.map((row) => row.visibleFromSeq),
      rows.map((row) => row.joinedAt),
      rows.map((row) => row.cursorSeq),
      rows.map((row) => row.cursorMessageCount),
    ],
  );
}

export const markLeft = (tx: Transaction, place: MemberPlace, at: Date): Promise<object[]> =>
  tx.query('update conversation_members set left_at = $3 where conversation_id = $1 and user_id = $2', [
    place.conversationId,
    place.userId,
    at,
  ]);

export const setRole = (tx: Transaction, place: MemberPlace, role: ConversationRole): Promise<object[]> =>
  tx.query('update conversation_members set role = $3 where conversation_id = $1 and user_id = $2', [
    place.conversationId,
    place.userId,
    role,
  ]);

export const countMembers = (tx: Transaction, conversationId: ConversationId): Promise<object[]> =>
  tx.query(
    `update conversations set member_count =
       (select count(*) from conversation_members where conversation_id = $1 and left_at is null) where id = $1`,
    [conversationId],
  );

export interface CursorMove extends MemberPlace {
  cursor: Cursor;
}

/** Applies the moves that lead forward and returns those. */
export async function moveCursors(tx: Transaction, moves: readonly CursorMove[]): Promise<CursorMove[]> {
  const rows = await tx.query<MemberPlace & Cursor>(
    `update conversation_members m set cursor_seq = v.seq, cursor_message_count = v.count
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as v(conversation_id, user_id, seq, count)
     where m.conversation_id = v.conversation_id and m.user_id = v.user_id and m.left_at is null and m.cursor_seq < v.seq
     returning m.conversation_id as "conversationId", m.user_id as "userId", v.seq, v.count as "messageCount"`,
    [
      moves.map((move) => move.conversationId),
      moves.map((move) => move.userId),
      moves.map((move) => move.cursor.seq),
      moves.map((move) => move.cursor.messageCount),
    ],
  );
  return rows.map(({ conversationId, userId, seq, messageCount }) => ({
    conversationId,
    userId,
    cursor: { seq, messageCount },
  }));
}

export async function doShareConversation(db: Queryable, one: UserId, other: UserId): Promise<boolean> {
  const rows = await db.query(
    `select 1 from conversation_members a join conversation_members b using (conversation_id)
     where a.user_id = $1 and b.user_id = $2 and a.left_at is null and b.left_at is null limit 1`,
    [one, other],
  );
  return rows.length > 0;
}

/** Everybody who is in a conversation with this person now. */
export async function listSharedPeople(db: Queryable, userId: UserId): Promise<UserId[]> {
  const rows = await db.query<{ userId: UserId }>(
    `select distinct b.user_id as "userId" from conversation_members a join conversation_members b using (conversation_id)
     where a.user_id = $1 and a.left_at is null and b.left_at is null`,
    [userId],
  );
  return rows.map((row) => row.userId);
}
