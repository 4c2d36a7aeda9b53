import type { Transaction } from '../../platform/database/database.ts';
import { canonicalJson } from './domain/canonical-json.ts';
import { appendEntries, type NewEntry } from './store/audit-store.ts';

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
 * Queues an entry for the audit log. It is written together with the commit, because the log's lock orders all writers:
 * taken last, it is held for the shortest time.
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
  await appendEntries(tx, records.map(entryOf));
}

const placeOfIndex = ',"index":';
const anyIndex = 0;

/** Within strings of the JSON each quote has a backslash before it, and only strings stand behind the entry's own index. */
function entryOf(record: AuditRecord): NewEntry {
  const body = canonicalJson({ ...record, at: record.at.toISOString(), index: anyIndex });
  const at = body.lastIndexOf(placeOfIndex) + placeOfIndex.length;
  return { before: body.slice(0, at), after: body.slice(at + String(anyIndex).length), objectId: record.objectId };
}
