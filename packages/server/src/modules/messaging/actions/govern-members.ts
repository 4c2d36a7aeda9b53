import { type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { refusalOf } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { mayRemove, roleOnJoining } from '../domain/membership.ts';
import { setTitle } from '../store/conversation-store.ts';
import { countMembers, findMembers, hasGuests, markLeft } from '../store/member-store.ts';
import { appendEvents } from './append-events.ts';
import { appendUserEvents } from './append-user-events.ts';
import { getActivePeople } from './create-conversation.ts';
import { passOnOwnership } from './group-handover.ts';
import { demandMayInviteGuests } from './group-policy.ts';
import { joinMembers } from './join-members.ts';
import { lockGroup, tellMembers } from './lock-group.ts';

export const addMembers = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, userIds }: { conversationId: ConversationId; userIds: readonly UserId[] },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { member, conversation } = await lockGroup(tx, subject, { action: 'invite', conversationId });
    const people = await getActivePeople(context, tx, userIds);
    const places = people.map((person) => ({ conversationId, userId: person.id }));
    const present = new Set((await findMembers(tx, places)).map((row) => row.userId));
    const newcomers = people
      .filter((person) => !present.has(person.id))
      .map((person) => ({ userId: person.id, role: roleOnJoining(person) }));
    if (newcomers.some(({ role }) => role === 'guest')) {
      const refusal = refusalOf(subject, 'govern', { conversation, role: member.role });
      if (refusal) throw refusal;
      if (!(await hasGuests(tx, conversationId))) await demandMayInviteGuests(tx, subject);
    }
    if (newcomers.length > 0) {
      await joinMembers(context, tx, { conversationId, actorId: subject.userId, newcomers });
    }
  });

export const removeMember = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, userId }: { conversationId: ConversationId; userId: UserId },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    const action = userId === subject.userId ? 'read' : 'govern';
    const { conversation, member: actor } = await lockGroup(tx, subject, { action, conversationId });
    const [target] = await findMembers(tx, [{ conversationId, userId }]);
    if (!target) throw new Refusal('member_missing', 'not a member');
    if (!mayRemove({ actor, target })) throw new Refusal('right_missing', 'only an owner removes an owner');
    await markLeft(tx, target, { at: context.clock.now(), seq: conversation.headSeq + 1 });
    await countMembers(tx, conversationId);
    await appendEvents(context, tx, [
      { conversationId, actorId: subject.userId, body: { kind: 'member.left', userId } },
    ]);
    await appendUserEvents(context, tx, [{ userId, kind: 'conversation.gone', conversationId, data: null }]);
    if (target.role === 'owner') await passOnOwnership(context, tx, { conversationId, actorId: subject.userId });
  });

export const renameConversation = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, title }: { conversationId: ConversationId; title: string },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { conversation } = await lockGroup(tx, subject, { action: 'govern', conversationId });
    if (conversation.title === title) return;
    await setTitle(tx, conversationId, title);
    await appendEvents(context, tx, [
      { conversationId, actorId: subject.userId, body: { kind: 'conversation.renamed', title } },
    ]);
    await tellMembers(context, tx, conversationId);
  });
