import { availableParallelism, loadavg } from 'node:os';
import { percentile } from '../card/summary.ts';
import { ask, askAndCompare, type Outcome, timeSuggestions, timeUntilFound } from './ask-searches.ts';
import { fillOrResume } from './fill-firm.ts';
import { type Firm, readers } from './made-firm.ts';
import { type MadeQuery, makeQueries } from './made-queries.ts';
import { measureCost } from './measure-cost.ts';
import { type SearchHost, startSearchHost } from './search-host.ts';
import { words } from './vocabulary.ts';

interface SearchBenchOptions {
  isJson: boolean;
  seed: string;
  messages?: number;
  files?: number;
  /** A folder that keeps what was made for the next run. */
  keep?: string;
  part?: string[];
  /** How long each turn of `cost` lasts. */
  seconds?: number;
}

const messagesDefault = 1_000_000;
const filesDefault = 100_000;
/** Searches of each reader for the measurement of the palette, which asks for every kind at once. */
const palettesOfReader = 40;
/** As people type names: characters, pinyin, initials, from the first letter on. */
const typedNames = words(
  'c ch chen chenyu cy 陈 陈屿 王敏 wang wangm zhang zhangwei zw 李 lijing l 上 上海 上海华 shanghai shhr 北京 科技 57组 beijing bjdf 审 x xu 徐磊',
);
/** Messages that are posted to see when they are found. */
const posts = 20;

const parts = ['queries', 'cost'] as const;
/** What may stand after `--part`. */
export const searchPartNames: readonly string[] = parts;
const partsDefault = ['queries'];

/**
 * `queries`: fills a server, asks what is known, and compares. `cost`: what indexing takes from those who write. The last
 * line is one JSON object.
 */
export async function benchSearch(options: SearchBenchOptions): Promise<void> {
  const say = (line: string) => void (options.isJson ? undefined : process.stdout.write(`${line}\n`));
  const wanted = options.part?.includes('all') ? parts : (options.part ?? partsDefault);
  const result: Record<string, unknown> = { bench: 'search' };
  if (wanted.includes('queries')) Object.assign(result, await measureQueries(options, say));
  if (wanted.includes('cost')) {
    const { seconds } = options;
    result.cost = await measureCost({ say, ...(seconds === undefined ? {} : { seconds }) });
  }
  say(JSON.stringify(result, null, 2));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

async function measureQueries(options: SearchBenchOptions, say: (line: string) => void): Promise<object> {
  const seed = Number(options.seed);
  const host = await startSearchHost(options.keep);
  try {
    const size = { messages: options.messages ?? messagesDefault, files: options.files ?? filesDefault };
    const { firm, report } = await fillOrResume(host, {
      size: { seed, ...size, untilMs: Date.now() },
      keep: options.keep,
      say,
    });
    const queries = makeQueries(firm, seed);
    say(`${queries.length} searches are made`);
    const loadBefore = round(loadavg()[0] ?? 0);
    await warmUp(firm);
    const outcomes: Outcome[] = [];
    for (const query of queries) outcomes.push(await askAndCompare(firm, tokenOf(firm, query), query));
    const palettes = await timeReaders(firm, queries);
    const untilFound = await timePosts(firm, host);
    for (const line of misses(outcomes)) say(line);
    return {
      ...size,
      conditions: { cores: availableParallelism(), node: process.version, loadBefore },
      ...summarise(outcomes),
      milliseconds: { ...times(outcomes), ...palettes, 'posted until found': untilFound },
      ...(report ? { speed: report } : {}),
      bytes: await host.order({ op: 'sizes' }),
    };
  } finally {
    await host.stop();
  }
}

const tokenOf = (firm: Firm, { reader }: Pick<MadeQuery, 'reader'>): string =>
  firm.installation.readers[readers.findIndex(({ login }) => login === reader)]?.token ?? '';

/** Connections and plans of a server that has been up for a while. */
async function warmUp(firm: Firm): Promise<void> {
  for (const { login } of readers) {
    for (const q of ['年报', '凭证 附件']) await ask(firm, tokenOf(firm, { reader: login }), { q });
  }
}

/** The palette asks for the first few of every kind at each pause in typing, and suggests names meanwhile. */
async function timeReaders(firm: Firm, queries: readonly MadeQuery[]): Promise<Record<string, Times>> {
  const measured: Record<string, Times> = {};
  const step = Math.max(1, Math.floor(queries.length / palettesOfReader));
  const asked = queries.filter((_, index) => index % step === 0);
  for (const { login } of readers) {
    const token = tokenOf(firm, { reader: login });
    const own: number[] = [];
    for (const query of asked) own.push((await ask(firm, token, { q: query.q })).ms);
    measured[`palette of ${login}`] = timesOf(own);
    const suggested: number[] = [];
    for (const typed of typedNames) suggested.push(await timeSuggestions(firm, token, typed));
    measured[`suggestions to ${login}`] = timesOf(suggested);
  }
  return measured;
}

/** With the indexer at its own pace, as in a server at work. */
async function timePosts(firm: Firm, host: SearchHost): Promise<Times> {
  await host.order({ op: 'follow' });
  const measured: number[] = [];
  const staff = readers[1];
  for (const conversation of staff.conversations.slice(0, posts)) {
    const conversationId = firm.installation.conversationIds[conversation] ?? '';
    measured.push(await timeUntilFound(firm, tokenOf(firm, { reader: staff.login }), conversationId));
  }
  return timesOf(measured);
}

interface Times {
  count: number;
  p50: number;
  p95: number;
  max: number;
}

function timesOf(values: readonly number[]): Times {
  const at = (share: number) => round(percentile(values, share));
  return { count: values.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}

const round = (value: number): number => Math.round(value * 10) / 10;

function times(outcomes: readonly Outcome[]): Record<string, Times> {
  const both = (outcome: Outcome) => [outcome.relevanceMs, outcome.newestMs];
  const measured: Record<string, Times> = { all: timesOf(outcomes.flatMap(both)) };
  for (const [name, own] of Map.groupBy(outcomes, ({ query }) => `${query.class} of ${query.reader}`)) {
    measured[name] = timesOf(own.flatMap(both));
  }
  return measured;
}

/** Words of one character are not promised to be complete, and have no answer. */
function summarise(outcomes: readonly Outcome[]) {
  const answered = outcomes.filter(({ isOnFirstPage }) => isOnFirstPage !== undefined);
  const compared = outcomes.filter(({ query }) => query.class !== 'character');
  const sum = (pick: (outcome: Outcome) => number) => compared.reduce((total, outcome) => total + pick(outcome), 0);
  return {
    queries: answered.length,
    recall: sum(({ found }) => found) / sum(({ wanted }) => wanted),
    wrongHits: sum(({ wrong }) => wrong),
    firstPage: answered.filter(({ isOnFirstPage }) => isOnFirstPage).length / answered.length,
    matchesOfQueriesWithAnswer: timesOf(answered.map(({ expected }) => expected)),
  };
}

function* misses(outcomes: readonly Outcome[]): Generator<string> {
  for (const { query, wanted, found, wrong, expected, isOnFirstPage, missed } of outcomes) {
    if (query.class !== 'character' && (found < wanted || wrong > 0))
      yield `"${query.q}" (${query.class} of ${query.reader}): ${found} of ${wanted} found, ${wrong} wrong; missed: ${missed.join(' | ')}`;
    if (isOnFirstPage === false)
      yield `"${query.q}" (${query.class} of ${query.reader}): not on the first page, among ${expected}`;
  }
}
