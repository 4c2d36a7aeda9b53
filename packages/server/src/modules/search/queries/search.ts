import {
  type search as endpoints,
  type QueryOf,
  Refusal,
  type SearchGroup,
  type SearchKind,
  searchKinds,
  searchOverviewHits,
  searchPageDefault,
} from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { listReadablePlaces } from '../../messaging/index.ts';
import type { SearchContext } from '../context.ts';
import { decodeCursor, digestOfSearch } from '../domain/page-cursor.ts';
import { type ParsedQuery, parseQuery } from '../language/parse-query.ts';
import { inReadingSession } from '../store/reading-session.ts';
import type { FoundPage, SearchScope } from './scope.ts';
import { searchFiles } from './search-files.ts';
import { searchInvoices } from './search-invoices.ts';
import { searchMessages } from './search-messages.ts';
import { matchConversations, matchPeople, pageOfNames } from './search-names.ts';

type SearchQuery = QueryOf<typeof endpoints.search>;

/** Clocks of several servers may differ by so much. */
const clockSkewMs = 60_000;

/** Throws `search_query_blank`, `search_query_too_long`. */
export function parseOrRefuse(typed: string): ParsedQuery {
  const parsed = parseQuery(typed);
  if (parsed === 'search_query_blank') throw new Refusal(parsed, 'there is nothing in the query to look for');
  if (parsed === 'search_query_too_long') throw new Refusal(parsed, 'the query has too many characters or words');
  return parsed;
}

/** All groups in one transaction: what the person may read is the same for each. */
export function searchAll(
  context: SearchContext,
  { subject, query }: { subject: Subject; query: SearchQuery },
): Promise<SearchGroup[]> {
  const parsed = parseOrRefuse(query.q);
  const kinds = kindsOf(query, parsed);
  const of = nameOf(subject, query);
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, of);
  if (query.cursor !== undefined && (!cursor || kinds.length !== 1))
    throw new Refusal('search_cursor_unfit', 'the cursor belongs to another search');
  return inReadingSession(context.database, async (db) => {
    const readable = (await listReadablePlaces(db, [subject])).get(subject.userId) ?? [];
    const only = readable.find((place) => place.conversationId === query.conversationId);
    if (query.conversationId && !only) throw new Refusal('object_missing', 'no such conversation');
    const scope: SearchScope = {
      ...{ context, db, subject, parsed, readable, of },
      until: new Date(cursor?.untilMs ?? context.clock.now().getTime() + clockSkewMs),
      hasFile: query.hasFile === true || parsed.hasFile,
      order: query.order ?? 'relevance',
      limit: query.limit ?? (kinds.length === 1 ? searchPageDefault : searchOverviewHits),
      ...(only ? { only } : {}),
      ...(query.actorId ? { actorId: query.actorId } : {}),
      ...(query.from === undefined ? {} : { from: new Date(query.from) }),
      ...(query.to === undefined ? {} : { to: new Date(query.to) }),
      ...(cursor ? { cursor } : {}),
    };
    const groups: SearchGroup[] = [];
    for (const kind of kinds) groups.push(await searchKind(scope, kind));
    return groups;
  });
}

/** A cursor goes on with the same search of the same person only; how long the pages are may change. */
const nameOf = (subject: Subject, query: SearchQuery): string => {
  const { q, kinds, conversationId, actorId, from, to, hasFile, order } = query;
  const parts = [subject.userId, q, kinds, conversationId, actorId, from, to, hasFile, order];
  return digestOfSearch(parts.map((part) => part ?? null));
};

/** Filters speak of what somebody wrote somewhere at some time; names are not asked for then, unless by kind. */
function kindsOf(query: SearchQuery, parsed: ParsedQuery): SearchKind[] {
  const asked = query.kinds?.split(',');
  if (asked) return searchKinds.filter((kind) => asked.includes(kind));
  if (query.hasFile || parsed.hasFile) return ['message', 'file'];
  const isFiltered = query.conversationId ?? query.actorId ?? query.from ?? query.to;
  return isFiltered === undefined ? [...searchKinds] : ['message', 'file', 'invoice'];
}

async function searchKind(scope: SearchScope, kind: SearchKind): Promise<FoundPage<SearchGroup['hits'][number]>> {
  const { context, db, subject, parsed } = scope;
  switch (kind) {
    case 'message':
      return searchMessages(scope);
    case 'file':
      return searchFiles(scope);
    case 'invoice':
      return searchInvoices(scope);
    case 'person':
      return pageOfNames(scope, kind, await matchPeople({ db, people: context.people }, subject, parsed.text));
    case 'conversation':
      return pageOfNames(scope, kind, await matchConversations(db, subject, parsed.text));
  }
}
