import type { SearchKind, SearchOrder, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { ReadablePlace } from '../../messaging/index.ts';
import type { SearchContext } from '../context.ts';
import type { PageCursor } from '../domain/page-cursor.ts';
import type { ParsedQuery } from '../language/parse-query.ts';
import { estimateMessages } from '../store/candidate-store.ts';

/** One search of one person, with everything that bounds what it may find. */
export interface SearchScope {
  context: SearchContext;
  db: Queryable;
  subject: Subject;
  parsed: ParsedQuery;
  /** Every conversation that the person may read at this moment. */
  readable: readonly ReadablePlace[];
  /** The one of them that was asked for. */
  only?: ReadablePlace;
  actorId?: UserId;
  from?: Date;
  to?: Date;
  hasFile: boolean;
  order: SearchOrder;
  limit: number;
  cursor?: PageCursor;
  /** Names the search in its cursors. */
  of: string;
  /** Nothing later belongs to this search, on whichever page. */
  until: Date;
}

export interface FoundPage<Hit> {
  kind: SearchKind;
  hits: Hit[];
  next: string | null;
}

/** The conversations in which this search looks. */
export const placesOf = (scope: SearchScope): readonly ReadablePlace[] => (scope.only ? [scope.only] : scope.readable);

/** Each conversation that is looked up costs a look into the index for every window of time. */
const lookedUpFewMax = 64;
const lookedUpManyMax = 500;
/** Of all messages. Who sees a larger share meets enough of their own among the newest that match. */
const smallShare = 0.01;

/**
 * Whether the index is asked for these conversations too, or what it gives is compared with them one by one. Measured with
 * 1,000,000 messages in 1,000 conversations: for 50 of them looking up takes half the time where words are common and the
 * same where they are rare; for 120 comparing is faster by a third, for 300 by three to five times.
 */
export async function isWorthLookingUp(scope: SearchScope, places: readonly ReadablePlace[]): Promise<boolean> {
  if (places.length <= lookedUpFewMax) return true;
  if (places.length > lookedUpManyMax) return false;
  const all = await estimateMessages(scope.db);
  return places.reduce((sum, place) => sum + place.headSeq, 0) < smallShare * all;
}
