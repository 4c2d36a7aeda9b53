import type { ConversationHit, PersonHit } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import type { SearchContext } from '../context.ts';
import { inReadingSession } from '../store/reading-session.ts';
import { parseOrRefuse } from './search.ts';
import { byScore, matchConversations, matchPeople, type Scored } from './search-names.ts';

const suggestionsDefault = 8;

/** People and conversations by their names, best first. */
export function suggest(
  context: SearchContext,
  input: { subject: Subject; q: string; limit: number | undefined },
): Promise<(PersonHit | ConversationHit)[]> {
  const { text } = parseOrRefuse(input.q);
  return inReadingSession(context.database, async (db) => {
    const found: Scored<PersonHit | ConversationHit>[] = [
      ...(await matchPeople({ db, people: context.people }, input.subject, text)),
      ...(await matchConversations(db, input.subject, text)),
    ];
    return found
      .sort(byScore)
      .slice(0, input.limit ?? suggestionsDefault)
      .map(({ hit }) => hit);
  });
}
