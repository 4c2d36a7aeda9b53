import { type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { type AccessedConversation, accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { isGovernable } from '../domain/membership.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { listMembers, listMembersInRoles } from '../store/member-store.ts';
import { appendUserEvents } from './append-user-events.ts';

/** Locks first, so that what is decided afterwards is still true at commit. */
export async function lockGroup(
  tx: Transaction,
  subject: Subject,
  input: { action: 'read' | 'invite' | 'govern'; conversationId: ConversationId },
): Promise<AccessedConversation> {
  await lockConversations(tx, [input.conversationId]);
  const accessed = await accessConversation(tx, subject, input);
  if (!isGovernable(accessed.conversation.kind)) {
    throw new Refusal('right_missing', 'members, title and settings of a direct conversation are fixed');
  }
  return accessed;
}

/** The row of the list changed for everybody. */
export async function tellMembers(
  context: MessagingContext,
  tx: Transaction,
  conversationId: ConversationId,
): Promise<void> {
  const members = await listMembers(tx, conversationId);
  await appendUserEvents(
    context,
    tx,
    members.map(({ userId }) => ({ userId, kind: 'conversation.set', conversationId, data: null })),
  );
}

/** The requests to join changed for owner and admins, and for `askerIds`. */
export async function tellGovernors(
  context: MessagingContext,
  tx: Transaction,
  { conversationId, askerIds = [] }: { conversationId: ConversationId; askerIds?: readonly UserId[] },
): Promise<void> {
  const governorIds = await listMembersInRoles(tx, conversationId, ['owner', 'admin']);
  const userIds = new Set([...governorIds, ...askerIds]);
  await appendUserEvents(
    context,
    tx,
    [...userIds].map((userId) => ({
      userId,
      kind: 'list.changed',
      conversationId: null,
      data: { list: 'join-requests' },
    })),
  );
}
