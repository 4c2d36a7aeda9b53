import { type Firm, type FirmFile, type FirmMessage, type ReaderName, readers } from './made-firm.ts';
import { createSeeded, type Seeded } from './seeded.ts';
import { companyNames, deeds, latinWords, things } from './vocabulary.ts';

/** A search whose answers are known: by trying every text, in a way that shares nothing with the server's. */
export interface MadeQuery {
  kind: 'message' | 'file';
  class: 'phrase' | 'words' | 'amount' | 'digits' | 'latin' | 'file' | 'common' | 'character';
  reader: ReaderName;
  q: string;
  /** What the searcher has in mind; for common words there is no one answer. */
  answer: FirmMessage | FirmFile | undefined;
  matches(candidate: FirmMessage | FirmFile): boolean;
}

/** Two hundred with an answer; the last two classes measure time, and the first of them completeness too. */
const counts = {
  phrase: 60,
  words: 60,
  amount: 30,
  digits: 20,
  latin: 10,
  file: 20,
  common: 40,
  character: 20,
} as const;
/** A person who gets more than a page and a half writes more of it. */
const matchesWanted = 30;

const chineseRun = /[\u4e00-\u9fff]{4,}/g;
const commonWords = ['发票', '确认', '合同', '报销单', '核对', '底稿', '好的', '客户', '差异', '明天'];
const commonCharacters = ['税', '票', '账', '款', '签'];

export function makeQueries(firm: Firm, seed: number): MadeQuery[] {
  const seeded = createSeeded(seed + 2);
  const scopes = new Map(readers.map(({ login, conversations }) => [login, messagesIn(firm, conversations)]));
  const queries: MadeQuery[] = [];
  const make: Record<keyof typeof counts, (reader: ReaderName) => MadeQuery | undefined> = {
    phrase: (reader) => phraseQuery(seeded, reader, pickMessage(seeded, scopes, reader), scopes.get(reader) ?? []),
    words: (reader) => wordsQuery(seeded, reader, pickMessage(seeded, scopes, reader), scopes.get(reader) ?? []),
    amount: (reader) => amountQuery(reader, pickMessage(seeded, scopes, reader)),
    digits: (reader) => digitsQuery(reader, pickMessage(seeded, scopes, reader)),
    latin: (reader) => latinQuery(reader, pickMessage(seeded, scopes, reader)),
    file: (reader) => fileQuery(seeded, reader, firm),
    common: (reader) => plainQuery('common', reader, commonWords[queries.length % commonWords.length] ?? ''),
    character: (reader) =>
      plainQuery('character', reader, commonCharacters[queries.length % commonCharacters.length] ?? ''),
  };
  for (const [name, count] of Object.entries(counts)) {
    for (let made = 0; made < count; ) {
      const reader = made % 2 === 0 ? 'staff' : 'partner';
      const query = make[name as keyof typeof counts](reader); // the names are the keys of the same table
      if (!query) continue;
      queries.push(query);
      made += 1;
    }
  }
  return queries;
}

export const inScope = (reader: ReaderName): ReadonlySet<number> =>
  new Set(readers.find(({ login }) => login === reader)?.conversations ?? []);

function messagesIn(firm: Firm, conversations: readonly number[]): FirmMessage[] {
  const inside = new Set(conversations);
  return firm.messages.filter((message) => inside.has(message.conversation));
}

function pickMessage(seeded: Seeded, scopes: ReadonlyMap<ReaderName, FirmMessage[]>, reader: ReaderName): FirmMessage {
  return seeded.pick(scopes.get(reader) ?? []);
}

const textOf = (candidate: FirmMessage | FirmFile): string =>
  'name' in candidate ? `${candidate.name} ${candidate.text}` : candidate.text;

/** Four to eight characters out of the middle of what was written, whole words or not. */
function phraseQuery(
  seeded: Seeded,
  reader: ReaderName,
  answer: FirmMessage,
  scope: readonly FirmMessage[],
): MadeQuery | undefined {
  const phrase = cutPhrase(seeded, answer.text);
  if (phrase === undefined) return undefined;
  const query = { ...literalQuery('phrase', reader, [phrase]), answer };
  return countUpTo(scope, query, matchesWanted + 1) <= matchesWanted ? query : undefined;
}

function countUpTo(scope: readonly (FirmMessage | FirmFile)[], query: MadeQuery, enough: number): number {
  let count = 0;
  for (const message of scope) {
    if (query.matches(message)) count += 1;
    if (count >= enough) break;
  }
  return count;
}

function cutPhrase(seeded: Seeded, text: string): string | undefined {
  const runs = text.match(chineseRun);
  if (!runs) return undefined;
  const run = seeded.pick(runs);
  const length = Math.min(run.length, 4 + seeded.below(5));
  const start = seeded.below(run.length - length + 1);
  return run.slice(start, start + length);
}

const literalQuery = (name: MadeQuery['class'], reader: ReaderName, words: readonly string[]): MadeQuery => ({
  kind: 'message',
  class: name,
  reader,
  q: words.join(' '),
  answer: undefined,
  matches: (candidate) => words.every((word) => textOf(candidate).includes(word)),
});

/** Words that the searcher remembers: whom it was about, what, and what was to be done; more of them where it is common. */
function wordsQuery(
  seeded: Seeded,
  reader: ReaderName,
  answer: FirmMessage,
  scope: readonly FirmMessage[],
): MadeQuery | undefined {
  const cues = [...things, ...deeds, ...companyNames].filter((word) => answer.text.includes(word));
  const words: string[] = [];
  while (cues.length > 0) {
    const [cue] = cues.splice(seeded.below(cues.length), 1);
    if (cue === undefined || words.some((word) => word.includes(cue))) continue;
    words.push(cue);
    if (words.length < 2) continue;
    const query = { ...literalQuery('words', reader, words), answer };
    if (countUpTo(scope, query, matchesWanted + 1) <= matchesWanted) return query;
  }
  return undefined;
}

/** The amount in another writing than the message has. */
function amountQuery(reader: ReaderName, answer: FirmMessage): MadeQuery | undefined {
  const [yuan] = answer.amounts;
  const word = things.find((thing) => answer.text.includes(thing));
  if (yuan === undefined || word === undefined) return undefined;
  const written = answer.text.includes(',') ? `${yuan}元` : `¥${yuan.toLocaleString('en-US')}.00`;
  return {
    ...literalQuery('amount', reader, []),
    q: `${written} ${word}`,
    answer,
    matches: (candidate) => 'amounts' in candidate && candidate.amounts.includes(yuan) && candidate.text.includes(word),
  };
}

/** The last digits of an invoice's number. */
function digitsQuery(reader: ReaderName, answer: FirmMessage): MadeQuery | undefined {
  const number = /发票号(\d{14})/.exec(answer.text)?.[1];
  const digits = number?.slice(-7);
  if (digits === undefined || digits.startsWith('0')) return undefined;
  return {
    ...literalQuery('digits', reader, [digits]),
    answer,
    matches: (candidate) =>
      candidate.text.includes(digits) || ('amounts' in candidate && candidate.amounts.includes(Number(digits))),
  };
}

/** The beginning of an English word, and a Chinese one. */
function latinQuery(reader: ReaderName, answer: FirmMessage): MadeQuery | undefined {
  const latin = latinWords.find((word) => answer.text.startsWith(`${word} `));
  const word = things.find((thing) => answer.text.includes(thing));
  const version = /v\d+$/.exec(answer.text)?.[0];
  if (latin === undefined || word === undefined || version === undefined) return undefined;
  const beginning = latin.slice(0, Math.max(3, latin.length - 2)).toUpperCase();
  const begins = new RegExp(`(?<![a-z0-9])${beginning}`, 'i');
  const hasVersion = new RegExp(`(?<![a-z0-9])${version}`);
  return {
    ...literalQuery('latin', reader, []),
    q: `${beginning} ${word} ${version}`,
    answer,
    matches: ({ text }) => begins.test(text) && text.includes(word) && hasVersion.test(text),
  };
}

/** Two phrases out of the text of a file. */
function fileQuery(seeded: Seeded, reader: ReaderName, firm: Firm): MadeQuery | undefined {
  const inside = inScope(reader);
  const answer = seeded.pick(firm.files);
  if (!inside.has(answer.conversation)) return undefined;
  const phrases = [cutPhrase(seeded, answer.text), cutPhrase(seeded, answer.text.slice(answer.text.length / 2))];
  const words = phrases.filter((phrase) => phrase !== undefined);
  if (words.length < 2) return undefined;
  const query: MadeQuery = { ...literalQuery('file', reader, words), kind: 'file', answer };
  const scope = firm.files.filter((file) => inside.has(file.conversation));
  return countUpTo(scope, query, matchesWanted + 1) <= matchesWanted ? query : undefined;
}

const plainQuery = (name: 'common' | 'character', reader: ReaderName, word: string): MadeQuery =>
  literalQuery(name, reader, [word]);
