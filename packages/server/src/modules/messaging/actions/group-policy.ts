import { Refusal } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { hasRole, type Subject } from '../../../platform/rights/index.ts';
import { getMessagingPolicy } from '../store/policy-store.ts';

/** The firm says who makes groups; guests never do. */
export async function demandMayCreateGroups(db: Queryable, subject: Subject): Promise<void> {
  const { mayCreateGroups } = await getMessagingPolicy(db);
  if (subject.kind === 'guest' || !hasRole(subject, ...mayCreateGroups)) {
    throw new Refusal('right_missing', 'making groups is not yours');
  }
}

/** Asked where a group gets its first guest. */
export async function demandMayInviteGuests(db: Queryable, subject: Subject): Promise<void> {
  const { mayCreateWithGuests } = await getMessagingPolicy(db);
  if (!hasRole(subject, ...mayCreateWithGuests)) {
    throw new Refusal('right_missing', 'bringing guests into groups is not yours');
  }
}
