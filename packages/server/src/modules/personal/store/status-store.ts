import type { PersonStatus, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealed, Sealer } from '../../../platform/secrets/sealer.ts';

const sealingContext = (userId: UserId): string => `status ${userId}`;

export async function upsertStatus(
  tx: Transaction,
  sealer: Sealer,
  { userId, status: { emoji, text, until } }: { userId: UserId; status: PersonStatus },
): Promise<void> {
  const sealed = await sealer.seal({
    scope: 'personal',
    context: sealingContext(userId),
    plaintext: Buffer.from(JSON.stringify({ emoji, text })),
  });
  await tx.query(
    `insert into person_statuses (user_id, until, key_id, ciphertext) values ($1, $2, $3, $4)
     on conflict (user_id) do update set until = excluded.until, key_id = excluded.key_id, ciphertext = excluded.ciphertext`,
    [userId, until, sealed.keyId, sealed.ciphertext],
  );
}

/** False where there was none. */
export async function deleteStatus(tx: Transaction, userId: UserId): Promise<boolean> {
  return (await tx.query('delete from person_statuses where user_id = $1 returning user_id', [userId])).length > 0;
}

/** Those that are not over; of everybody, where no people are named. */
export async function listStatuses(
  db: Queryable,
  sealer: Sealer,
  { now, userIds }: { now: Date; userIds?: readonly UserId[] },
): Promise<Map<UserId, PersonStatus>> {
  const rows = await db.query<{ userId: UserId; until: Date | null } & Sealed>(
    `select user_id as "userId", until, key_id as "keyId", ciphertext from person_statuses
     where (until is null or until > $1) and ($2::uuid[] is null or user_id = any($2))`,
    [now, userIds ?? null],
  );
  const opened = await sealer.openAll(
    rows.map(({ keyId, ciphertext, userId }) => ({ keyId, ciphertext, context: sealingContext(userId) })),
  );
  return new Map(
    rows.map(({ userId, until }, index) => {
      // Only `upsertStatus` writes these bytes.
      const said = JSON.parse(String(opened[index])) as Pick<PersonStatus, 'emoji' | 'text'>;
      return [userId, { ...said, until: until?.toISOString() ?? null }];
    }),
  );
}
