import type {
  Engagement,
  EngagementId,
  EngagementMember,
  engagements as endpoints,
  ResponseOf,
} from '@countinghouse/protocol';
import type { Database, Queryable } from '../../../platform/database/database.ts';
import { parameters, type Subject, where } from '../../../platform/rights/index.ts';
import { accessEngagement } from '../access.ts';
import { countMembers, selectEngagements } from '../store/engagement-store.ts';

/** What the directory shows: the engagements on which the subject works; finance, who books on them, sees all. */
export const listEngagementsFor = (db: Queryable, subject: Subject): Promise<Engagement[]> =>
  listPermitted(db, subject, 'read');

export async function listGoverned(db: Queryable, subject: Subject): Promise<ResponseOf<typeof endpoints.list>> {
  const governed = await listPermitted(db, subject, 'govern');
  const counts = await countMembers(
    db,
    governed.map((engagement) => engagement.id),
  );
  return {
    engagements: governed.map((engagement) => ({ engagement, memberCount: counts.get(engagement.id) ?? 0 })),
  };
}

export const listMembers = (
  database: Database,
  subject: Subject,
  engagementId: EngagementId,
): Promise<EngagementMember[]> =>
  database.transaction(async (tx) => (await accessEngagement(tx, subject, engagementId)).members);

function listPermitted(db: Queryable, subject: Subject, action: 'read' | 'govern'): Promise<Engagement[]> {
  const { bind, values } = parameters();
  return selectEngagements(db, where(subject, action, 'engagement', { alias: 'e', bind }), values);
}
