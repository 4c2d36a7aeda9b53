import type { Session } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { listSessions } from '../store/session-store.ts';

/** Live sessions of the subject, the one used last first. */
export async function listOwnSessions(db: Queryable, subject: Subject, now: Date): Promise<Session[]> {
  const rows = await listSessions(db, subject.userId, now);
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    device: row.device,
    isCurrent: row.id === subject.sessionId,
  }));
}
