import { type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { directKeyOf } from '../domain/direct-key.ts';
import { roleOnJoining } from '../domain/membership.ts';
import { findByDirectKey, insertConversation } from '../store/conversation-store.ts';
import { doShareConversation } from '../store/member-store.ts';
import { getActivePeople, recordCreation } from './create-conversation.ts';
import { joinMembers } from './join-members.ts';

/** Finds or makes the one conversation of two; of kind `app` where one of them is a program. */
export async function openDirect(
  context: MessagingContext,
  tx: Transaction,
  pair: { userId: UserId; otherId: UserId },
): Promise<ConversationId> {
  const directKey = directKeyOf(pair.userId, pair.otherId);
  const found = await findByDirectKey(tx, directKey);
  if (found) return found;
  const people = await getActivePeople(context, tx, [pair.userId, pair.otherId]);
  const conversationId = context.newId<'conversation'>();
  const kind = people.some((person) => person.kind === 'app') ? 'app' : 'direct';
  const isNew = await insertConversation(tx, {
    id: conversationId,
    kind,
    title: '',
    directKey,
    parentId: null,
    engagementId: null,
    dataClass: 'general',
    createdBy: pair.userId,
    createdAt: context.clock.now(),
    settings: null,
    createClientId: null,
    createDigest: null,
  });
  if (!isNew) {
    const madeMeanwhile = await findByDirectKey(tx, directKey);
    if (!madeMeanwhile) throw new Error('a direct conversation was neither made nor found');
    return madeMeanwhile;
  }
  recordCreation(context, tx, { conversationId, actorId: pair.userId, kind });
  await joinMembers(context, tx, {
    conversationId,
    actorId: pair.userId,
    newcomers: people.map((person) => ({ userId: person.id, role: roleOnJoining(person) })),
  });
  return conversationId;
}

/** A guest reaches only people whom they share a conversation with; to them, others do not exist. */
export async function openRequestedDirect(
  context: MessagingContext,
  subject: Subject,
  otherId: UserId,
): Promise<ConversationId> {
  if (otherId === subject.userId) throw new Refusal('request_malformed', 'a direct conversation needs two people');
  return context.database.transaction(async (tx) => {
    if (subject.kind === 'guest' && !(await doShareConversation(tx, subject.userId, otherId))) {
      throw new Refusal('object_missing', 'no such person');
    }
    return openDirect(context, tx, { userId: subject.userId, otherId });
  });
}
