import type { ConversationId, QueryOf, SearchKind, SearchOrder, search, UserId } from '@countinghouse/protocol';

/** What somebody looks for; it stands in the address of the page, so that Back leads to the search before. */
export interface SearchFilters {
  query: string;
  /** Null: all kinds. */
  kind: SearchKind | null;
  actorId: UserId | null;
  conversationId: ConversationId | null;
  /** Calendar days, both inclusive. */
  fromDate: string | null;
  toDate: string | null;
  hasFile: boolean;
  order: SearchOrder;
}

export const noFilters: SearchFilters = {
  query: '',
  kind: null,
  actorId: null,
  conversationId: null,
  fromDate: null,
  toDate: null,
  hasFile: false,
  order: 'relevance',
};

export const searchKindsShown: readonly SearchKind[] = ['message', 'file', 'person', 'conversation', 'invoice'];

export function parseFilters(address: URLSearchParams): SearchFilters {
  const kind = searchKindsShown.find((each) => each === address.get('kind')) ?? null;
  return {
    query: address.get('q') ?? '',
    kind,
    actorId: address.get('by') as UserId | null, // The server refuses what is no id.
    conversationId: address.get('in') as ConversationId | null, // As above.
    fromDate: dateIn(address.get('from')),
    toDate: dateIn(address.get('to')),
    hasFile: address.get('file') === '1',
    order: address.get('order') === 'newest' ? 'newest' : 'relevance',
  };
}

const dateIn = (text: string | null) => (text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null);

export function formatFilters(filters: SearchFilters): URLSearchParams {
  const entries: [string, string | null][] = [
    ['q', filters.query || null],
    ['kind', filters.kind],
    ['by', filters.actorId],
    ['in', filters.conversationId],
    ['from', filters.fromDate],
    ['to', filters.toDate],
    ['file', filters.hasFile ? '1' : null],
    ['order', filters.order === 'relevance' ? null : filters.order],
  ];
  return new URLSearchParams(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

type SearchQuery = QueryOf<typeof search.search>;

/** Null where there is nothing to look for. Days begin and end in the reader's own zone. */
export function searchQuery(filters: SearchFilters): SearchQuery | null {
  const q = filters.query.trim();
  if (q === '') return null;
  const { kind, actorId, conversationId, fromDate, toDate, hasFile, order } = filters;
  // People and conversations are written by nobody and at no time.
  const kinds = kind ?? (actorId || fromDate || toDate || conversationId ? 'message,file,invoice' : null);
  return {
    q,
    ...(hasFile ? { hasFile: true, kinds: kind ?? 'message' } : kinds ? { kinds } : {}),
    ...(actorId ? { actorId } : {}),
    ...(conversationId ? { conversationId } : {}),
    ...(fromDate ? { from: new Date(`${fromDate}T00:00:00`).toISOString() } : {}),
    ...(toDate ? { to: dayAfter(toDate) } : {}),
    ...(order === 'newest' ? { order } : {}),
  };
}

function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00`);
  day.setDate(day.getDate() + 1);
  return day.toISOString();
}
