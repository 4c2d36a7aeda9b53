import type { Queryable } from '../../../platform/database/database.ts';
import type { Bind } from '../../../platform/rights/index.ts';
import type { Window } from '../domain/windows.ts';
import { type ParsedQuery, type Term, tokensOfAlternative } from '../language/parse-query.ts';
import { placeTokens, type Token } from '../language/tokens.ts';

export interface IndexTable {
  name: 'search_messages' | 'search_files' | 'search_invoices';
  /** Names a document; the order among those of one instant. */
  keys: readonly { column: string; type: 'uuid' | 'bigint' }[];
  /** What of the text is fetched to judge how well it answers, as SQL on `r`. */
  text: string;
}

export const messageTable: IndexTable = {
  name: 'search_messages',
  keys: [
    { column: 'conversation_id', type: 'uuid' },
    { column: 'seq', type: 'bigint' },
  ],
  text: 'r.text',
};
/** Texts of files are long; their names stand first and are short. */
export const fileTable: IndexTable = {
  name: 'search_files',
  keys: [{ column: 'file_id', type: 'uuid' }],
  text: 'left(r.text, 300)',
};
export const invoiceTable: IndexTable = {
  name: 'search_invoices',
  keys: [{ column: 'invoice_id', type: 'uuid' }],
  text: 'r.text',
};

/** A place in the order from new to old. */
export interface Position {
  at: Date;
  key: readonly string[];
}

export interface Candidate extends Position {
  /** Folded. */
  text: string;
}

export interface CandidateRequest {
  terms: ParsedQuery['terms'];
  windows: readonly Window[];
  /** All of them, beside those of the terms. */
  tokens: readonly Token[];
  /** At least one of them, where given. */
  anyTokens?: readonly Token[];
  from?: Date;
  to?: Date;
  after?: Position;
  /** Cheap condition on the document `d`. */
  condition?: string;
  /** Condition on the document `r`, tried one by one from the newest on until there are enough. */
  filter?: string;
  limit: number;
  bind: Bind;
  values: unknown[];
}

/** Each alternative of each term doubles the ways; more are cut off by looking for the first alternatives alone. */
const waysMax = 16;

interface Way {
  tokens: Token[];
  patterns: string[];
}

/** Every choice of one alternative for each term. */
function waysOf(terms: readonly Term[]): Way[] {
  let ways: Way[] = [{ tokens: [], patterns: [] }];
  for (const { alternatives } of terms) {
    const chosen = ways.length * alternatives.length > waysMax ? alternatives.slice(0, 1) : alternatives;
    ways = ways.flatMap((way) =>
      chosen.map((alternative) => ({
        tokens: [...way.tokens, ...tokensOfAlternative(alternative)],
        patterns: alternative.kind === 'literal' ? [...way.patterns, patternOf(alternative.literal)] : way.patterns,
      })),
    );
  }
  return ways;
}

const patternOf = (literal: string): string => `%${literal.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * The newest documents that match, from new to old. The windows are gone through one after another and only as far as
 * needed: the outer loop hands on what each gives until the limit is reached. `offset 0` keeps the planner from using other
 * indexes beside that of the tokens, which it takes for better than they are.
 */
export async function findCandidates(
  db: Queryable,
  table: IndexTable,
  request: CandidateRequest,
): Promise<Candidate[]> {
  const { bind, values } = request;
  const any = request.anyTokens && bind(request.anyTokens);
  const ways = waysOf(request.terms).map(({ tokens, patterns }) => {
    const parts = [`d.tokens @> (${bind([...new Set([...tokens, ...request.tokens])])}::integer[] || w.token)`];
    if (any !== undefined) parts.push(`d.tokens && ${any}::integer[]`);
    if (patterns.length > 0) parts.push(`d.text like all(${bind(patterns)}::text[])`);
    return `(${parts.join(' and ')})`;
  });
  const conditions = ['true'];
  if (request.from) conditions.push(`d.at >= ${bind(request.from)}`);
  if (request.to) conditions.push(`d.at < ${bind(request.to)}`);
  if (request.after) conditions.push(afterCondition(table, request.after, bind));
  if (request.condition !== undefined) conditions.push(request.condition);
  const order = table.keys.map(({ column }) => `d.${column} desc`).join(', ');
  const windows = bind(request.windows.map(({ level, index }) => placeTokens.window(level, index)));
  const key = table.keys.map(({ column }) => `r.${column}::text`).join(', ');
  return db.query<Candidate>(
    `select r.at, array[${key}] as key, ${table.text} as text
     from unnest(${windows}::integer[]) with ordinality as w(token, position)
     cross join lateral (
       select d.* from (select * from ${table.name} d where ${ways.join(' or ')} offset 0) d
       where ${conditions.join(' and ')} order by d.at desc, ${order}
     ) r
     ${request.filter === undefined ? '' : `where ${request.filter}`}
     limit ${bind(request.limit)}`,
    values,
  );
}

function afterCondition(table: IndexTable, after: Position, bind: Bind): string {
  const columns = table.keys.map(({ column }) => `d.${column}`).join(', ');
  const bound = table.keys.map(({ type }, index) => `${bind(after.key[index] ?? '')}::${type}`).join(', ');
  return `(d.at, ${columns}) < (${bind(after.at)}, ${bound})`;
}

/** As PostgreSQL last counted; 0 before it has. */
export async function estimateMessages(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select greatest(reltuples, 0)::float8 as count from pg_class where oid = 'search_messages'::regclass`,
  );
  return row?.count ?? 0;
}
