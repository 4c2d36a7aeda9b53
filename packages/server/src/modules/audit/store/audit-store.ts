import type { AuditCheckpoint, AuditEntry } from '@countinghouse/protocol';
import { texts } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { TreeHead } from '../domain/merkle.ts';

interface HeadRow {
  tree_size: number;
  subtree_roots: Buffer[];
}
interface CheckpointRow {
  tree_size: number;
  root_hash: Buffer;
  at: Date;
  signature: Buffer;
}

export async function getHead(db: Queryable): Promise<TreeHead> {
  const [row] = await db.query<HeadRow>('select tree_size, subtree_roots from audit_head');
  return presentHead(row);
}

function presentHead(row: HeadRow | undefined): TreeHead {
  if (!row) throw new Error('audit_head has lost its row');
  return { size: row.tree_size, subtreeRoots: row.subtree_roots };
}

export interface NewEntry {
  /** Canonical JSON of the entry before and after the digits of its index, which the log gives. */
  before: string;
  after: string;
  objectId: string;
}

/** Locks the log until the transaction ends; do this last. One statement, so that the commit can follow it at once. */
export const appendEntries = (tx: Transaction, entries: readonly NewEntry[]): Promise<object[]> =>
  tx.query(
    'select append_audit($1, $2, $3)',
    [
      texts(entries.map((entry) => entry.before)),
      texts(entries.map((entry) => entry.after)),
      texts(entries.map((entry) => entry.objectId)),
    ],
    'prepared',
  );

export async function listEntries(
  db: Queryable,
  input: { beforeIndex: number; limit: number; objectId: string | undefined },
): Promise<AuditEntry[]> {
  const rows = await db.query<{ body: string }>(
    'select body from audit_entries where index < $1 and ($2::text is null or object_id = $2) order by index desc limit $3',
    [input.beforeIndex, input.objectId ?? null, input.limit],
  );
  return rows.map((row) => JSON.parse(row.body) as AuditEntry); // written by `recordAudit` in this shape
}

export const listBodies = (db: Queryable, input: { fromIndex: number; limit: number }) =>
  db.query<{ body: string; leaf_hash: Buffer }>(
    'select body, leaf_hash from audit_entries where index >= $1 order by index limit $2',
    [input.fromIndex, input.limit],
  );

export async function addCheckpoint(db: Queryable, row: CheckpointRow): Promise<void> {
  await db.query(
    'insert into audit_checkpoints (tree_size, root_hash, at, signature) values ($1, $2, $3, $4) on conflict (tree_size) do nothing',
    [row.tree_size, row.root_hash, row.at, row.signature],
  );
}

export async function listCheckpoints(db: Queryable, input: { treeSizeMax: number }): Promise<AuditCheckpoint[]> {
  const rows = await db.query<CheckpointRow>(
    'select tree_size, root_hash, at, signature from audit_checkpoints where tree_size <= $1 order by tree_size',
    [input.treeSizeMax],
  );
  return rows.map(presentCheckpoint);
}

export async function findNewestCheckpoint(db: Queryable): Promise<AuditCheckpoint | undefined> {
  const [row] = await db.query<CheckpointRow>(
    'select tree_size, root_hash, at, signature from audit_checkpoints order by tree_size desc limit 1',
  );
  return row && presentCheckpoint(row);
}

const presentCheckpoint = (row: CheckpointRow): AuditCheckpoint => ({
  treeSize: row.tree_size,
  rootHash: row.root_hash.toString('hex'),
  at: row.at.toISOString(),
  signature: row.signature.toString('base64'),
});
