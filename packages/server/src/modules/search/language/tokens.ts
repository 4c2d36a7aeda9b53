import { findNumbers } from './numbers.ts';

/**
 * What the index holds of a text: 32-bit digests of single characters and pairs of neighbours of Chinese (and Japanese and
 * Korean), of the beginnings of Latin words, of every four neighbouring digits, and of the values of numbers. Two things
 * that share a digest cost a look at a text; what is shown is compared with the text itself.
 */
export type Token = number;

/** Longer beginnings are the same for the index; the text decides. */
const prefixLengthMax = 12;
export const digitGramLength = 4;

const ideograph = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const runs = /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)|([\p{L}\p{N}\p{M}]+)/gu;
// Within a run of letters and digits no ideograph may hide: `a审` are two runs.
const wordParts = /[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;

export interface Run {
  kind: 'ideographs' | 'word';
  text: string;
  start: number;
}

/** Stretches of a folded text that mean something to the index, in order. */
export function* runsOf(text: string): Generator<Run> {
  for (const match of text.matchAll(runs)) {
    const [all, ideographs] = match;
    if (ideographs !== undefined) {
      yield { kind: 'ideographs', text: all, start: match.index };
      continue;
    }
    let end = 0;
    for (const part of all.matchAll(wordParts)) {
      if (part.index > end) yield { kind: 'ideographs', text: all.slice(end, part.index), start: match.index + end };
      yield { kind: 'word', text: part[0], start: match.index + part.index };
      end = part.index + part[0].length;
    }
    if (end < all.length) yield { kind: 'ideographs', text: all.slice(end), start: match.index + end };
  }
}

export const isIdeograph = (character: string): boolean => ideograph.test(character);

/** FNV-1a over UTF-16 units with a last stirring, so that neighbours do not lie together. */
export function tokenOf(kind: string, text: string): Token {
  let hash = 0x811c9dc5 ^ kind.charCodeAt(0);
  hash = Math.imul(hash, 0x01000193);
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

export const characterToken = (character: string): Token => tokenOf('u', character);
export const pairToken = (pair: string): Token => tokenOf('b', pair);
export const prefixToken = (prefix: string): Token => tokenOf('p', prefix.slice(0, prefixLengthMax));
export const digitsToken = (digits: string): Token => tokenOf('d', digits);
export const numberToken = (value: string): Token => tokenOf('n', value);

/** Where a document stands: tokens beside those of its text, so that filters are looked up and not tried. */
export const placeTokens = {
  conversation: (id: string): Token => tokenOf('C', id),
  actor: (id: string): Token => tokenOf('A', id),
  hasFile: tokenOf('F', ''),
  isInvoiceFile: tokenOf('I', ''),
  window: (level: number, index: number): Token => tokenOf('W', `${level}:${index}`),
};

/** All tokens of a folded text, each once. */
export function textTokens(text: string, into: Set<Token> = new Set()): Set<Token> {
  for (const run of runsOf(text)) {
    if (run.kind === 'ideographs') addIdeographs(run.text, into);
    else addWord(run.text, into);
  }
  for (const { value } of findNumbers(text)) into.add(numberToken(value));
  return into;
}

function addIdeographs(text: string, into: Set<Token>): void {
  let previous = '';
  for (const character of text) {
    into.add(characterToken(character));
    if (previous !== '') into.add(pairToken(previous + character));
    previous = character;
  }
}

function addWord(word: string, into: Set<Token>): void {
  const longest = Math.min(word.length, prefixLengthMax);
  for (let length = 1; length <= longest; length++) into.add(prefixToken(word.slice(0, length)));
  for (const [digits] of word.matchAll(/\d{4,}/g)) {
    for (let at = 0; at + digitGramLength <= digits.length; at++)
      into.add(digitsToken(digits.slice(at, at + digitGramLength)));
  }
}

/** Tokens that every text must have that holds the folded `literal`, as few as say it. */
export function requiredTokens(literal: string): Token[] {
  const required = new Set<Token>();
  for (const run of runsOf(literal)) {
    if (run.kind === 'word') addRequiredOfWord(run.text, run.start === 0, required);
    else {
      const characters = [...run.text];
      if (characters.length === 1) required.add(characterToken(run.text));
      for (let at = 1; at < characters.length; at++) required.add(pairToken(`${characters[at - 1]}${characters[at]}`));
    }
  }
  return [...required];
}

function addRequiredOfWord(word: string, isFirst: boolean, into: Set<Token>): void {
  const isNumber = /^\d+$/.test(word);
  // A row of digits may be the middle of a longer one, where it stands first; four by four they are found anywhere.
  if (isNumber && word.length >= digitGramLength) {
    for (let at = 0; at + digitGramLength <= word.length; at++)
      into.add(digitsToken(word.slice(at, at + digitGramLength)));
    if (isFirst) return;
  }
  into.add(prefixToken(word));
}
