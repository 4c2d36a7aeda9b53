import type { ConversationId, ConversationRole, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import { firstVisibleSeq } from '../domain/membership.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { countMembers, upsertMembers } from '../store/member-store.ts';
import { appendEvents } from './append-events.ts';
import { appendUserEvents } from './append-user-events.ts';

export interface Joining {
  conversationId: ConversationId;
  actorId: UserId;
  newcomers: readonly { userId: UserId; role: ConversationRole }[];
}

/** Makes people members who are not: their rows, the events in the conversation, and the row in their own lists. */
export async function joinMembers(context: MessagingContext, tx: Transaction, joining: Joining): Promise<void> {
  const { conversationId, actorId, newcomers } = joining;
  const [conversation] = await lockConversations(tx, [conversationId]);
  if (!conversation) throw new Error(`conversation ${conversationId} is missing`);
  const joinedAt = context.clock.now();
  await upsertMembers(
    tx,
    newcomers.map(({ userId, role }, index) => ({
      conversationId,
      userId,
      role,
      visibleFromSeq: firstVisibleSeq(role, conversation.headSeq + 1 + index),
      joinedAt,
      cursorSeq: conversation.headSeq,
      cursorMessageCount: conversation.messageCount,
    })),
  );
  await countMembers(tx, conversationId);
  await appendEvents(
    context,
    tx,
    newcomers.map(({ userId, role }) => ({ conversationId, actorId, body: { kind: 'member.joined', userId, role } })),
  );
  await appendUserEvents(
    context,
    tx,
    newcomers.map(({ userId }) => ({ userId, kind: 'conversation.set', conversationId, data: null })),
  );
}
