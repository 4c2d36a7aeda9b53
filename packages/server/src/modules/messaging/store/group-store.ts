import {
  type ConversationId,
  type JoinRequest,
  type OpenGroup,
  type OwnerlessGroup,
  openGroupPageMax,
  sharedGroupsMax,
  type UserId,
} from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Bind } from '../../../platform/rights/index.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import type { MemberPlace } from '../context.ts';

export async function listOwnedGroups(db: Queryable, userId: UserId): Promise<ConversationId[]> {
  const rows = await db.query<{ id: ConversationId }>(
    `select c.id from conversation_members m join conversations c on c.id = m.conversation_id
     where m.user_id = $1 and m.left_at is null and m.role = 'owner' and c.kind = 'group'`,
    [userId],
  );
  return rows.map((row) => row.id);
}

const isActiveMember = `m.conversation_id = c.id and m.left_at is null and u.deactivated_at is null`;
/** People are left in it, and none of them, nor anybody of the firm who was cut off, can govern it. */
const withoutOwner = `c.kind = 'group'
  and exists (select 1 from conversation_members m join users u on u.id = m.user_id where ${isActiveMember} and u.kind <> 'app')
  and not exists (select 1 from conversation_members m join users u on u.id = m.user_id where ${isActiveMember} and m.role = 'owner')`;

/** Newest first, one more than a page. */
export const listOwnerlessGroups = (db: Queryable, beforeId: ConversationId | undefined): Promise<OwnerlessGroup[]> =>
  db.query(
    `select c.id, c.title, c.member_count as "memberCount", c.archived_at is not null as "isArchived"
     from conversations c where ($1::uuid is null or c.id < $1) and ${withoutOwner}
     order by c.id desc limit ${openGroupPageMax + 1}`,
    [beforeId ?? null],
  );

export const isOwnerless = async (db: Queryable, conversationId: ConversationId): Promise<boolean> =>
  (await db.query(`select 1 from conversations c where c.id = $1 and ${withoutOwner}`, [conversationId])).length > 0;

/** Those of `mayRead` in which both are now; the count goes beyond the page. */
export async function listSharedGroups(
  db: Queryable,
  request: { userId: UserId; otherId: UserId; mayRead: string; bind: Bind; values: unknown[] },
): Promise<{ groups: { id: ConversationId; title: string }[]; count: number }> {
  const { userId, otherId, mayRead, bind, values } = request;
  const rows = await db.query<{ id: ConversationId; title: string; count: number }>(
    `select c.id, c.title, count(*) over () as count
     from conversation_members a join conversation_members b using (conversation_id)
     join conversations c on c.id = a.conversation_id
     where a.user_id = ${bind(userId)} and a.left_at is null and b.user_id = ${bind(otherId)} and b.left_at is null
       and c.kind = 'group' and ${mayRead}
     order by c.id desc limit ${sharedGroupsMax}`,
    values,
  );
  return { groups: rows.map(({ id, title }) => ({ id, title })), count: Number(rows[0]?.count ?? 0) };
}

export interface OpenGroupsRequest {
  userId: UserId;
  text?: string;
  beforeId?: ConversationId;
  /** Predicate on the conversation `c`, its parameters bound by `bind` into `values`. */
  mayFind: string;
  bind: Bind;
  values: unknown[];
}

/** Newest first, one more than a page. Without those that the person is in. */
export const listOpenGroups = (
  db: Queryable,
  { userId, text, beforeId, mayFind, bind, values }: OpenGroupsRequest,
): Promise<OpenGroup[]> => {
  const user = bind(userId);
  return db.query(
    `select c.id, c.title, c.member_count as "memberCount", c.settings ->> 'join' as join,
            exists (select 1 from join_requests r where r.conversation_id = c.id and r.user_id = ${user}) as "hasAsked"
     from conversations c
     where c.kind = 'group' and c.settings ->> 'join' in ('ask', 'open') and c.archived_at is null and ${mayFind}
       and not exists (select 1 from conversation_members m
         where m.conversation_id = c.id and m.user_id = ${user} and m.left_at is null)
       ${text === undefined ? '' : `and position(lower(${bind(text)}) in lower(c.title)) > 0`}
       ${beforeId === undefined ? '' : `and c.id < ${bind(beforeId)}`}
     order by c.id desc limit ${bind(openGroupPageMax + 1)}`,
    values,
  );
};

/** Whether the person stands before a group that they may do this with. */
export async function isOpenGroup(
  db: Queryable,
  { conversationId, may, bind, values }: { conversationId: ConversationId; may: string; bind: Bind; values: unknown[] },
): Promise<boolean> {
  const rows = await db.query(
    `select 1 from conversations c where c.id = ${bind(conversationId)} and c.kind = 'group' and ${may}`,
    values,
  );
  return rows.length > 0;
}

interface JoinRequestRow extends MemberPlace {
  at: Date;
  keyId: number;
  ciphertext: Buffer;
}

/** Binds the note to who wrote it for whom. */
const sealingContext = ({ conversationId, userId }: MemberPlace): string => `join-request ${conversationId} ${userId}`;

/** False where the person had asked before; the note is replaced then. */
export async function upsertJoinRequest(
  tx: Transaction,
  sealer: Sealer,
  { place, at, note }: { place: MemberPlace; at: Date; note: string },
): Promise<boolean> {
  const sealed = await sealer.seal({
    scope: place.conversationId,
    context: sealingContext(place),
    plaintext: Buffer.from(note),
  });
  const [row] = await tx.query<{ isNew: boolean }>(
    `insert into join_requests (conversation_id, user_id, at, key_id, ciphertext) values ($1, $2, $3, $4, $5)
     on conflict (conversation_id, user_id) do update set key_id = excluded.key_id, ciphertext = excluded.ciphertext
     returning xmax = 0 as "isNew"`,
    [place.conversationId, place.userId, at, sealed.keyId, sealed.ciphertext],
  );
  return row?.isNew ?? false;
}

/** Those of the people who had asked. */
export async function deleteJoinRequests(
  tx: Transaction,
  conversationId: ConversationId,
  userIds: readonly UserId[],
): Promise<UserId[]> {
  const rows = await tx.query<{ userId: UserId }>(
    `delete from join_requests where conversation_id = $1 and user_id = any($2::uuid[]) returning user_id as "userId"`,
    [conversationId, userIds],
  );
  return rows.map((row) => row.userId);
}

export async function countJoinRequests(tx: Transaction, conversationId: ConversationId): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*) as count from join_requests where conversation_id = $1',
    [conversationId],
  );
  return Number(row?.count ?? 0);
}

/** Of the groups that fit `mayGovern` on the conversation `c`, the oldest first. */
export async function listJoinRequests(
  db: Queryable,
  sealer: Sealer,
  {
    userId,
    limit,
    mayGovern,
    bind,
    values,
  }: {
    userId: UserId;
    limit: number;
    mayGovern: string;
    bind: Bind;
    values: unknown[];
  },
): Promise<JoinRequest[]> {
  const rows = await db.query<JoinRequestRow>(
    `select r.conversation_id as "conversationId", r.user_id as "userId", r.at, r.key_id as "keyId", r.ciphertext
     from conversation_members m join conversations c on c.id = m.conversation_id
     join join_requests r on r.conversation_id = c.id
     where m.user_id = ${bind(userId)} and m.left_at is null and ${mayGovern}
     order by r.at, r.user_id limit ${bind(limit)}`,
    values,
  );
  const notes = await sealer.openAll(
    rows.map((row) => ({ keyId: row.keyId, ciphertext: row.ciphertext, context: sealingContext(row) })),
  );
  return rows.map(({ conversationId, userId: askerId, at }, index) => ({
    conversationId,
    userId: askerId,
    at: at.toISOString(),
    note: String(notes[index]),
  }));
}
