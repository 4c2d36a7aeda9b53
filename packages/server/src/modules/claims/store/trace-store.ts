import type { Claim, ClaimId, ConversationId, EngagementId, Locale, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

export interface ClaimCardPlace {
  claimId: ClaimId;
  conversationId: ConversationId;
  messageSeq: number;
  userId: UserId;
  digest: string;
}

export const listCardPlaces = (db: Queryable, claimId: ClaimId): Promise<ClaimCardPlace[]> =>
  db.query<ClaimCardPlace>(
    `select claim_id as "claimId", conversation_id as "conversationId", message_seq as "messageSeq", user_id as "userId",
       digest from claim_cards where claim_id = $1 order by conversation_id, message_seq`,
    [claimId],
  );

export async function saveCardPlace(tx: Transaction, place: ClaimCardPlace): Promise<void> {
  await tx.query(
    `insert into claim_cards (claim_id, conversation_id, message_seq, user_id, digest) values ($1, $2, $3, $4, $5)
     on conflict (claim_id, conversation_id, message_seq) do update set digest = excluded.digest`,
    [place.claimId, place.conversationId, place.messageSeq, place.userId, place.digest],
  );
}

export async function appendHistory(
  tx: Transaction,
  entry: { claimId: ClaimId; at: Date; actorId: UserId; what: string; note: string },
): Promise<void> {
  await tx.query('insert into claim_history (claim_id, at, actor_id, what, note) values ($1, $2, $3, $4, $5)', [
    entry.claimId,
    entry.at,
    entry.actorId,
    entry.what,
    entry.note,
  ]);
}

export async function listHistory(db: Queryable, claimId: ClaimId): Promise<Claim['history']> {
  const rows = await db.query<{ at: Date; actorId: UserId; what: string; note: string }>(
    'select at, actor_id as "actorId", what, note from claim_history where claim_id = $1 order by id',
    [claimId],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The engagement of a conversation, for the proposed bearer of the cost. */
export async function findEngagementOfConversation(
  db: Queryable,
  conversationId: ConversationId,
): Promise<EngagementId | null> {
  const [row] = await db.query<{ engagement_id: EngagementId | null }>(
    'select engagement_id from conversations where id = $1',
    [conversationId],
  );
  return row?.engagement_id ?? null;
}

export async function findLocale(db: Queryable, userId: UserId): Promise<Locale> {
  const [row] = await db.query<{ locale: Locale }>('select locale from users where id = $1', [userId]);
  return row?.locale ?? 'zh-CN';
}
