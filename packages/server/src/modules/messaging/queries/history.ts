import { type ConversationId, Refusal } from '@countinghouse/protocol';
import { parameters, type Subject, where } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { type History, readHistoryPage } from '../store/history-store.ts';

const pageSize = 50;

export interface HistoryRequest {
  conversationId: ConversationId;
  beforeSeq?: number;
  afterSeq?: number;
  limit?: number;
}

/** A range of the log as far as the caller may see it, with the newest state of each card on its messages. */
export async function getHistory(
  { database, sealer }: Pick<MessagingContext, 'database' | 'sealer'>,
  subject: Subject,
  { conversationId, beforeSeq, afterSeq, limit = pageSize }: HistoryRequest,
): Promise<History> {
  const { bind, values } = parameters();
  const history = await readHistoryPage(database, sealer, {
    conversationId,
    userId: subject.userId,
    mayRead: where(subject, 'read', 'conversation', { alias: 'c', bind }),
    range: afterSeq === undefined ? { beforeSeq: beforeSeq ?? Number.MAX_SAFE_INTEGER, limit } : { afterSeq, limit },
    bind,
    values,
  });
  if (!history) throw new Refusal('object_missing', 'no such conversation');
  return history;
}
