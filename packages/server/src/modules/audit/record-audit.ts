import type { Transaction } from '../../platform/database/database.ts';
import { canonicalJson } from './domain/canonical-json.ts';
import { appendLeaf, hashLeaf } from './domain/merkle.ts';
import { appendEntries, lockHead, type NewEntry } from './store/audit-store.ts';

export interface AuditRecord {
  at: Date;
  /** The person or app that acted; null for the server itself. */
  actorId: string | null;
  action: string;
  objectType: string;
  objectId: string;
  /** Ids, digests, amounts, states. Never message text, file names or other personal data. */
  detail: Record<string, unknown>;
}

const queues = new WeakMap<Transaction, AuditRecord[]>();

/**
 * Queues an entry for the audit log. It is written just before the transaction commits, because the log's lock orders
 * all writers: taken last, it is held for the shortest time.
 */
export function recordAudit(tx: Transaction, record: AuditRecord): void {
  const queue = queues.get(tx);
  if (queue) {
    queue.push(record);
    return;
  }
  const records = [record];
  queues.set(tx, records);
  tx.beforeCommit(() => flush(tx, records));
}

async function flush(tx: Transaction, records: readonly AuditRecord[]): Promise<void> {
  let head = await lockHead(tx);
  const entries: NewEntry[] = [];
  for (const record of records) {
    const body = canonicalJson({ ...record, at: record.at.toISOString(), index: head.size });
    const leafHash = hashLeaf(body);
    entries.push({ index: head.size, body, objectId: record.objectId, leafHash });
    head = appendLeaf(head, leafHash);
  }
  await appendEntries(tx, entries, head);
}
