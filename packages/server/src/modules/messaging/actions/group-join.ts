import { type ConversationId, joinRequestsMax, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { accessOpenGroup } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { countJoinRequests, deleteJoinRequests, upsertJoinRequest } from '../store/group-store.ts';
import { findMembers } from '../store/member-store.ts';
import { getActivePeople } from './create-conversation.ts';
import { joinMembers } from './join-members.ts';
import { lockGroup, tellGovernors } from './lock-group.ts';

const isMember = async (tx: Transaction, conversationId: ConversationId, userId: UserId): Promise<boolean> =>
  (await findMembers(tx, [{ conversationId, userId }])).length > 0;

/** Joins a group that stands open. Whoever is in it already has the same answer. */
export const joinGroup = (context: MessagingContext, subject: Subject, conversationId: ConversationId): Promise<void> =>
  context.database.transaction(async (tx) => {
    await lockConversations(tx, [conversationId]);
    if (await isMember(tx, conversationId, subject.userId)) return;
    await accessOpenGroup(tx, subject, { action: 'join', conversationId });
    await joinMembers(context, tx, {
      conversationId,
      actorId: subject.userId,
      newcomers: [{ userId: subject.userId, role: 'member' }],
    });
  });

export const askToJoin = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, note }: { conversationId: ConversationId; note: string },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    await lockConversations(tx, [conversationId]);
    if (await isMember(tx, conversationId, subject.userId)) return;
    await accessOpenGroup(tx, subject, { action: 'ask', conversationId });
    const place = { conversationId, userId: subject.userId };
    const isNew = await upsertJoinRequest(tx, context.sealer, { place, at: context.clock.now(), note });
    if (!isNew) return;
    if ((await countJoinRequests(tx, conversationId)) > joinRequestsMax) {
      throw new Refusal('join_requests_full', 'too many people wait to join this group');
    }
    record(context, tx, { action: 'join-request.made', actorId: subject.userId, ...place });
    await tellGovernors(context, tx, { conversationId });
  });

export const withdrawJoinRequest = (
  context: MessagingContext,
  subject: Subject,
  conversationId: ConversationId,
): Promise<void> =>
  context.database.transaction(async (tx) => {
    await lockConversations(tx, [conversationId]);
    if ((await deleteJoinRequests(tx, conversationId, [subject.userId])).length === 0) return;
    const { userId } = subject;
    record(context, tx, { action: 'join-request.withdrawn', actorId: userId, conversationId, userId });
    await tellGovernors(context, tx, { conversationId });
  });

export const decideJoinRequest = (
  context: MessagingContext,
  subject: Subject,
  {
    conversationId,
    userId,
    decision,
  }: { conversationId: ConversationId; userId: UserId; decision: 'admit' | 'decline' },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    await lockGroup(tx, subject, { action: 'govern', conversationId });
    if ((await deleteJoinRequests(tx, conversationId, [userId])).length === 0) {
      throw new Refusal('object_missing', 'nobody asks for this');
    }
    const action = decision === 'admit' ? 'join-request.admitted' : 'join-request.declined';
    record(context, tx, { action, actorId: subject.userId, conversationId, userId });
    if (decision === 'admit') {
      await getActivePeople(context, tx, [userId]);
      await joinMembers(context, tx, {
        conversationId,
        actorId: subject.userId,
        newcomers: [{ userId, role: 'member' }],
      });
    }
    await tellGovernors(context, tx, { conversationId, askerIds: [userId] });
  });

function record(
  { clock }: Pick<MessagingContext, 'clock'>,
  tx: Transaction,
  entry: { action: string; actorId: UserId; conversationId: ConversationId; userId: UserId },
): void {
  recordAudit(tx, {
    at: clock.now(),
    actorId: entry.actorId,
    action: entry.action,
    objectType: 'conversation',
    objectId: entry.conversationId,
    detail: { userId: entry.userId },
  });
}
