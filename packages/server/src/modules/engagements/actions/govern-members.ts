import { type EngagementId, type EngagementRole, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { findPeople } from '../../identity/index.ts';
import { accessEngagement } from '../access.ts';
import type { EngagementsContext, EngagementsDeps } from '../deps.ts';
import { checkMemberRole } from '../domain/engagement.ts';
import { deleteMember } from '../store/engagement-store.ts';
import { putMember, recordEngagement } from './add-engagement.ts';

interface MemberRef {
  engagementId: EngagementId;
  userId: UserId;
}

export function setMember(
  context: EngagementsContext & EngagementsDeps,
  subject: Subject,
  { engagementId, userId, role }: MemberRef & { role: EngagementRole },
): Promise<void> {
  return context.database.transaction(async (tx) => {
    const { engagement } = await accessEngagement(tx, subject, engagementId);
    if (engagement.leadId === userId) throw new Refusal('engagement_lead_bound');
    await checkFit(tx, { userId, role });
    await putMember(context, tx, { engagementId, userId, role, actorId: subject.userId });
    await context.announceMeChanged(tx, userId);
  });
}

/** Claims that were handed in keep the engagement. Who is no member is left alone, so that repeating is safe. */
export function removeMember(
  context: EngagementsContext & EngagementsDeps,
  subject: Subject,
  { engagementId, userId }: MemberRef,
): Promise<void> {
  return context.database.transaction(async (tx) => {
    const { engagement, members } = await accessEngagement(tx, subject, engagementId);
    if (engagement.leadId === userId) throw new Refusal('engagement_lead_bound');
    const member = members.find((candidate) => candidate.userId === userId);
    if (!member) return;
    await deleteMember(tx, { engagementId, userId });
    recordEngagement(context, tx, {
      action: 'engagement.member-removed',
      actorId: subject.userId,
      engagementId,
      detail: { userId, role: member.role },
    });
    await context.announceMeChanged(tx, userId);
  });
}

async function checkFit(tx: Transaction, { userId, role }: { userId: UserId; role: EngagementRole }): Promise<void> {
  const [person] = await findPeople(tx, [userId]);
  if (!person?.isActive) throw new Refusal('person_not_of_firm', 'nobody active has this id', { userId });
  checkMemberRole(person.kind, role);
}
