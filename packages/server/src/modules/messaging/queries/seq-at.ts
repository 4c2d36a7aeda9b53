import type { ConversationId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { findMessageAt } from '../store/seq-store.ts';

/** The first message at or after a moment, of those that the subject may see; null where there is none. */
export async function getSeqAt(
  { database }: Pick<MessagingContext, 'database'>,
  subject: Subject,
  { conversationId, at }: { conversationId: ConversationId; at: string },
): Promise<{ seq: number | null }> {
  const { conversation, member } = await accessConversation(database, subject, { action: 'read', conversationId });
  const seq = await findMessageAt(database, {
    conversationId,
    firstSeq: member.visibleFromSeq,
    headSeq: conversation.headSeq,
    at: new Date(at),
  });
  return { seq: seq ?? null };
}
