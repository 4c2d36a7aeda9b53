import {
  type ConversationId,
  type ConversationSummary,
  type Member,
  memberPageMax,
  Refusal,
} from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { listMembers, type MemberRow } from '../store/member-store.ts';
import { listSummaries } from './summaries.ts';

type QueryContext = Pick<MessagingContext, 'database' | 'sealer'>;

/** Throws `object_missing` where the subject may not read it. */
export async function getSummary(
  context: QueryContext,
  subject: Subject,
  conversationId: ConversationId,
): Promise<ConversationSummary> {
  const [summary] = await listSummaries(context, context.database, { subject, ids: [conversationId] });
  if (!summary) throw new Refusal('object_missing', 'no such conversation');
  return summary;
}

export async function getConversation(
  context: QueryContext,
  subject: Subject,
  conversationId: ConversationId,
): Promise<{ summary: ConversationSummary; members: Member[] }> {
  await accessConversation(context.database, subject, { action: 'read', conversationId });
  const [summary, members] = await Promise.all([
    getSummary(context, subject, conversationId),
    listMembers(context.database, conversationId, memberPageMax),
  ]);
  return { summary, members: members.map(presentMember) };
}

export const presentMember = (row: MemberRow): Member => ({
  userId: row.userId,
  role: row.role,
  joinedAt: row.joinedAt.toISOString(),
  cursor: { seq: row.cursorSeq, messageCount: row.cursorMessageCount },
});
