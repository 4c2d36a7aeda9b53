import {
  type BodyOf,
  type Engagement,
  type EngagementId,
  type engagements as endpoints,
  Refusal,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { can, type Subject } from '../../../platform/rights/index.ts';
import { demandPeopleOfFirm } from '../../identity/index.ts';
import { accessEngagement } from '../access.ts';
import type { EngagementsContext, EngagementsDeps } from '../deps.ts';
import { changedFields, checkDueDate, cleanProfile } from '../domain/engagement.ts';
import { updateEngagement } from '../store/engagement-store.ts';
import { addEngagement, putMember, recordEngagement } from './add-engagement.ts';

type Profile = BodyOf<typeof endpoints.create>;

export async function createEngagementFor(
  context: EngagementsContext & EngagementsDeps,
  subject: Subject,
  body: Profile,
): Promise<Engagement> {
  const facts = { leadId: body.leadId, memberIds: new Set<Engagement['leadId']>() };
  if (!can(subject, 'create', 'engagement', facts))
    throw new Refusal('right_missing', 'engagements are not yours to open');
  const profile = cleanProfile(body);
  checkDueDate(profile.dueDate);
  return context.database.transaction(async (tx) => {
    await demandPeopleOfFirm(tx, [profile.leadId]);
    const id = await addEngagement(context, tx, { ...profile, members: [] }, subject.userId);
    await context.announceMeChanged(tx, profile.leadId);
    return { ...profile, id };
  });
}

/** The lead of before stays on the engagement, as a senior. */
export async function changeEngagement(
  context: EngagementsContext & EngagementsDeps,
  subject: Subject,
  { engagementId, body }: { engagementId: EngagementId; body: Profile },
): Promise<Engagement> {
  const profile = cleanProfile(body);
  checkDueDate(profile.dueDate);
  return context.database.transaction(async (tx) => {
    const { engagement: before, members } = await accessEngagement(tx, subject, engagementId);
    const after = { ...profile, id: engagementId };
    const changed = changedFields(before, after);
    if (changed.length === 0) return before;
    if (!(await updateEngagement(tx, after))) {
      throw new Refusal('engagement_code_taken', undefined, { code: after.code });
    }
    recordEngagement(context, tx, {
      action: 'engagement.changed',
      actorId: subject.userId,
      engagementId,
      detail: { changed, leadId: after.leadId, dueDate: after.dueDate },
    });
    if (before.leadId !== after.leadId) await changeLead(context, tx, subject, { before, after });
    for (const userId of new Set([...members.map((member) => member.userId), after.leadId])) {
      await context.announceMeChanged(tx, userId);
    }
    return after;
  });
}

async function changeLead(
  context: EngagementsContext,
  tx: Transaction,
  subject: Subject,
  { before, after }: { before: Engagement; after: Engagement },
): Promise<void> {
  await demandPeopleOfFirm(tx, [after.leadId]);
  const common = { engagementId: after.id, actorId: subject.userId };
  await putMember(context, tx, { ...common, userId: before.leadId, role: 'senior' });
  await putMember(context, tx, { ...common, userId: after.leadId, role: 'lead' });
}
