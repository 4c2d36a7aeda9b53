import { type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { type AccessedConversation, accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { isGovernable, mayRemove, nextOwner, roleOnJoining } from '../domain/membership.ts';
import { lockConversations, setTitle } from '../store/conversation-store.ts';
import { countMembers, findMembers, listMembers, markLeft, setRole } from '../store/member-store.ts';
import { appendEvents } from './append-events.ts';
import { appendUserEvents } from './append-user-events.ts';
import { getActivePeople } from './create-conversation.ts';
import { joinMembers } from './join-members.ts';

/** Locks first, so that what is decided here is still true at commit. */
async function lockGroup(
  tx: Transaction,
  subject: Subject,
  input: { action: 'read' | 'govern'; conversationId: ConversationId },
): Promise<AccessedConversation> {
  await lockConversations(tx, [input.conversationId]);
  const accessed = await accessConversation(tx, subject, input);
  if (!isGovernable(accessed.conversation.kind)) {
    throw new Refusal('right_missing', 'the members and title of a direct conversation are fixed');
  }
  return accessed;
}

export const addMembers = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, userIds }: { conversationId: ConversationId; userIds: readonly UserId[] },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    await lockGroup(tx, subject, { action: 'govern', conversationId });
    const people = await getActivePeople(context, tx, userIds);
    const places = people.map((person) => ({ conversationId, userId: person.id }));
    const present = new Set((await findMembers(tx, places)).map((row) => row.userId));
    const newcomers = people
      .filter((person) => !present.has(person.id))
      .map((person) => ({ userId: person.id, role: roleOnJoining(person) }));
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
    const { member: actor } = await lockGroup(tx, subject, { action, conversationId });
    const [target] = await findMembers(tx, [{ conversationId, userId }]);
    if (!target) throw new Refusal('member_missing', 'not a member');
    if (!mayRemove({ actor, target })) throw new Refusal('right_missing', 'only an owner removes an owner');
    await markLeft(tx, target, context.clock.now());
    await countMembers(tx, conversationId);
    await appendEvents(context, tx, [
      { conversationId, actorId: subject.userId, body: { kind: 'member.left', userId } },
    ]);
    await appendUserEvents(context, tx, [{ userId, kind: 'conversation.gone', conversationId, data: null }]);
    await passOnOwnership(context, tx, conversationId);
  });

async function passOnOwnership(
  context: MessagingContext,
  tx: Transaction,
  conversationId: ConversationId,
): Promise<void> {
  const heir = nextOwner(await listMembers(tx, conversationId));
  if (!heir) return;
  await setRole(tx, { conversationId, userId: heir.userId }, 'owner');
  await appendUserEvents(context, tx, [{ userId: heir.userId, kind: 'conversation.set', conversationId, data: null }]);
}

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
    const members = await listMembers(tx, conversationId);
    await appendUserEvents(
      context,
      tx,
      members.map(({ userId }) => ({ userId, kind: 'conversation.set', conversationId, data: null })),
    );
  });
