import type { Department, Engagement, Person, PersonStatus, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { can, type Subject } from '../../../platform/rights/index.ts';
import { listDepartments, listPeople } from '../store/people-store.ts';

/** What higher modules know and the directory shows; plugged in by `app`. */
export interface DirectorySources {
  listEngagementsFor(db: Queryable, subject: Subject): Promise<Engagement[]>;
  /** People with whom the subject shares a conversation now. */
  listSharedPeople(db: Queryable, userId: UserId): Promise<UserId[]>;
  /** What people say of themselves; of everybody, where nobody is named. */
  listStatuses?(db: Queryable, userIds?: readonly UserId[]): Promise<ReadonlyMap<UserId, PersonStatus>>;
}

export interface Directory {
  people: Person[];
  departments: Department[];
  engagements: Engagement[];
}

/** Everybody for people of the firm; guests see themselves and those they share a conversation with. */
export async function listDirectory(db: Queryable, subject: Subject, sources: DirectorySources): Promise<Directory> {
  const everybody = withStatuses(await listPeople(db), await sources.listStatuses?.(db));
  const engagements = await sources.listEngagementsFor(db, subject);
  if (can(subject, 'read', 'directory', {})) {
    return { people: everybody, departments: await listDepartments(db), engagements };
  }
  const shared = new Set(await sources.listSharedPeople(db, subject.userId));
  const people = everybody.filter((person) => shared.has(person.id) || person.id === subject.userId);
  return { people, departments: [], engagements };
}

export const withStatuses = (
  people: readonly Person[],
  statuses: ReadonlyMap<UserId, PersonStatus> = new Map(),
): Person[] =>
  people.map((person) => {
    const status = statuses.get(person.id);
    return status && person.isActive ? { ...person, status } : person;
  });
