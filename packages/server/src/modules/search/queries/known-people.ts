import type { Person } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { listPeople } from '../../identity/index.ts';
import { stampOfPeople } from '../store/name-store.ts';

/**
 * Everybody of the firm, who are compared with every key that somebody presses: fetched again only where one of them has
 * changed. Ten thousand people take a hundred milliseconds to fetch, and a few to be found unchanged.
 */
export class KnownPeople {
  private known: { stamp: string; people: readonly Person[] } | undefined;

  async list(db: Queryable): Promise<readonly Person[]> {
    // Before the people, so that a change between the two is noticed the next time.
    const stamp = await stampOfPeople(db);
    const known = this.known;
    if (known?.stamp === stamp) return known.people;
    const people = await listPeople(db);
    this.known = { stamp, people };
    return people;
  }
}
