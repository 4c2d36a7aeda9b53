import { type ConversationId, type Member, memberPageMax, type UserId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { listMemberPage } from '../store/member-store.ts';
import { presentMember } from './get-conversation.ts';

export interface MemberPageRequest {
  conversationId: ConversationId;
  afterUserId?: UserId;
  limit?: number;
}

/** One page of the members of a conversation that the subject may read, in the order of their ids. */
export async function getMemberPage(
  { database }: Pick<MessagingContext, 'database'>,
  subject: Subject,
  { conversationId, afterUserId, limit = memberPageMax }: MemberPageRequest,
): Promise<{ members: Member[]; memberCount: number }> {
  const { conversation } = await accessConversation(database, subject, { action: 'read', conversationId });
  const rows = await listMemberPage(database, { conversationId, afterUserId, limit });
  return { members: rows.map(presentMember), memberCount: conversation.memberCount };
}
