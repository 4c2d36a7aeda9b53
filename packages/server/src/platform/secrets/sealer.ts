import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
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
  /** Many at once, in their order; keys that are not at hand are fetched together. */
  openAll(inputs: readonly (Sealed & { context: string })[]): Promise<Buffer[]>;
  /** The current data key of a scope, for streams that encrypt on their own. */
  currentKey(scope: string): Promise<{ keyId: number; key: Buffer }>;
  key(keyId: number): Promise<Buffer>;
}

// About 300 bytes each. A firm's conversations of some months fit, so that nobody's list empties the others' keys.
const cachedKeysMax = 50_000;

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
  const byId = new Map<number, KeyObject>();
  const currentIds = new Map<string, number>();

  /** Fetches those that are not at hand in one statement. */
  const fetchKeys = async (keyIds: readonly number[]): Promise<ReadonlyMap<number, KeyObject>> => {
    const rows = await database.query<{ id: number; wrapped: Buffer }>(
      'select id, wrapped from data_keys where id = any($1::integer[])',
      [keyIds],
    );
    const fetched = new Map<number, KeyObject>();
    for (const row of rows) fetched.set(row.id, createSecretKey(await keys.unwrap(row.wrapped)));
    for (const [keyId, key] of fetched) keep(byId, keyId, key);
    return fetched;
  };

  const key = async (keyId: number): Promise<KeyObject> => {
    const found = byId.get(keyId) ?? (await fetchKeys([keyId])).get(keyId);
    if (!found) throw new Error(`data key ${keyId} is missing`);
    return found;
  };

  const currentKey = async (scope: string): Promise<{ keyId: number; key: KeyObject }> => {
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
    keep(currentIds, slot, row.id);
    return { keyId: row.id, key: await key(row.id) };
  };

  return {
    seal: async ({ scope, context, plaintext }) => {
      const current = await currentKey(scope);
      return { keyId: current.keyId, ciphertext: encrypt(current.key, plaintext, context) };
    },
    open: async ({ keyId, ciphertext, context }) => decrypt(await key(keyId), ciphertext, context),
    openAll: async (inputs) => {
      const missing = new Set(inputs.map((input) => input.keyId).filter((keyId) => !byId.has(keyId)));
      // Held here as well, for the cache may let go of them meanwhile.
      const fetched = missing.size > 0 ? await fetchKeys([...missing]) : undefined;
      return inputs.map(({ keyId, ciphertext, context }) => {
        const opener = byId.get(keyId) ?? fetched?.get(keyId);
        if (!opener) throw new Error(`data key ${keyId} is missing`);
        return decrypt(opener, ciphertext, context);
      });
    },
    currentKey: async (scope) => {
      const current = await currentKey(scope);
      return { keyId: current.keyId, key: current.key.export() };
    },
    key: async (keyId) => (await key(keyId)).export(),
  };
}

/** Adds to a cache of at most `cachedKeysMax` entries; the oldest gives way. */
function keep<Key, Value>(cache: Map<Key, Value>, key: Key, value: Value): void {
  const [oldest] = cache.keys();
  if (cache.size >= cachedKeysMax && oldest !== undefined) cache.delete(oldest);
  cache.set(key, value);
}
