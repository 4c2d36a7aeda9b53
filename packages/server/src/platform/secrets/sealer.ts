import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Queryable } from '../database/database.ts';
import { decrypt, encrypt, type KeyProvider } from './key-provider.ts';

export interface Sealed {
  keyId: number;
  ciphertext: Buffer;
}

/**
 * Encrypts at rest with one data key per scope and month (a scope is a conversation, or a part of the product such as
 * `files`). `context` binds a ciphertext to its place, so that it cannot be moved to another row.
 */
export interface Sealer {
  seal(input: { scope: string; context: string; plaintext: Uint8Array }): Promise<Sealed>;
  open(input: Sealed & { context: string }): Promise<Buffer>;
  /** The current data key of a scope, for streams that encrypt on their own. */
  currentKey(scope: string): Promise<{ keyId: number; key: Buffer }>;
  key(keyId: number): Promise<Buffer>;
}

const cachedKeysMax = 5_000;

/**
 * `database` must not be the pool of the transactions that seal: a new key is kept at once, outside the caller's
 * transaction, so that a rolled-back message can never take away the key of a committed one.
 */
export function createSealer({
  database,
  keys,
  clock,
}: {
  database: Queryable;
  keys: KeyProvider;
  clock: Clock;
}): Sealer {
  const byId = new Map<number, Buffer>();
  const currentIds = new Map<string, number>();

  const remember = (keyId: number, key: Buffer): Buffer => {
    if (byId.size >= cachedKeysMax) byId.clear();
    byId.set(keyId, key);
    return key;
  };

  const key = async (keyId: number): Promise<Buffer> => {
    const cached = byId.get(keyId);
    if (cached) return cached;
    const [row] = await database.query<{ wrapped: Buffer }>('select wrapped from data_keys where id = $1', [keyId]);
    if (!row) throw new Error(`data key ${keyId} is missing`);
    return remember(keyId, await keys.unwrap(row.wrapped));
  };

  const currentKey = async (scope: string): Promise<{ keyId: number; key: Buffer }> => {
    const month = clock.now().toISOString().slice(0, 7);
    const slot = `${scope} ${month}`;
    const known = currentIds.get(slot);
    if (known !== undefined) return { keyId: known, key: await key(known) };
    await database.query(
      'insert into data_keys (scope, month, wrapped) values ($1, $2, $3) on conflict (scope, month) do nothing',
      [scope, month, await keys.wrap(randomBytes(32))],
    );
    const [row] = await database.query<{ id: number }>('select id from data_keys where scope = $1 and month = $2', [
      scope,
      month,
    ]);
    if (!row) throw new Error(`data key for ${slot} was not kept`);
    if (currentIds.size >= cachedKeysMax) currentIds.clear();
    currentIds.set(slot, row.id);
    return { keyId: row.id, key: await key(row.id) };
  };

  return {
    seal: async ({ scope, context, plaintext }) => {
      const current = await currentKey(scope);
      return { keyId: current.keyId, ciphertext: encrypt(current.key, plaintext, context) };
    },
    open: async ({ keyId, ciphertext, context }) => decrypt(await key(keyId), ciphertext, context),
    currentKey,
    key,
  };
}
