import { type ConversationId, type ConversationSettings, Refusal, type UserId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { changeRole } from '../domain/membership.ts';
import { settingsOf } from '../domain/settings.ts';
import { setArchivedAt, setSettings } from '../store/conversation-store.ts';
import { findMembers } from '../store/member-store.ts';
import { appendEvents } from './append-events.ts';
import { setRoles } from './group-handover.ts';
import { lockGroup, tellMembers } from './lock-group.ts';

/** What is not named stays; the same again changes nothing. Answers with all settings as they are. */
export const setGroupSettings = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, changes }: { conversationId: ConversationId; changes: Partial<ConversationSettings> },
): Promise<ConversationSettings> =>
  context.database.transaction(async (tx) => {
    const { conversation } = await lockGroup(tx, subject, { action: 'govern', conversationId });
    const before = settingsOf(conversation);
    const settings: ConversationSettings = { ...before, ...changes };
    if (isSame(before, settings)) return settings;
    await setSettings(tx, conversationId, settings);
    await appendEvents(context, tx, [
      { conversationId, actorId: subject.userId, body: { kind: 'conversation.settings-set', settings } },
    ]);
    await tellMembers(context, tx, conversationId);
    return settings;
  });

/** One is made from the other, so that the names stand in one order. */
const isSame = (left: ConversationSettings, right: ConversationSettings): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

export const setArchived = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, isArchived }: { conversationId: ConversationId; isArchived: boolean },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { conversation } = await lockGroup(tx, subject, { action: 'govern', conversationId });
    if (conversation.isArchived === isArchived) return;
    await setArchivedAt(tx, conversationId, isArchived ? context.clock.now() : null);
    await appendEvents(context, tx, [
      { conversationId, actorId: subject.userId, body: { kind: 'conversation.archived', isArchived } },
    ]);
    await tellMembers(context, tx, conversationId);
  });

export const setMemberRole = (
  context: MessagingContext,
  subject: Subject,
  {
    conversationId,
    userId,
    role,
  }: { conversationId: ConversationId; userId: UserId; role: 'owner' | 'admin' | 'member' },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { member: actor } = await lockGroup(tx, subject, { action: 'govern', conversationId });
    const [target] = await findMembers(tx, [{ conversationId, userId }]);
    if (!target) throw new Refusal('member_missing', 'not a member');
    const roles = changeRole({ actor, target, role });
    if (typeof roles === 'string') throw new Refusal(roles, 'this role cannot be given');
    if (roles.length === 0) return;
    const [person] = await context.findPeople(tx, [userId]);
    if (role !== 'member' && !(person?.isActive && person.kind === 'person')) {
      throw new Refusal('group_role_unfit', 'only active people of the firm govern groups');
    }
    await setRoles(context, tx, { conversationId, actorId: subject.userId, roles });
  });
