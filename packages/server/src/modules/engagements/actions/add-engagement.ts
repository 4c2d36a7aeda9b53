import {
  type BilingualName,
  type EngagementId,
  type EngagementRole,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { recordAudit } from '../../audit/index.ts';
import type { EngagementsContext } from '../deps.ts';
import { insertEngagement, upsertMember } from '../store/engagement-store.ts';

export interface NewEngagement {
  code: string;
  name: BilingualName;
  clientName: string;
  leadId: UserId;
  dueDate: string | null;
  members: readonly { userId: UserId; role: EngagementRole }[];
}

/** Names of clients and engagements stay out of the audit log, whose readers need not know them. */
export function recordEngagement(
  context: EngagementsContext,
  tx: Transaction,
  note: { action: string; actorId: UserId | null; engagementId: EngagementId; detail: Record<string, unknown> },
): void {
  recordAudit(tx, {
    at: context.clock.now(),
    actorId: note.actorId,
    action: note.action,
    objectType: 'engagement',
    objectId: note.engagementId,
    detail: note.detail,
  });
}

export async function addEngagement(
  context: EngagementsContext,
  tx: Transaction,
  { members, ...engagement }: NewEngagement,
  actorId: UserId | null,
): Promise<EngagementId> {
  const id = context.newId<'engagement'>();
  if (!(await insertEngagement(tx, { ...engagement, id }, context.clock.now()))) {
    throw new Refusal('engagement_code_taken', undefined, { code: engagement.code });
  }
  recordEngagement(context, tx, {
    action: 'engagement.created',
    actorId,
    engagementId: id,
    detail: { leadId: engagement.leadId },
  });
  for (const member of members) await putMember(context, tx, { ...member, engagementId: id, actorId });
  await putMember(context, tx, { engagementId: id, userId: engagement.leadId, role: 'lead', actorId });
  return id;
}

export async function putMember(
  context: EngagementsContext,
  tx: Transaction,
  member: { engagementId: EngagementId; userId: UserId; role: EngagementRole; actorId: UserId | null },
): Promise<void> {
  const { engagementId, userId, role, actorId } = member;
  await upsertMember(tx, { engagementId, userId, role, at: context.clock.now() });
  recordEngagement(context, tx, { action: 'engagement.member-set', actorId, engagementId, detail: { userId, role } });
}
