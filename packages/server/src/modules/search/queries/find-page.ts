import type { SearchKind } from '@countinghouse/protocol';
import { type Bind, parameters } from '../../../platform/rights/index.ts';
import { encodeCursor, type PageCursor } from '../domain/page-cursor.ts';
import { scoreText } from '../domain/score.ts';
import { windowsBack } from '../domain/windows.ts';
import { matchText } from '../language/match-text.ts';
import type { Token } from '../language/tokens.ts';
import { type Candidate, findCandidates, type IndexTable } from '../store/candidate-store.ts';
import type { FoundPage, SearchScope } from './scope.ts';

/** Candidates that are compared for relevance; of more, the newest. Named in the contract. */
const relevanceCandidatesMax = 200;
/** What the index gives and the log does not confirm is looked for again so often. */
const roundsMax = 4;
/** A few more than the page, for what is not confirmed. */
const spare = 5;

export interface PageSource<Hit> {
  kind: SearchKind;
  table: IndexTable;
  tokens: readonly Token[];
  anyTokens?: readonly Token[];
  condition?(bind: Bind): string;
  filter?(bind: Bind): string;
  /** Fewer, where each costs more. */
  relevanceCandidatesMax?: number;
  /** How well the candidate answers; undefined where it does not. */
  judge(candidate: Candidate): number | undefined;
  /** What is shown of each, read from where it is true; undefined for what is not there any more or does not match. */
  load(candidates: readonly Candidate[]): Promise<readonly (Hit | undefined)[]>;
}

interface Ranked {
  candidate: Candidate;
  score: number | null;
}

/** One page of one kind. */
export async function findPage<Hit>(scope: SearchScope, source: PageSource<Hit>): Promise<FoundPage<Hit>> {
  const found: { hit: Hit; ranked: Ranked }[] = [];
  let position = scope.cursor;
  let isExhausted = false;
  for (let round = 0; round < roundsMax && !isExhausted && found.length <= scope.limit; round++) {
    const wanted = scope.limit + 1 - found.length + spare;
    const ranked = await (scope.order === 'newest' ? listNewest : listBest)(scope, source, { position, wanted });
    isExhausted = ranked.length < wanted;
    const last = ranked.at(-1);
    if (!last) break;
    const hits = await source.load(ranked.map(({ candidate }) => candidate));
    for (const [index, hit] of hits.entries()) {
      const own = ranked[index];
      if (hit !== undefined && own) found.push({ hit, ranked: own });
    }
    position = positionAt(scope, last);
  }
  const page = found.slice(0, scope.limit);
  const last = page.at(-1);
  const next = found.length > scope.limit && last ? positionAt(scope, last.ranked) : isExhausted ? undefined : position;
  return { kind: source.kind, hits: page.map(({ hit }) => hit), next: next ? encodeCursor(next) : null };
}

const positionAt = (scope: SearchScope, { candidate, score }: Ranked): PageCursor => ({
  of: scope.of,
  untilMs: scope.until.getTime(),
  score,
  atMs: candidate.at.getTime(),
  key: [...candidate.key],
});

interface PagePlace {
  position: PageCursor | undefined;
  wanted: number;
}

async function listNewest<Hit>(scope: SearchScope, source: PageSource<Hit>, place: PagePlace): Promise<Ranked[]> {
  const { position, wanted } = place;
  const after = position && { at: new Date(position.atMs), key: position.key };
  const candidates = await look(scope, source, { limit: wanted, ...(after ? { after } : {}) });
  return candidates.map((candidate) => ({ candidate, score: null }));
}

async function listBest<Hit>(scope: SearchScope, source: PageSource<Hit>, place: PagePlace): Promise<Ranked[]> {
  const candidates = await look(scope, source, { limit: source.relevanceCandidatesMax ?? relevanceCandidatesMax });
  const ranked = candidates.flatMap((candidate) => {
    const score = source.judge(candidate);
    return score === undefined ? [] : [{ candidate, score }];
  });
  ranked.sort((left, right) => right.score - left.score || compareAge(left.candidate, right.candidate));
  const { position } = place;
  const rest = position ? ranked.filter((each) => comesAfter(each, position)) : ranked;
  return rest.slice(0, place.wanted);
}

/** Newer ones first. */
const compareAge = (left: Candidate, right: Candidate): number =>
  right.at.getTime() - left.at.getTime() || right.key.join(' ').localeCompare(left.key.join(' '));

function comesAfter({ candidate, score }: { candidate: Candidate; score: number }, position: PageCursor): boolean {
  if (position.score === null || score !== position.score) return score < (position.score ?? 0);
  return compareAge({ at: new Date(position.atMs), key: position.key, text: '' }, candidate) < 0;
}

function look<Hit>(
  scope: SearchScope,
  source: PageSource<Hit>,
  input: { limit: number; after?: { at: Date; key: readonly string[] } },
): Promise<Candidate[]> {
  const { bind, values } = parameters();
  const to = new Date(Math.min(scope.until.getTime(), scope.to?.getTime() ?? Number.POSITIVE_INFINITY));
  const newest = input.after && input.after.at < to ? input.after.at : to;
  const condition = source.condition?.(bind);
  const filter = source.filter?.(bind);
  return findCandidates(scope.db, source.table, {
    terms: scope.parsed.terms,
    windows: windowsBack({ to: newest, ...(scope.from ? { from: scope.from } : {}) }),
    tokens: source.tokens,
    ...(source.anyTokens ? { anyTokens: source.anyTokens } : {}),
    ...(scope.from ? { from: scope.from } : {}),
    to,
    ...(input.after ? { after: input.after } : {}),
    ...(condition === undefined ? {} : { condition }),
    ...(filter === undefined ? {} : { filter }),
    limit: input.limit,
    bind,
    values,
  });
}

/** For texts that are fetched whole. */
export const judgeText =
  (scope: SearchScope) =>
  ({ text, at }: Candidate): number | undefined => {
    const spans = matchText(scope.parsed, text);
    return spans && scoreText({ spans, length: text.length, ageMs: scope.until.getTime() - at.getTime() });
  };
