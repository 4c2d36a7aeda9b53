import type { FileId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

export interface ClaimedFile {
  fileId: FileId;
  name: string;
  mediaType: string;
  sizeBytes: number;
  /** That met a fault before. */
  attempts: number;
}

/** Longer than any reading takes; a claim that old is of a process that is gone. */
const claimMinutesMax = 5;

/** Takes up the newest file that waits, for this process alone. */
export async function claimFile(db: Queryable, now: Date): Promise<ClaimedFile | undefined> {
  const [row] = await db.query<ClaimedFile>(
    `update search_files d set claimed_at = $1 from files f
     where f.id = d.file_id and d.file_id = (
       select w.file_id from search_files w
       where w.state = 'waiting' and (w.claimed_at is null or w.claimed_at < $1::timestamptz - interval '${claimMinutesMax} minutes')
       order by w.at desc limit 1 for update skip locked)
     returning d.file_id as "fileId", f.name, f.media_type as "mediaType",
       f.size_bytes as "sizeBytes", d.attempts`,
    [now],
  );
  return row;
}

/** It waits again, for any process. */
export const releaseClaim = (db: Queryable, fileId: FileId): Promise<object[]> =>
  db.query("update search_files set claimed_at = null where file_id = $1 and state = 'waiting'", [fileId]);

export const countFault = (db: Queryable, fileId: FileId): Promise<object[]> =>
  db.query('update search_files set attempts = attempts + 1 where file_id = $1', [fileId]);

/** Locked until the transaction ends. */
export async function findClaimed(tx: Transaction, fileId: FileId): Promise<boolean> {
  const rows = await tx.query('select 1 from search_files where file_id = $1 for update', [fileId]);
  return rows.length > 0;
}

export const keepReading = (
  tx: Transaction,
  fileId: FileId,
  { state, content }: { state: string; content: string },
): Promise<object[]> =>
  tx.query('update search_files set state = $2, content = $3, claimed_at = null where file_id = $1', [
    fileId,
    state,
    content,
  ]);
