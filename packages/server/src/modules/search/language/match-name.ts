import { type FoldedText, foldWithPlaces } from './fold-text.ts';
import type { Span } from './match-text.ts';
import { readingsOf } from './readings.ts';

export interface NameMatch {
  /** Higher is better. */
  score: number;
  /** Of the name as it is written (NFC). */
  marks: Span[];
}

interface Letter {
  character: string;
  /** Place in the folded name. */
  at: number;
  beginsWord: boolean;
  readings: readonly string[];
}

/** How a letter of the name was met: as written, by its whole reading, or by the beginning of it. */
const worth = { written: 3, reading: 2, initial: 1 };
/** Names longer than this are compared by their beginning. */
const lettersMax = 100;

/**
 * Whether what is typed stands in the name: as written, as pinyin, as initials, or mixed. `陈屿` is found by `陈`, `chenyu`,
 * `cheny`, `cy` and `chen yu`. Words apart may also stand apart.
 */
export function matchName(typed: string, name: string): NameMatch | undefined {
  const { words, joined } = wordsOf(typed);
  if (joined === '') return undefined;
  const { folded, letters } = spell(name);
  const whole = matchWord(joined, letters);
  if (whole) return present(letters, [whole], folded);
  if (words.length < 2) return undefined;
  const found = words.map((word) => matchWord(word, letters));
  return found.every((each) => each !== undefined) ? present(letters, found, folded) : undefined;
}

interface TypedWords {
  words: readonly string[];
  joined: string;
}

let last: (TypedWords & { typed: string }) | undefined;

/** What is typed is compared with thousands of names in a row. */
function wordsOf(typed: string): TypedWords {
  if (last?.typed === typed) return last;
  const words = typed
    .split(' ')
    .map(lettersOnly)
    .filter((word) => word !== '');
  last = { typed, words, joined: words.join('') };
  return last;
}

interface Spelled {
  folded: FoldedText;
  letters: readonly Letter[];
}

const spelled = new Map<string, Spelled>();
/** People and conversations of a firm of ten thousand; the oldest gives way. */
const spelledMax = 30_000;

/** Names are asked again with every key that somebody presses. */
function spell(name: string): Spelled {
  const known = spelled.get(name);
  if (known) return known;
  const folded = foldWithPlaces(name.normalize('NFC'));
  const made = { folded, letters: lettersOf(folded.text) };
  const [oldest] = spelled.keys();
  if (spelled.size >= spelledMax && oldest !== undefined) spelled.delete(oldest);
  spelled.set(name, made);
  return made;
}

const lettersOnly = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

function lettersOf(folded: string): Letter[] {
  const letters: Letter[] = [];
  let [at, isAfterWord] = [0, false];
  for (const character of folded) {
    const isLetter = /[\p{L}\p{N}]/u.test(character);
    const readings = readingsOf(character);
    const isHan = readings.length > 0;
    if (isLetter && letters.length < lettersMax)
      letters.push({ character, at, beginsWord: isHan || !isAfterWord, readings });
    isAfterWord = isLetter && !isHan;
    at += character.length;
  }
  return letters;
}

interface WordMatch {
  first: number;
  last: number;
  worth: number;
}

function matchWord(word: string, letters: readonly Letter[]): WordMatch | undefined {
  let best: WordMatch | undefined;
  for (let first = 0; first < letters.length; first++) {
    const letter = letters[first];
    if (!letter?.beginsWord || !canBegin(word, letter)) continue;
    const found = matchFrom(word, letters, first, new Map());
    if (found && (!best || found.worth > best.worth)) best = { first, ...found };
  }
  return best;
}

const canBegin = (word: string, { character, readings }: Letter): boolean =>
  word.startsWith(character) || readings.some((reading) => reading[0] === word[0]);

/** The best way to use up `rest` from this letter on. */
function matchFrom(
  rest: string,
  letters: readonly Letter[],
  at: number,
  seen: Map<string, { last: number; worth: number } | undefined>,
): { last: number; worth: number } | undefined {
  const letter = letters[at];
  if (!letter) return undefined;
  const key = `${at} ${rest.length}`;
  if (seen.has(key)) return seen.get(key);
  let best: { last: number; worth: number } | undefined;
  for (const [length, value] of waysOf(rest, letter)) {
    const tail = length === rest.length ? { last: at, worth: 0 } : matchFrom(rest.slice(length), letters, at + 1, seen);
    if (tail && (!best || tail.worth + value > best.worth)) best = { last: tail.last, worth: tail.worth + value };
  }
  seen.set(key, best);
  return best;
}

function* waysOf(rest: string, { character, readings }: Letter): Generator<[length: number, worth: number]> {
  if (rest.startsWith(character)) yield [character.length, worth.written];
  for (const reading of readings) {
    if (rest.startsWith(reading)) yield [reading.length, worth.reading];
    const initial = /^(?:zh|ch|sh)/.exec(reading)?.[0];
    if (initial && rest.startsWith(initial)) yield [initial.length, worth.initial];
    if (rest[0] === reading[0]) yield [1, worth.initial];
    // What is still being typed ends within a syllable.
    if (rest.length > 1 && rest.length < reading.length && reading.startsWith(rest)) yield [rest.length, worth.initial];
  }
}

function present(letters: readonly Letter[], found: readonly WordMatch[], folded: FoldedText): NameMatch {
  const marks = found.map(({ first, last }): Span => {
    const [from, to] = [letters[first], letters[last]];
    const end = (to?.at ?? 0) + (to?.character.length ?? 1) - 1;
    return [folded.starts[from?.at ?? 0] ?? 0, folded.ends[end] ?? 0];
  });
  const met = found.reduce((count, { first, last }) => count + last - first + 1, 0);
  const value = found.reduce((sum, each) => sum + each.worth, 0) / met;
  const isAtStart = found.some(({ first }) => first === 0);
  // How it was met, how much of the name it is, and whether the name begins so.
  return { score: value + met / letters.length + (isAtStart ? 1 : 0), marks };
}
