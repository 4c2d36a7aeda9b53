import { type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import { demand, type Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { MessagingContext } from '../context.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { isOwnerless } from '../store/group-store.ts';
import { findMembers, listMembersInRoles } from '../store/member-store.ts';
import { getActivePeople } from './create-conversation.ts';
import { setRoles } from './group-handover.ts';
import { joinMembers } from './join-members.ts';

/**
 * Gives a group that nobody of the firm governs any more to somebody of the firm. Whoever was not in it reads what is said
 * from now on, and nothing of before: governing is no way to read what others wrote. Groups with an owner do not exist here.
 */
export const appointOwner = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, userId }: { conversationId: ConversationId; userId: UserId },
): Promise<void> => {
  demand(subject, 'appoint', 'ownerless-group');
  return context.database.transaction(async (tx) => {
    await lockConversations(tx, [conversationId]);
    if (!(await isOwnerless(tx, conversationId))) throw new Refusal('object_missing', 'no such group without an owner');
    const [person] = await getActivePeople(context, tx, [userId]);
    if (person?.kind !== 'person') throw new Refusal('group_role_unfit', 'only people of the firm govern groups');
    const actorId = subject.userId;
    const formerIds = await listMembersInRoles(tx, conversationId, ['owner']);
    const roles = formerIds.map((formerId) => ({ userId: formerId, role: 'member' as const }));
    const [member] = await findMembers(tx, [{ conversationId, userId }]);
    await setRoles(context, tx, {
      conversationId,
      actorId,
      roles: member ? [...roles, { userId, role: 'owner' }] : roles,
    });
    if (!member) {
      await joinMembers(context, tx, {
        conversationId,
        actorId,
        newcomers: [{ userId, role: 'owner' }],
        isAppointed: true,
      });
    }
    recordAudit(tx, {
      at: context.clock.now(),
      actorId,
      action: 'group.owner-appointed',
      objectType: 'conversation',
      objectId: conversationId,
      detail: { userId },
    });
  });
};
