import { type ConversationId, type ConversationRole, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import { firstVisibleSeq } from '../domain/membership.ts';
import { settingsOf } from '../domain/settings.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { deleteJoinRequests } from '../store/group-store.ts';
import { countMembers, upsertMembers } from '../store/member-store.ts';
import { appendEvents } from './append-events.ts';
import { appendUserEvents } from './append-user-events.ts';
import { tellGovernors } from './lock-group.ts';

export interface Joining {
  conversationId: ConversationId;
  actorId: UserId;
  newcomers: readonly { userId: UserId; role: ConversationRole }[];
  /** By an administrator, to govern: they find room in any group, and read from their joining only. */
  isAppointed?: boolean;
}

/** Makes people members who are not: their rows, the events in the conversation, and the row in their own lists. Throws `group_full`. */
export async function joinMembers(
  context: MessagingContext,
  tx: Transaction,
  { conversationId, actorId, newcomers, isAppointed = false }: Joining,
): Promise<void> {
  const [conversation] = await lockConversations(tx, [conversationId]);
  if (!conversation) throw new Error(`conversation ${conversationId} is missing`);
  const { headSeq, messageCount, memberCount } = conversation;
  const { membersMax, history: chosen } = settingsOf(conversation);
  const history = isAppointed ? 'from-joining' : chosen;
  if (!isAppointed && memberCount + newcomers.length > membersMax) {
    throw new Refusal('group_full', 'no room for so many', { membersMax: String(membersMax) });
  }
  const joinedAt = context.clock.now();
  const joining = newcomers.map(({ userId, role }, index) => {
    const joinedSeq = headSeq + 1 + index;
    // Who begins a group together has all of it.
    const visibleFromSeq = firstVisibleSeq(role, joinedSeq, headSeq === 0 ? 'all' : history);
    return { conversationId, userId, role, joinedSeq, visibleFromSeq };
  });
  await upsertMembers(
    tx,
    joining.map((row) => ({ ...row, joinedAt, cursorSeq: headSeq, cursorMessageCount: messageCount })),
  );
  await countMembers(tx, conversationId);
  await appendEvents(
    context,
    tx,
    joining.map(({ userId, role, visibleFromSeq: firstSeq }) => ({
      conversationId,
      actorId,
      body: { kind: 'member.joined', userId, role, firstSeq },
    })),
  );
  await appendUserEvents(
    context,
    tx,
    newcomers.map(({ userId }) => ({ userId, kind: 'conversation.set', conversationId, data: null })),
  );
  const askerIds = await deleteJoinRequests(
    tx,
    conversationId,
    newcomers.map(({ userId }) => userId),
  );
  if (askerIds.length > 0) await tellGovernors(context, tx, { conversationId, askerIds });
}
