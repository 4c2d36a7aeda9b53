import type { Engagement, EngagementId, EngagementMember, EngagementRole, UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { addEngagement, type NewEngagement, putMember } from './actions/add-engagement.ts';
import type { EngagementsContext, EngagementsDeps } from './deps.ts';
import { registerRoutes } from './routes.ts';
import { memberCondition, selectEngagements, selectMembers } from './store/engagement-store.ts';

export type { NewEngagement } from './actions/add-engagement.ts';
export { listEngagementsFor } from './queries/list-engagements.ts';

export interface Engagements {
  registerRoutes(app: FastifyInstance, deps: EngagementsDeps): void;
  /** The lead becomes a member too. `actorId` null: first start and demonstration. No rights are asked. */
  createEngagement(tx: Transaction, engagement: NewEngagement, actorId: UserId | null): Promise<EngagementId>;
  setMember(
    tx: Transaction,
    member: { engagementId: EngagementId; userId: UserId; role: EngagementRole; actorId: UserId | null },
  ): Promise<void>;
}

/** In order of their codes; unknown ids are left out. No rights are asked. */
export const findEngagements = (db: Queryable, ids: readonly EngagementId[]): Promise<Engagement[]> =>
  selectEngagements(db, 'e.id = any($1::uuid[])', [ids]);

/** Who works on it, and as what. No rights are asked. */
export const listEngagementMembers = (db: Queryable, id: EngagementId): Promise<EngagementMember[]> =>
  selectMembers(db, id);

/** Undefined both for an unknown engagement and for one on which the person does not work. */
export async function findEngagementOf(
  db: Queryable,
  input: { engagementId: EngagementId; userId: UserId },
): Promise<Engagement | undefined> {
  const [found] = await selectEngagements(db, `${memberCondition('$1')} and e.id = $2`, [
    input.userId,
    input.engagementId,
  ]);
  return found;
}

export function createEngagements(platform: EngagementsContext): Engagements {
  return {
    registerRoutes: (app, deps) => registerRoutes(app, platform, deps),
    createEngagement: (tx, engagement, actorId) => addEngagement(platform, tx, engagement, actorId),
    setMember: (tx, member) => putMember(platform, tx, member),
  };
}
