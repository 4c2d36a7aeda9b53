import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Holds the key that wraps data keys. The file provider is the default; a KMS or a vault takes its place in production. */
export interface KeyProvider {
  wrap(dataKey: Buffer): Promise<Buffer>;
  unwrap(wrapped: Buffer): Promise<Buffer>;
  /** A key for one fixed purpose, always the same. */
  derive(purpose: string): Buffer;
}

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

/** The master key lies in `DATA_DIR/master.key`, mode 0600, made on first start. Whoever loses it loses the content. */
export async function openFileKeyProvider(dataDir: string): Promise<KeyProvider> {
  const path = join(dataDir, 'master.key');
  const master = await readOrMakeKey(path);
  return {
    wrap: async (dataKey) => encrypt(master, dataKey, 'data-key'),
    unwrap: async (wrapped) => decrypt(master, wrapped, 'data-key'),
    derive: (purpose) => Buffer.from(hkdfSync('sha256', master, '', purpose, 32)),
  };
}

async function readOrMakeKey(path: string): Promise<Buffer> {
  try {
    await writeFile(path, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (key.length !== 32) throw new Error(`${path} does not hold a 256-bit key; restore it from the backup.`);
  return key;
}
