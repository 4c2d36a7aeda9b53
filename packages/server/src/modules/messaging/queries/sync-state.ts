import type { ConversationId, ConversationSummary, Cursor, InboxCounts } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { listReadableIds } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { syncDigest } from '../domain/sync-digest.ts';
import { findMembers } from '../store/member-store.ts';
import { getUserHead } from '../store/user-log-store.ts';
import { listSummaries } from './summaries.ts';

type QueryContext = Pick<MessagingContext, 'database' | 'sealer'>;

export interface SyncSnapshot {
  userSeq: number;
  conversations: ConversationSummary[];
  inbox: InboxCounts;
  digest: string;
}

/** Read in one database snapshot: rows and position of the log belong together. */
export const getSyncSnapshot = (context: QueryContext, subject: Subject): Promise<SyncSnapshot> =>
  context.database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const { headSeq, inbox } = await getUserHead(tx, subject.userId);
    const conversations = await listSummaries(context, tx, { subject });
    const cursors = conversations.map(({ id, cursor }) => ({ conversationId: id, cursor }));
    return { userSeq: headSeq, conversations, inbox, digest: syncDigest({ cursors, inbox }) };
  });

export const getSyncDigest = (
  { database }: QueryContext,
  subject: Subject,
): Promise<{ userSeq: number; digest: string }> =>
  database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const { headSeq, inbox } = await getUserHead(tx, subject.userId);
    const readable = await listReadableIds(tx, subject);
    const places = readable.map(({ id }) => ({ conversationId: id, userId: subject.userId }));
    const cursors = (await findMembers(tx, places)).map((row): { conversationId: ConversationId; cursor: Cursor } => ({
      conversationId: row.conversationId,
      cursor: { seq: row.cursorSeq, messageCount: row.cursorMessageCount },
    }));
    return { userSeq: headSeq, digest: syncDigest({ cursors, inbox }) };
  });
