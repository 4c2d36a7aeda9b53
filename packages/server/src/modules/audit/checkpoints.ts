import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../platform/database/database.ts';
import type { KeyProvider } from '../../platform/secrets/key-provider.ts';
import { rootOf } from './domain/merkle.ts';
import { addCheckpoint, getHead } from './store/audit-store.ts';

export interface AuditSigner {
  sign(text: string): Buffer;
  /** SPKI DER, base64. */
  publicKey: string;
  /** SHA-256 of the key's DER, hexadecimal: what people compare. */
  fingerprint: string;
}

/** PKCS#8 wrapping of a raw Ed25519 seed (RFC 8410, section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

export function createAuditSigner(keys: KeyProvider): AuditSigner {
  const privateKey: KeyObject = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, keys.derive('audit-checkpoints')]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    sign: (text) => sign(null, Buffer.from(text), privateKey),
    publicKey: publicKey.toString('base64'),
    fingerprint: createHash('sha256').update(publicKey).digest('hex'),
  };
}

/** What a checkpoint signs; the verifier builds the same text. */
export const checkpointText = (input: { treeSize: number; rootHash: string; at: string }): string =>
  `countinghouse-audit-checkpoint\n${input.treeSize}\n${input.rootHash}\n${input.at}\n`;

/** Signs the log as it stands, unless this size has been signed already. */
export async function makeCheckpoint(
  db: Queryable,
  { signer, clock }: { signer: AuditSigner; clock: Clock },
): Promise<void> {
  const head = await getHead(db);
  if (head.size === 0) return;
  const root = rootOf(head);
  const at = clock.now();
  const text = checkpointText({ treeSize: head.size, rootHash: root.toString('hex'), at: at.toISOString() });
  await addCheckpoint(db, { tree_size: head.size, root_hash: root, at, signature: signer.sign(text) });
}
