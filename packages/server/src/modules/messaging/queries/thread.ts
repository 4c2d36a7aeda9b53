import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagePlace } from '../actions/lock-message.ts';
import type { MessagingContext } from '../context.ts';
import type { MessagesWithAmendments } from '../store/history-store.ts';
import { listThreadSeqs } from '../store/thread-store.ts';
import { getMessagesBySeq } from './shown-messages.ts';

const pageSize = 50;

/**
 * The first message of a thread and a page of the others as the subject sees them; the first one is left out where they
 * may not see it. Throws `object_missing` where they may not read the conversation.
 */
export async function getThread(
  context: Pick<MessagingContext, 'database' | 'sealer'>,
  subject: Subject,
  { conversationId, seq, beforeSeq }: MessagePlace & { beforeSeq?: number },
): Promise<MessagesWithAmendments & { hasOlder: boolean }> {
  const seqs = await listThreadSeqs(context.database, {
    conversationId,
    threadSeq: seq,
    userId: subject.userId,
    beforeSeq: beforeSeq ?? Number.MAX_SAFE_INTEGER,
    limit: pageSize + 1,
  });
  const page = await getMessagesBySeq(context, subject, { conversationId, seqs: [seq, ...seqs.slice(0, pageSize)] });
  return { ...page, hasOlder: seqs.length > pageSize };
}
