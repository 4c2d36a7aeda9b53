import { createHash } from 'node:crypto';
import {
  type ClientId,
  type ConversationId,
  type ConversationKind,
  type ConversationSettings,
  type DataClass,
  defaultConversationSettings,
  type EngagementId,
  type Person,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { roleOnJoining } from '../domain/membership.ts';
import { findByCreation, insertConversation } from '../store/conversation-store.ts';
import { demandMayCreateGroups, demandMayInviteGuests } from './group-policy.ts';
import { joinMembers } from './join-members.ts';

export interface RequestedGroup {
  clientId: ClientId;
  title: string;
  memberIds: readonly UserId[];
  engagementId?: EngagementId;
  parentId?: ConversationId;
  dataClass?: DataClass;
  settings?: Partial<ConversationSettings>;
}

export async function createConversation(
  context: MessagingContext,
  subject: Subject,
  group: RequestedGroup,
): Promise<ConversationId> {
  const digest = createHash('sha256')
    .update(JSON.stringify(describe(group)))
    .digest();
  return context.database.transaction(async (tx) => {
    const creation = { createdBy: subject.userId, clientId: group.clientId };
    const id = await insertGroup(context, tx, { subject, group, digest });
    if (id !== undefined) return id;
    const first = await findByCreation(tx, creation);
    if (!first?.digest.equals(digest)) {
      throw new Refusal('client_id_reused', 'this client id stands for another group');
    }
    return first.id;
  });
}

const describe = ({ title, memberIds, engagementId, parentId, dataClass, settings }: RequestedGroup) => ({
  title,
  memberIds: [...memberIds].sort(),
  engagementId,
  parentId,
  dataClass,
  settings: settings && Object.entries(settings).sort(),
});

/** Undefined where the client id has its group already. */
async function insertGroup(
  context: MessagingContext,
  tx: Transaction,
  { subject, group, digest }: { subject: Subject; group: RequestedGroup; digest: Buffer },
): Promise<ConversationId | undefined> {
  await demandMayCreateGroups(tx, subject);
  if (group.parentId) await accessConversation(tx, subject, { action: 'read', conversationId: group.parentId });
  const people = await getActivePeople(context, tx, group.memberIds);
  if (people.some((person) => person.kind === 'guest')) await demandMayInviteGuests(tx, subject);
  const conversationId = context.newId<'conversation'>();
  const isNew = await insertConversation(tx, {
    id: conversationId,
    kind: 'group',
    title: group.title,
    directKey: null,
    parentId: group.parentId ?? null,
    engagementId: group.engagementId ?? null,
    dataClass: group.dataClass ?? 'general',
    createdBy: subject.userId,
    createdAt: context.clock.now(),
    settings: group.settings ? { ...defaultConversationSettings, ...group.settings } : null,
    createClientId: group.clientId,
    createDigest: digest,
  });
  if (!isNew) return undefined;
  recordCreation(context, tx, { conversationId, actorId: subject.userId, kind: 'group' });
  const others = people.filter((person) => person.id !== subject.userId);
  await joinMembers(context, tx, {
    conversationId,
    actorId: subject.userId,
    newcomers: [
      { userId: subject.userId, role: 'owner' },
      ...others.map((person) => ({ userId: person.id, role: roleOnJoining(person) })),
    ],
  });
  return conversationId;
}

export function recordCreation(
  { clock }: Pick<MessagingContext, 'clock'>,
  tx: Transaction,
  { conversationId, actorId, kind }: { conversationId: ConversationId; actorId: UserId; kind: ConversationKind },
): void {
  recordAudit(tx, {
    at: clock.now(),
    actorId,
    action: 'conversation.created',
    objectType: 'conversation',
    objectId: conversationId,
    detail: { kind },
  });
}

/** Throws `object_missing` where one of them is unknown or deactivated. */
export async function getActivePeople(
  context: MessagingContext,
  tx: Transaction,
  ids: readonly UserId[],
): Promise<Person[]> {
  const unique = [...new Set(ids)];
  if (unique.length === 0) return [];
  const people = (await context.findPeople(tx, unique)).filter((person) => person.isActive);
  if (people.length < unique.length) throw new Refusal('object_missing', 'not everybody named is an active person');
  return people;
}
