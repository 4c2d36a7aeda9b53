import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';

/** Where the logs of several people stand; those without one are absent. */
export async function findUserHeads(db: Queryable, userIds: readonly UserId[]): Promise<ReadonlyMap<UserId, number>> {
  const rows = await db.query<{ userId: UserId; headSeq: number }>(
    'select user_id as "userId", head_seq as "headSeq" from user_heads where user_id = any($1::uuid[])',
    [userIds],
  );
  return new Map(rows.map((row) => [row.userId, row.headSeq]));
}

/** Where the logs of several conversations stand. */
export const findHeads = (
  db: Queryable,
  ids: readonly ConversationId[],
): Promise<{ id: ConversationId; headSeq: number; memberCount: number }[]> =>
  db.query(
    'select id, head_seq as "headSeq", member_count as "memberCount" from conversations where id = any($1::uuid[])',
    [ids],
  );

/** Present members of several conversations. */
export const listPlaces = (
  db: Queryable,
  conversationIds: readonly ConversationId[],
): Promise<{ conversationId: ConversationId; userId: UserId; visibleFromSeq: number }[]> =>
  db.query(
    `select conversation_id as "conversationId", user_id as "userId", visible_from_seq as "visibleFromSeq"
     from conversation_members where conversation_id = any($1::uuid[]) and left_at is null`,
    [conversationIds],
  );
