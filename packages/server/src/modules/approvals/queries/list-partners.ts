import type { UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { demand, type Subject } from '../../../platform/rights/index.ts';
import { listNamedPartners } from '../store/candidate-store.ts';

/** Empty while every manager may sign as partner. */
export function listPartnersFor(db: Queryable, subject: Subject): Promise<UserId[]> {
  demand(subject, 'read', 'account');
  return listNamedPartners(db);
}
