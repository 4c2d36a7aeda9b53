import type { BilingualName, Engagement, EngagementId, EngagementRole, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { hasRole, type Subject } from '../../platform/rights/index.ts';
import { recordAudit } from '../audit/index.ts';
import { insertEngagement, selectEngagements, upsertMember } from './store/engagement-store.ts';

export interface NewEngagement {
  code: string;
  name: BilingualName;
  clientName: string;
  leadId: UserId;
  dueDate: string | null;
  members: readonly { userId: UserId; role: EngagementRole }[];
}

export interface Engagements {
  /** The lead becomes a member too. `actorId` null: first start and demonstration. */
  createEngagement(tx: Transaction, engagement: NewEngagement, actorId: UserId | null): Promise<EngagementId>;
  setMember(
    tx: Transaction,
    member: { engagementId: EngagementId; userId: UserId; role: EngagementRole; actorId: UserId | null },
  ): Promise<void>;
}

/** In order of their codes; unknown ids are left out. No rights are asked. */
export const findEngagements = (db: Queryable, ids: readonly EngagementId[]): Promise<Engagement[]> =>
  selectEngagements(db, 'e.id = any($1::uuid[])', [ids]);

/** Guests see only those of which they are members; finance, who books on them, sees all. */
export const listEngagementsFor = (db: Queryable, subject: Subject): Promise<Engagement[]> =>
  hasRole(subject, 'finance')
    ? selectEngagements(db, 'true', [])
    : selectEngagements(db, memberCondition, [subject.userId]);

const memberCondition = 'exists (select 1 from engagement_members m where m.engagement_id = e.id and m.user_id = $1)';

/** Undefined both for an unknown engagement and for one on which the person does not work. */
export async function findEngagementOf(
  db: Queryable,
  input: { engagementId: EngagementId; userId: UserId },
): Promise<Engagement | undefined> {
  const [found] = await selectEngagements(db, `${memberCondition} and e.id = $2`, [input.userId, input.engagementId]);
  return found;
}

export function createEngagements(platform: Pick<Platform, 'clock' | 'newId'>): Engagements {
  const audited = (
    tx: Transaction,
    note: { action: string; actorId: UserId | null; engagementId: EngagementId; detail: Record<string, unknown> },
  ) =>
    recordAudit(tx, {
      at: platform.clock.now(),
      actorId: note.actorId,
      action: note.action,
      objectType: 'engagement',
      objectId: note.engagementId,
      detail: note.detail,
    });
  const setMember: Engagements['setMember'] = async (tx, { engagementId, userId, role, actorId }) => {
    await upsertMember(tx, { engagementId, userId, role, at: platform.clock.now() });
    audited(tx, { action: 'engagement.member-set', actorId, engagementId, detail: { userId, role } });
  };
  return {
    setMember,
    createEngagement: async (tx, { members, ...engagement }, actorId) => {
      const id = platform.newId<'engagement'>();
      await insertEngagement(tx, { ...engagement, id }, platform.clock.now());
      audited(tx, { action: 'engagement.created', actorId, engagementId: id, detail: { leadId: engagement.leadId } });
      for (const member of members) await setMember(tx, { ...member, engagementId: id, actorId });
      await setMember(tx, { engagementId: id, userId: engagement.leadId, role: 'lead', actorId });
      return id;
    },
  };
}
