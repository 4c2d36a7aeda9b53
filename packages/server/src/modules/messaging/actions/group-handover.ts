import type { ConversationId, ConversationRole, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import { heirsInOrder } from '../domain/membership.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { listOwnedGroups } from '../store/group-store.ts';
import { listMembers, setRole } from '../store/member-store.ts';
import { appendEvents } from './append-events.ts';
import { appendUserEvents } from './append-user-events.ts';

// Nearly always the first heir can have the group, so that few are looked up at once.
const heirsAtOnce = 50;

export interface RoleSetting {
  conversationId: ConversationId;
  actorId: UserId;
  roles: readonly { userId: UserId; role: ConversationRole }[];
}

/** Gives members other roles: their rows, the events in the conversation, and the row in their own lists. */
export async function setRoles(
  context: MessagingContext,
  tx: Transaction,
  { conversationId, actorId, roles }: RoleSetting,
): Promise<void> {
  for (const { userId, role } of roles) await setRole(tx, { conversationId, userId }, role);
  await appendEvents(
    context,
    tx,
    roles.map(({ userId, role }) => ({ conversationId, actorId, body: { kind: 'member.role-set', userId, role } })),
  );
  await appendUserEvents(
    context,
    tx,
    roles.map(({ userId }) => ({ userId, kind: 'conversation.set', conversationId, data: null })),
  );
}

/**
 * Passes a group on whose owner has left, or is `from`, who stays as a member. Where nobody of the firm is left who could
 * have it, nothing changes.
 */
export async function passOnOwnership(
  context: MessagingContext,
  tx: Transaction,
  { conversationId, actorId, from }: { conversationId: ConversationId; actorId: UserId; from?: UserId },
): Promise<void> {
  const remaining = (await listMembers(tx, conversationId)).filter((member) => member.userId !== from);
  if (remaining.some((member) => member.role === 'owner')) return;
  const heir = await findHeir(
    context,
    tx,
    heirsInOrder(remaining).map((member) => member.userId),
  );
  if (!heir) return;
  const roles = [
    ...(from ? [{ userId: from, role: 'member' as const }] : []),
    { userId: heir, role: 'owner' as const },
  ];
  await setRoles(context, tx, { conversationId, actorId, roles });
}

async function findHeir(
  context: MessagingContext,
  tx: Transaction,
  candidates: readonly UserId[],
): Promise<UserId | undefined> {
  for (let at = 0; at < candidates.length; at += heirsAtOnce) {
    const some = candidates.slice(at, at + heirsAtOnce);
    const people = await context.findPeople(tx, some);
    const fit = new Set(people.filter((person) => person.isActive && person.kind === 'person').map(({ id }) => id));
    const heir = some.find((userId) => fit.has(userId));
    if (heir) return heir;
  }
  return undefined;
}

/** Somebody was cut off: what they own goes to others at once; they stay where they were, for what they said. */
export async function handOverGroups(
  context: MessagingContext,
  tx: Transaction,
  { userId, actorId }: { userId: UserId; actorId: UserId },
): Promise<void> {
  const conversationIds = await listOwnedGroups(tx, userId);
  // All at once and in the order of ids, so that two transactions never wait for each other here.
  await lockConversations(tx, conversationIds);
  for (const conversationId of conversationIds) {
    await passOnOwnership(context, tx, { conversationId, actorId, from: userId });
  }
}
