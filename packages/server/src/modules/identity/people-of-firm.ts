import { Refusal, type UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import { findPeople } from './store/people-store.ts';

/** Heads, leads and partners decide about the firm's money: each must be an active person, no guest and no app. */
export async function demandPeopleOfFirm(db: Queryable, userIds: readonly UserId[]): Promise<void> {
  const people = await findPeople(db, userIds);
  const fit = new Set(people.filter((person) => person.kind === 'person' && person.isActive).map(({ id }) => id));
  const unfit = userIds.find((userId) => !fit.has(userId));
  if (unfit) throw new Refusal('person_not_of_firm', 'not an active person of the firm', { userId: unfit });
}
