import { hash } from 'node:crypto';
import type { ConversationId, PushTarget, SessionId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';

export interface Subscription {
  sessionId: SessionId;
  userId: UserId;
  target: PushTarget;
}

const sealingContext = (sessionId: SessionId): string => `push-subscription ${sessionId}`;

/** Takes the place of what the session, or another session of the same browser, had. */
export async function saveSubscription(
  sealer: Sealer,
  tx: Transaction,
  { sessionId, userId, target, at }: Subscription & { at: Date },
): Promise<void> {
  const digest = hash('sha256', target.endpoint, 'buffer');
  const sealed = await sealer.seal({
    scope: 'notifications',
    context: sealingContext(sessionId),
    plaintext: Buffer.from(JSON.stringify(target)),
  });
  await tx.query('delete from push_subscriptions where endpoint_digest = $1 and session_id <> $2', [digest, sessionId]);
  await tx.query(
    `insert into push_subscriptions (session_id, user_id, endpoint_digest, created_at, key_id, ciphertext)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (session_id) do update set endpoint_digest = excluded.endpoint_digest, key_id = excluded.key_id,
       ciphertext = excluded.ciphertext`,
    [sessionId, userId, digest, at, sealed.keyId, sealed.ciphertext],
  );
}

export const deleteSubscriptions = (db: Queryable, sessionIds: readonly SessionId[]): Promise<object[]> =>
  db.query('delete from push_subscriptions where session_id = any($1::uuid[])', [sessionIds]);

export const deleteSubscriptionsOf = (db: Queryable, userId: UserId): Promise<object[]> =>
  db.query('delete from push_subscriptions where user_id = $1', [userId]);

export async function isSubscribed(db: Queryable, sessionId: SessionId): Promise<boolean> {
  return (await db.query('select 1 from push_subscriptions where session_id = $1', [sessionId])).length > 0;
}

export async function listSubscriptions(
  sealer: Sealer,
  db: Queryable,
  userIds: readonly UserId[],
): Promise<Subscription[]> {
  const rows = await db.query<{ sessionId: SessionId; userId: UserId; keyId: number; ciphertext: Buffer }>(
    `select session_id as "sessionId", user_id as "userId", key_id as "keyId", ciphertext from push_subscriptions
     where user_id = any($1::uuid[])`,
    [userIds],
  );
  const opened = await sealer.openAll(rows.map((row) => ({ ...row, context: sealingContext(row.sessionId) })));
  return rows.map(({ sessionId, userId }, index) => ({
    sessionId,
    userId,
    target: JSON.parse(String(opened[index])) as PushTarget, // only `saveSubscription` writes these bytes
  }));
}

/** People with a device to reach who have something unread in these conversations. */
export async function listReachable(
  db: Queryable,
  conversationIds: readonly ConversationId[],
): Promise<{ userId: UserId; conversationId: ConversationId }[]> {
  return db.query(
    `select distinct m.user_id as "userId", m.conversation_id as "conversationId"
     from push_subscriptions s
     join conversation_members m on m.user_id = s.user_id and m.left_at is null
     join conversations c on c.id = m.conversation_id
     where m.conversation_id = any($1::uuid[]) and m.cursor_seq < c.last_message_seq`,
    [conversationIds],
  );
}
