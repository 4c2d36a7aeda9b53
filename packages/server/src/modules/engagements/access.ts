import { type Engagement, type EngagementId, type EngagementMember, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../platform/database/database.ts';
import { can, type EngagementFacts, type Subject } from '../../platform/rights/index.ts';
import { lockEngagement, selectMembers } from './store/engagement-store.ts';

export interface AccessedEngagement {
  engagement: Engagement;
  members: EngagementMember[];
}

/**
 * Fetches and locks an engagement that the subject governs. Who may not even read it learns nothing, not even that it
 * exists (`object_missing`); a member who may not govern gets `right_missing`.
 */
export async function accessEngagement(
  tx: Transaction,
  subject: Subject,
  engagementId: EngagementId,
): Promise<AccessedEngagement> {
  const engagement = await lockEngagement(tx, engagementId);
  if (!engagement) throw new Refusal('object_missing', 'no such engagement');
  const members = await selectMembers(tx, engagementId);
  const facts: EngagementFacts = {
    leadId: engagement.leadId,
    memberIds: new Set(members.map((member) => member.userId)),
  };
  if (can(subject, 'govern', 'engagement', facts)) return { engagement, members };
  if (!can(subject, 'read', 'engagement', facts)) throw new Refusal('object_missing', 'no such engagement');
  throw new Refusal('right_missing', 'this engagement is not yours to govern');
}
