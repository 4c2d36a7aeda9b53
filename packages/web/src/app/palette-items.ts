import type { SearchGroup, SearchHit, SearchKind, UserId } from '@countinghouse/protocol';

interface Named {
  name: string;
  note: string;
  /** By which it is found, besides name and note. */
  words: string;
}

export type PaletteItem = Named &
  ({ kind: 'person'; id: UserId } | { kind: 'conversation'; id: string } | { kind: 'page'; id: string });

/** What the palette lists: things of this device, what the server found, and the way to all that can be found. */
export type PaletteEntry =
  | { kind: 'item'; item: PaletteItem }
  | { kind: 'hit'; hit: SearchHit }
  | { kind: 'all'; query: string };

export interface PaletteGroup {
  name: 'here' | SearchKind | 'page' | 'all';
  entries: readonly PaletteEntry[];
}

const shownMax = 12;
/** Beside what the server finds. */
const shownBesideHitsMax = 6;
const foundKinds: readonly SearchKind[] = ['message', 'file', 'invoice'];

interface PaletteInput {
  query: string;
  items: readonly PaletteItem[];
  found: readonly SearchGroup[];
}

/**
 * At once what this device knows, then what the server adds: names that only pinyin finds, messages, files, invoices;
 * pages, and all results, last.
 */
export function groupPalette({ query, items, found }: PaletteInput): PaletteGroup[] {
  const here = findInPalette(items, query);
  const isAsked = query.trim() !== '';
  const known = here.filter(({ kind }) => kind !== 'page').slice(0, isAsked ? shownBesideHitsMax : shownMax);
  const pages = here.filter(({ kind }) => kind === 'page');
  const ids = new Set<string>(items.map(({ id }) => id));
  const shown = new Set<string>(known.map(({ id }) => id));
  const hitsOf = (kind: SearchKind) => found.find((group) => group.kind === kind)?.hits ?? [];
  const added = [...hitsOf('person'), ...hitsOf('conversation')].flatMap((hit): PaletteEntry[] => {
    const id = hit.kind === 'person' ? hit.userId : hit.kind === 'conversation' ? hit.conversationId : '';
    if (shown.has(id)) return [];
    const local = ids.has(id) ? items.find((item) => item.id === id) : undefined;
    return [local ? { kind: 'item', item: local } : { kind: 'hit', hit }];
  });
  const groups: PaletteGroup[] = [
    { name: 'here', entries: [...known.map((item) => ({ kind: 'item' as const, item })), ...added] },
    ...foundKinds.map((kind) => ({ name: kind, entries: hitsOf(kind).map((hit) => ({ kind: 'hit' as const, hit })) })),
    { name: 'page', entries: pages.map((item) => ({ kind: 'item' as const, item })) },
    { name: 'all', entries: isAsked ? [{ kind: 'all', query: query.trim() }] : [] },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}

/** Items that hold every word of the query; those whose name begins with it come first. */
export function findInPalette(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const needle = query.trim().toLocaleLowerCase();
  const words = needle.split(/\s+/).filter(Boolean);
  const scored = items.flatMap((item) => {
    const name = item.name.toLocaleLowerCase();
    const text = `${name} ${item.note} ${item.words}`.toLocaleLowerCase();
    if (!words.every((word) => text.includes(word))) return [];
    return [{ item, score: name.startsWith(needle) ? 0 : name.includes(needle) ? 1 : 2 }];
  });
  return scored
    .sort((a, b) => a.score - b.score)
    .slice(0, shownMax)
    .map(({ item }) => item);
}
