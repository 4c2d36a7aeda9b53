import type { ConversationId, ConversationRole, Cursor, MemberSettings, UserId } from '@countinghouse/protocol';
import { uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { MemberPlace } from '../context.ts';

/** What a member has chosen for themselves. */
interface MemberChoices {
  isPinned: boolean;
  notify: MemberSettings['notify'];
}

export type MemberRow = {
  conversationId: ConversationId;
  userId: UserId;
  role: ConversationRole;
  visibleFromSeq: number;
  joinedAt: Date;
  cursorSeq: number;
  cursorMessageCount: number;
} & MemberChoices;

const nilUuid = '00000000-0000-0000-0000-000000000000';

/** Of `conversation_members` under the alias `m`. */
export const memberColumns =
  'm.conversation_id as "conversationId", m.user_id as "userId", m.role, m.visible_from_seq as "visibleFromSeq", m.joined_at as "joinedAt", m.cursor_seq as "cursorSeq", m.cursor_message_count as "cursorMessageCount", m.is_pinned as "isPinned", m.notify';

/** Present members, longest-standing first; at most `limit`, where given. */
export const listMembers = (db: Queryable, conversationId: ConversationId, limit?: number): Promise<MemberRow[]> =>
  db.query(
    `select ${memberColumns} from conversation_members m
     where m.conversation_id = $1 and m.left_at is null order by m.joined_at, m.user_id limit $2`,
    [conversationId, limit ?? null],
  );

/** Present members in the order of their ids. */
export const listMemberPage = (
  db: Queryable,
  { conversationId, afterUserId, limit }: { conversationId: ConversationId; afterUserId?: UserId; limit: number },
): Promise<MemberRow[]> =>
  db.query(
    `select ${memberColumns} from conversation_members m
     where m.conversation_id = $1 and m.left_at is null and m.user_id > coalesce($2::uuid, '${nilUuid}') order by m.user_id limit $3`,
    [conversationId, afterUserId ?? null, limit],
  );

/** Those of the places that are held at present. */
export const findMembers = (db: Queryable, places: readonly MemberPlace[]): Promise<MemberRow[]> =>
  db.query(
    `select ${memberColumns} from unnest($1::uuid[], $2::uuid[]) as k(conversation_id, user_id)
     join conversation_members m using (conversation_id, user_id) where m.left_at is null`,
    [uuids(places.map((place) => place.conversationId)), uuids(places.map((place) => place.userId))],
    'prepared',
  );

/** A joining, with the event of the log that tells of it. */
export type JoiningMember = Omit<MemberRow, keyof MemberChoices> & { joinedSeq: number };

/** A person who comes back starts anew, at the place that the new joining gives; the time before is kept. */
export async function upsertMembers(tx: Transaction, rows: readonly JoiningMember[]): Promise<void> {
  await tx.query(
    `insert into past_memberships (conversation_id, user_id, joined_seq, left_seq, cursor_seq)
     select conversation_id, user_id, coalesce(joined_seq, 1), left_seq, cursor_seq
     from unnest($1::uuid[], $2::uuid[]) as k(conversation_id, user_id)
     join conversation_members using (conversation_id, user_id) where left_at is not null and left_seq is not null
     on conflict do nothing`,
    [rows.map((row) => row.conversationId), rows.map((row) => row.userId)],
  );
  await tx.query(
    `insert into conversation_members
       (conversation_id, user_id, role, visible_from_seq, joined_at, left_at, cursor_seq, cursor_message_count, joined_seq, left_seq)
     select c, u, r, v, j, null, s, n, q, null
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::bigint[], $7::bigint[], $8::bigint[])
       as t(c, u, r, v, j, s, n, q)
     on conflict (conversation_id, user_id) do update set role = excluded.role, visible_from_seq = excluded.visible_from_seq,
       joined_at = excluded.joined_at, left_at = null, cursor_seq = excluded.cursor_seq,
       cursor_message_count = excluded.cursor_message_count, cursor_at = null, is_pinned = false, notify = 'all', mark_seq = null,
       mark_message_count = null, joined_seq = excluded.joined_seq, left_seq = null`,
    [
      rows.map((row) => row.conversationId),
      rows.map((row) => row.userId),
      rows.map((row) => row.role),
      rows.map((row) => row.visibleFromSeq),
      rows.map((row) => row.joinedAt),
      rows.map((row) => row.cursorSeq),
      rows.map((row) => row.cursorMessageCount),
      rows.map((row) => row.joinedSeq),
    ],
  );
}

/** `seq` is the event of the log that tells of it. */
export const markLeft = (
  tx: Transaction,
  place: MemberPlace,
  { at, seq }: { at: Date; seq: number },
): Promise<object[]> =>
  tx.query(
    'update conversation_members set left_at = $3, left_seq = $4 where conversation_id = $1 and user_id = $2 and left_at is null',
    [place.conversationId, place.userId, at, seq],
  );

export const setRole = (tx: Transaction, place: MemberPlace, role: ConversationRole): Promise<object[]> =>
  tx.query('update conversation_members set role = $3 where conversation_id = $1 and user_id = $2', [
    place.conversationId,
    place.userId,
    role,
  ]);

export const setChoices = (tx: Transaction, place: MemberPlace, mine: MemberSettings): Promise<object[]> =>
  tx.query(
    'update conversation_members set is_pinned = $3, notify = $4 where conversation_id = $1 and user_id = $2 and left_at is null',
    [place.conversationId, place.userId, mine.isPinned, mine.notify],
  );

/** Where the person has marked the conversation as unread. */
export async function findMark(db: Queryable, place: MemberPlace): Promise<Cursor | undefined> {
  const [row] = await db.query<Cursor>(
    `select mark_seq as seq, mark_message_count as "messageCount" from conversation_members
     where conversation_id = $1 and user_id = $2 and left_at is null and mark_seq is not null`,
    [place.conversationId, place.userId],
  );
  return row;
}

export const writeMark = (tx: Transaction, place: MemberPlace, mark: Cursor | null): Promise<object[]> =>
  tx.query(
    `update conversation_members set mark_seq = $3, mark_message_count = $4
     where conversation_id = $1 and user_id = $2 and left_at is null`,
    [place.conversationId, place.userId, mark?.seq ?? null, mark?.messageCount ?? null],
  );

export const hasGuests = async (db: Queryable, conversationId: ConversationId): Promise<boolean> =>
  (
    await db.query(
      "select 1 from conversation_members where conversation_id = $1 and role = 'guest' and left_at is null limit 1",
      [conversationId],
    )
  ).length > 0;

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
export async function moveCursors(
  tx: Transaction,
  { moves, at }: { moves: readonly CursorMove[]; at: Date },
): Promise<CursorMove[]> {
  const rows = await tx.query<MemberPlace & Cursor>(
    `update conversation_members m set cursor_seq = v.seq, cursor_message_count = v.count, cursor_at = $5
     from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) as v(conversation_id, user_id, seq, count)
     where m.conversation_id = v.conversation_id and m.user_id = v.user_id and m.left_at is null and m.cursor_seq < v.seq
     returning m.conversation_id as "conversationId", m.user_id as "userId", v.seq, v.count as "messageCount"`,
    [
      moves.map((move) => move.conversationId),
      moves.map((move) => move.userId),
      moves.map((move) => move.cursor.seq),
      moves.map((move) => move.cursor.messageCount),
      at,
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

/** Present members who hold one of these roles. */
export async function listMembersInRoles(
  db: Queryable,
  conversationId: ConversationId,
  roles: readonly ConversationRole[],
): Promise<UserId[]> {
  const rows = await db.query<{ userId: UserId }>(
    `select m.user_id as "userId" from conversation_members m
     where m.conversation_id = $1 and m.left_at is null and m.role = any($2::text[])`,
    [conversationId, roles],
  );
  return rows.map((row) => row.userId);
}
