import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type QueryOf, type SearchGroup, search } from '@countinghouse/protocol';
import type { Firm, FirmFile, FirmMessage } from './made-firm.ts';
import { inScope, type MadeQuery } from './made-queries.ts';

/** Hits of each query that are compared with all there are. */
const comparedMax = 100;
const pageSize = 50;
const firstPage = 20;

export interface Outcome {
  query: MadeQuery;
  /** Time of the first page by relevance, and by age. */
  relevanceMs: number;
  newestMs: number;
  expected: number;
  /** Of the newest hundred that should be found: how many were, and how many were not asked for. */
  wanted: number;
  found: number;
  wrong: number;
  isOnFirstPage: boolean | undefined;
  /** What should have been found. */
  missed: string[];
}

type Asked = Partial<QueryOf<typeof search.search>> & { q: string };

export async function ask(firm: Firm, token: string, query: Asked): Promise<{ groups: SearchGroup[]; ms: number }> {
  const { text, ms } = await fetchTimed(firm, token, { path: search.search.path, query });
  // The contract says so.
  return { groups: (JSON.parse(text) as { groups: SearchGroup[] }).groups, ms };
}

export const timeSuggestions = async (firm: Firm, token: string, q: string): Promise<number> =>
  (await fetchTimed(firm, token, { path: search.suggest.path, query: { q } })).ms;

async function fetchTimed(
  firm: Firm,
  token: string,
  { path, query }: { path: string; query: object },
): Promise<{ text: string; ms: number }> {
  const parameters = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const startedMs = performance.now();
  const answer = await fetch(`${firm.installation.baseUrl}${path}?${parameters}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await answer.text();
  const ms = performance.now() - startedMs;
  if (!answer.ok) throw new Error(`${parameters} was refused: ${text}`);
  return { text, ms };
}

const keyOf = (firm: Firm, item: FirmMessage | FirmFile): string =>
  `${firm.installation.conversationIds[item.conversation]} ${item.seq}${'name' in item ? ` ${item.name}` : ''}`;

function keysOf(group: SearchGroup | undefined): string[] {
  return (group?.hits ?? []).map((hit) => {
    if (hit.kind === 'message') return `${hit.place.conversationId} ${hit.place.seq}`;
    if (hit.kind === 'file') return `${hit.place?.conversationId} ${hit.place?.seq} ${hit.file.name}`;
    throw new Error(`a hit of the kind ${hit.kind} was not asked for`);
  });
}

/** Asks one query in both orders, and compares what comes with what every text says. */
export async function askAndCompare(firm: Firm, token: string, query: MadeQuery): Promise<Outcome> {
  const inside = inScope(query.reader);
  const all: readonly (FirmMessage | FirmFile)[] = query.kind === 'file' ? firm.files : firm.messages;
  const expected = all.filter((item) => inside.has(item.conversation) && query.matches(item));
  const newest = [...expected].sort((left, right) => right.at.getTime() - left.at.getTime());
  const wanted = new Set(newest.slice(0, comparedMax).map((item) => keyOf(firm, item)));

  const asked: Asked = { q: query.q, kinds: query.kind };
  const relevance = await ask(firm, token, { ...asked, limit: firstPage });
  const first = await ask(firm, token, { ...asked, order: 'newest', limit: firstPage });
  // The invoice assistant greets each reader in a conversation of its own.
  const made = new Set(firm.installation.conversationIds);
  const got: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await ask(firm, token, { ...asked, order: 'newest', limit: pageSize, ...(cursor ? { cursor } : {}) });
    got.push(...keysOf(page.groups[0]).filter((key) => made.has(key.slice(0, key.indexOf(' ')))));
    cursor = page.groups[0]?.next;
  } while (cursor && got.length < comparedMax);
  const all100 = got.slice(0, comparedMax);
  return {
    query,
    relevanceMs: relevance.ms,
    newestMs: first.ms,
    expected: expected.length,
    wanted: wanted.size,
    found: all100.filter((key) => wanted.has(key)).length,
    wrong: all100.filter((key) => !wanted.has(key)).length,
    missed: newest
      .slice(0, comparedMax)
      .filter((item) => !got.includes(keyOf(firm, item)))
      .map((item) => item.text.slice(0, 200)),
    isOnFirstPage: isAnswered(firm, query, expected, keysOf(relevance.groups[0])),
  };
}

/** Two messages of the same words answer alike. */
function isAnswered(
  firm: Firm,
  { answer }: MadeQuery,
  expected: readonly (FirmMessage | FirmFile)[],
  page: readonly string[],
): boolean | undefined {
  if (!answer) return undefined;
  const shown = new Set(page);
  return expected.some((item) => item.text === answer.text && shown.has(keyOf(firm, item)));
}

const askAgainMs = 20;

/** Posts a message as the reader, and tells how long it takes from the answer until a search finds it. */
export async function timeUntilFound(firm: Firm, token: string, conversationId: string): Promise<number> {
  const { baseUrl } = firm.installation;
  const word = `x${randomUUID().slice(0, 8)}`;
  const answer = await fetch(`${baseUrl}/api/conversations/${conversationId}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: `bench-${word}`, text: `新的消息 ${word}` }),
  });
  if (!answer.ok) throw new Error(`the message was refused: ${await answer.text()}`);
  const startedMs = performance.now();
  for (;;) {
    const { groups } = await ask(firm, token, { q: word, kinds: 'message' });
    if (groups.some((group) => group.hits.length > 0)) return performance.now() - startedMs;
    await sleep(askAgainMs);
  }
}
