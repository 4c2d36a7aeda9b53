import type { Queryable } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import type { PushKeys } from '../domain/push-keys.ts';

export async function isPreviewAllowed(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ isAllowed: boolean }>(
    'select is_preview_allowed as "isAllowed" from notification_policy',
  );
  return row?.isAllowed ?? false;
}

export const setPreviewAllowed = (db: Queryable, isAllowed: boolean): Promise<object[]> =>
  db.query(
    `insert into notification_policy (is_preview_allowed) values ($1)
     on conflict (only_row) do update set is_preview_allowed = excluded.is_preview_allowed`,
    [isAllowed],
  );

const context = 'push-key';

/** Those that are kept, or else `made`, which are then kept; processes that start together agree on one pair. */
export async function keepPushKeys(sealer: Sealer, db: Queryable, made: () => PushKeys): Promise<PushKeys> {
  const found = await findPushKeys(sealer, db);
  if (found) return found;
  const keys = made();
  const sealed = await sealer.seal({ scope: 'notifications', context, plaintext: Buffer.from(keys.privateKey) });
  await db.query('insert into push_key (public_key, key_id, ciphertext) values ($1, $2, $3) on conflict do nothing', [
    keys.publicKey,
    sealed.keyId,
    sealed.ciphertext,
  ]);
  const kept = await findPushKeys(sealer, db);
  if (!kept) throw new Error('the keys for push were not kept');
  return kept;
}

async function findPushKeys(sealer: Sealer, db: Queryable): Promise<PushKeys | undefined> {
  const [row] = await db.query<{ publicKey: string; keyId: number; ciphertext: Buffer }>(
    'select public_key as "publicKey", key_id as "keyId", ciphertext from push_key',
  );
  if (!row) return undefined;
  return { publicKey: row.publicKey, privateKey: String(await sealer.open({ ...row, context })) };
}
