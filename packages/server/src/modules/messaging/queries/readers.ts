import { type ConversationId, memberPageMax, messagesBySeqMax, Refusal, type UserId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { countReaders, findReaderPage, type ReaderCount, type ReaderPage } from '../store/reader-store.ts';

export interface ReadersRequest {
  conversationId: ConversationId;
  seq: number;
  state: 'read' | 'unread';
  afterUserId?: UserId;
  limit?: number;
}

/** Who read a message. Everybody who sees the message may ask; for others it does not exist (`object_missing`). */
export async function getReaders(
  { database }: Pick<MessagingContext, 'database'>,
  subject: Subject,
  { conversationId, seq, state, afterUserId, limit = memberPageMax }: ReadersRequest,
): Promise<ReaderPage> {
  const { member } = await accessConversation(database, subject, { action: 'read', conversationId });
  const page =
    seq < member.visibleFromSeq
      ? undefined
      : await findReaderPage(database, { conversationId, seq, hasRead: state === 'read', afterUserId, limit });
  if (!page) throw new Refusal('object_missing', 'no such message');
  return page;
}

/** How many read each of several messages. Of what the subject does not see it says nothing. */
export async function getReaderCounts(
  { database }: Pick<MessagingContext, 'database'>,
  subject: Subject,
  { conversationId, seqs }: { conversationId: ConversationId; seqs: readonly number[] },
): Promise<{ counts: ReaderCount[] }> {
  if (seqs.length > messagesBySeqMax) throw new Refusal('request_malformed', `at most ${messagesBySeqMax} messages`);
  const { member } = await accessConversation(database, subject, { action: 'read', conversationId });
  const visible = seqs.filter((seq) => seq >= member.visibleFromSeq);
  return { counts: visible.length === 0 ? [] : await countReaders(database, { conversationId, seqs: visible }) };
}
