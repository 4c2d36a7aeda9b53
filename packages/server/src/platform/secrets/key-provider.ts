import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../database/database.ts';

/** Holds the key that wraps data keys. The file provider is the default; a KMS or a vault takes its place in production. */
export interface KeyProvider {
  wrap(dataKey: Buffer): Promise<Buffer>;
  unwrap(wrapped: Buffer): Promise<Buffer>;
  /** A key for one fixed purpose, always the same. */
  derive(purpose: string): Buffer;
}

const wrapContext = 'data-key';
const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM; the result is iv, tag, ciphertext. `context` must be the same when opening. */
export function encrypt(key: Buffer, plaintext: Uint8Array, context: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** Throws where the bytes or the context were changed. */
export function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes))
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
}

/** The master key is missing or belongs to other data. One line: what is wrong and what to do. */
export class MasterKeyError extends Error {}

/**
 * The master key lies in `DATA_DIR/master.key`, mode 0600, made on first start. Whoever loses it loses the content, so
 * with `wrapped`, a data key of the existing data, no new one is made and the old one must fit. Throws `MasterKeyError`.
 */
export async function openFileKeyProvider(dataDir: string, wrapped: Buffer | undefined): Promise<KeyProvider> {
  const path = join(dataDir, 'master.key');
  if (wrapped === undefined) await makeKey(path);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new MasterKeyError(
      `${path} is missing; restore it from the backup: without it nothing that was kept can be read.`,
    );
  });
  const master = Buffer.from(text.trim(), 'base64');
  if (master.length !== 32 || (wrapped && !isFitting(master, wrapped))) {
    throw new MasterKeyError(`${path} is not the key of this data; restore the right one from the backup.`);
  }
  return {
    wrap: async (dataKey) => encrypt(master, dataKey, wrapContext),
    unwrap: async (sealed) => decrypt(master, sealed, wrapContext),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', master, '', purpose, 32)),
  };
}

function isFitting(master: Buffer, wrapped: Buffer): boolean {
  try {
    decrypt(master, wrapped, wrapContext);
    return true;
  } catch {
    return false;
  }
}

/** Leaves a key that is there as it is. */
async function makeKey(path: string): Promise<void> {
  try {
    await writeFile(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
