import { type AmountKind, LABEL_GROUPS } from './label-words.ts';
import { mentions } from './near-match.ts';

export interface AmountLabel {
  kind: AmountKind;
  /** For totals: how surely these words mean the amount to pay, 1 to 3. */
  rank: number;
}

const CURRENCY_END = /(?:[([{]?(?:RM|RH|RP|USD|EUR|MYR|SGD|HKD|CHF|GBP|IDR|S\$|HK\$|NT\$|€|\$|£)[)\]}]?)+$/;

/** Only what stands nearest to an amount is its label. */
const LABEL_LENGTH_MAX = 60;

const RATE = /[([@]*\d{1,2}(?:[.,]\d{1,2})?%[)\]]?/g;

/** Says what the words beside an amount mean; undefined where they mean nothing known. `label` is squashed. */
export function labelKind(label: string, isRecognised: boolean): AmountLabel | undefined {
  const plain = label
    .slice(-LABEL_LENGTH_MAX)
    .replace(/[\s:;=*#.…·_>|"'`~,-]+$/g, '')
    .replace(/^[\s:;=*#.…·_>|"'`~,-]+/g, '');
  const bare = plain
    .replace(RATE, '')
    .replace(CURRENCY_END, '')
    .replace(/[\s:;.]+$/, '');
  if (bare === '') return undefined;
  for (const isExact of isRecognised ? [true, false] : [true]) {
    for (const { kind, rank, words, whole } of LABEL_GROUPS) {
      if (isExact && whole.some((word) => bare === word || plain === word)) return { kind, rank };
      if (!isExact && whole.some((word) => isBlurred(bare, word))) return { kind, rank };
      if (words.some((word) => hasWord(bare, word, !isExact))) return { kind, rank };
    }
  }
  return undefined;
}

/** Abbreviations of two or three letters must not stand inside of other words. */
function hasWord(text: string, word: string, isRecognised: boolean): boolean {
  if (word.length > 3 || /[^A-Z]/.test(word)) return mentions(text, word, isRecognised);
  return new RegExp(`(?:^|[^A-Z])${word}(?:[^A-Z]|$)|^${word}|${word}$`).test(text);
}

/** Recognition makes figures of letters, seldom other letters: "CA9H" is CASH. */
function isBlurred(text: string, word: string): boolean {
  if (word.length < 4 || text.length !== word.length) return false;
  const wrong = [...text].filter((character, i) => character !== word[i]);
  return wrong.length === 1 && /[^A-Z]/.test(wrong[0] ?? '');
}
