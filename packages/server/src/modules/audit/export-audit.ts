import { createHash } from 'node:crypto';
import type { Clock } from '../../platform/clock.ts';
import type { Queryable } from '../../platform/database/database.ts';
import { type AuditSigner, makeCheckpoint } from './checkpoints.ts';
import { canonicalJson } from './domain/canonical-json.ts';
import { getHead, listBodies, listCheckpoints } from './store/audit-store.ts';

const entriesPerPage = 500;

/**
 * The whole log as JSON Lines in canonical form: `header`, every `entry` with its leaf hash, every `checkpoint`, and a
 * `seal` that signs the digest of all lines before it. `tools/verify-audit.mjs` checks it without the server.
 */
export async function* exportAudit(
  db: Queryable,
  { signer, clock }: { signer: AuditSigner; clock: Clock },
): AsyncGenerator<string> {
  await makeCheckpoint(db, { signer, clock });
  const { size: treeSize } = await getHead(db);
  const digest = createHash('sha256');
  const line = (value: object): string => {
    const text = `${canonicalJson(value)}\n`;
    digest.update(text);
    return text;
  };
  yield line({
    type: 'header',
    format: 'countinghouse-audit-1',
    publicKey: signer.publicKey,
    treeSize,
    exportedAt: clock.now().toISOString(),
  });
  for (let fromIndex = 0; fromIndex < treeSize; fromIndex += entriesPerPage) {
    const limit = Math.min(entriesPerPage, treeSize - fromIndex);
    for (const row of await listBodies(db, { fromIndex, limit })) {
      yield line({ type: 'entry', leafHash: row.leaf_hash.toString('hex'), entry: JSON.parse(row.body) });
    }
  }
  for (const checkpoint of await listCheckpoints(db, { treeSizeMax: treeSize }))
    yield line({ type: 'checkpoint', ...checkpoint });
  const sealed = digest.digest('hex');
  yield `${canonicalJson({ type: 'seal', digest: sealed, signature: signer.sign(`countinghouse-audit-export\n${sealed}\n`).toString('base64') })}\n`;
}
