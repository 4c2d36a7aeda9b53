import type { BodyOf, ResponseOf, SyncDigest, SyncSnapshot, sync } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { syncDigest } from '../domain/sync-digest.ts';
import { readDigestRows, readSyncRows } from '../store/summary-store.ts';
import { presentSummaries, readableBy } from './summaries.ts';

type QueryContext = Pick<MessagingContext, 'database' | 'sealer'>;

/** Rows and position of the log are of one moment. */
export async function getSyncSnapshot(context: QueryContext, subject: Subject): Promise<SyncSnapshot> {
  const { userSeq, inbox, rows } = await readSyncRows(context.database, readableBy(subject));
  const conversations = await presentSummaries(context, subject, rows);
  return { userSeq, conversations, inbox, digest: syncDigest(conversations, inbox) };
}

/** Opens no content: a digest is asked for after every quiet time, by everybody. */
export async function getSyncDigest(
  { database }: Pick<QueryContext, 'database'>,
  subject: Subject,
): Promise<{ userSeq: number; digest: SyncDigest }> {
  const { userSeq, inbox, rows } = await readDigestRows(database, readableBy(subject));
  return { userSeq, digest: syncDigest(rows, inbox) };
}

/** Costs a current client one small statement, so that everybody can come back at once. */
export async function resumeSync(
  context: QueryContext,
  subject: Subject,
  client: BodyOf<typeof sync.resume>,
): Promise<ResponseOf<typeof sync.resume>> {
  const { userSeq, digest } = await getSyncDigest(context, subject);
  const isCurrent =
    client.userSeq === userSeq && client.digest.own === digest.own && client.digest.heads === digest.heads;
  return isCurrent ? { isCurrent } : { isCurrent, snapshot: await getSyncSnapshot(context, subject) };
}
