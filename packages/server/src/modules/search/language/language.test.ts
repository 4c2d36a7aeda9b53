import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alignForFold, fold, foldWithPlaces } from './fold-text.ts';
import { makeAlignedSnippet, makeSnippet } from './make-snippet.ts';
import { matchName } from './match-name.ts';
import { matchText } from './match-text.ts';
import { findNumbers, readNumber } from './numbers.ts';
import { type ParsedQuery, parseQuery, tokensOfAlternative } from './parse-query.ts';
import { textTokens } from './tokens.ts';

const parsed = (typed: string): ParsedQuery => {
  const query = parseQuery(typed);
  if (typeof query === 'string') throw new Error(query);
  return query;
};

// What chats and documents are made of: both kinds of Chinese, wide and narrow forms, blanks, marks that are not seen.
const piece = fc.constantFrom(
  ...[
    '审计',
    '報告',
    '發票',
    '乾',
    'IFRS',
    'ｋｉｎｇ',
    'v12',
    '53,000.00',
    '5.3万',
    '㈱',
    '①',
    '，',
    '。',
    ' ',
    '　',
    '\n',
  ],
  ...['\t', '\u200b', '\u202e', 'é', 'e\u0301', 'İ', 'ß', '👍', '𠮷', 'の', '한', '-', '%', '_', '\\', '0'],
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
const seeded = { seed: 5, numRuns: 500 };

test('a text that is kept for showing has the length of its folded form, so that places in one are places in the other', () => {
  fc.assert(
    fc.property(text, (source) => {
      const shown = alignForFold(source);
      expect(fold(shown)).toHaveLength(shown.length);
    }),
    seeded,
  );
});

test('folding tells the same with and without places, and again what was folded changes nothing', () => {
  fc.assert(
    fc.property(text, (source) => {
      const composed = source.normalize('NFC');
      const folded = foldWithPlaces(composed);
      expect(folded.text).toBe(fold(source));
      expect(folded.starts).toHaveLength(folded.text.length);
      expect(fold(folded.text)).toBe(folded.text);
    }),
    seeded,
  );
});

test('whatever two characters of a text or more are typed, the index has what they ask for, and they are marked', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 2, max: 8 }), (source, at, length) => {
      const folded = fold(source).trim();
      // A piece that begins where a word begins, as people type.
      const begins = [...folded.matchAll(/(?<![a-z\d])[a-z\d]+|[\u4e00-\u9fff]/g)].map((match) => match.index);
      const start = begins[at % Math.max(1, begins.length)];
      const typed = start === undefined ? '' : (folded.slice(start, start + length).split(/["“”]/)[0] ?? '');
      const query = typed.includes(' ') ? parseQuery(`"${typed}"`) : parseQuery(typed);
      if (typeof query === 'string') return;
      const tokens = textTokens(folded);
      const isIndexed = query.terms.every(({ alternatives }) =>
        alternatives.some((alternative) => tokensOfAlternative(alternative).every((token) => tokens.has(token))),
      );
      if (matchText(query, folded) === undefined) return;
      expect(isIndexed, typed).toBe(true);
      expect(makeSnippet(query, source)?.marks.length, typed).toBeGreaterThan(0);
    }),
    seeded,
  );
});

test('marks lie in the text, in order, and show what was looked for', () => {
  const source = `${'前文。'.repeat(100)}請看發票，共５３，０００．００元${'后文。'.repeat(100)}`;
  const snippet = makeSnippet(parsed('发票 53000'), source);
  expect(snippet?.marks.map(([start, end]) => snippet.text.slice(start, end))).toEqual(['發票', '５３，０００．００']);
  expect([snippet?.isCutBefore, snippet?.isCutAfter]).toEqual([true, true]);
  const shown = alignForFold(source);
  const aligned = makeAlignedSnippet(parsed('发票'), { shown, folded: fold(shown) });
  expect(aligned?.marks.map(([start, end]) => aligned.text.slice(start, end))).toEqual(['發票']);
});

test.each([
  [
    '53000',
    [
      '53000',
      '53,000',
      '53,000.00',
      '53000.0',
      '¥53,000.00',
      '5.3万',
      '53千',
      '53k',
      '五万三千',
      '伍万叁仟元整',
      '人民币53000元',
      'rmb 53000',
    ],
  ],
  ['0.5', ['0.5', '0.50', '.5元'.replace('.5', '0.5')]],
  ['120000000', ['1.2亿', '12000万', '120,000,000', '一亿二千万']],
  ['53000.35', ['伍万叁仟元叁角伍分', '53,000.35']],
])('%s is the value of every way to write it', (value, writings) => {
  for (const writing of writings) expect([findNumbers(fold(writing))[0]?.value, writing]).toEqual([value, writing]);
});

test.each(['万一', '十足', '2026-11-22', 'v12', '一二三', '25312000000487651234', '1.2.3', '，'])(
  '%s typed alone is no amount',
  (word) => {
    expect(readNumber(fold(word))).toBeUndefined();
  },
);

test.each([
  ['lv', '吕布', '吕'],
  ['lvb', '吕布', '吕布'],
  ['zengguof', '曾国藩', '曾国藩'],
  ['国藩', '曾国藩', '国藩'],
  ['hrsj', '华润 审计组', '华润 审计'],
  ['ipo', '恒信IPO项目', 'IPO'],
  ['zhs', '张三', '张三'],
  ['zsh', '张三', undefined],
  ['hen', 'Chen Yu', undefined],
])('"%s" marks in %s: %s', (typed, name, marked) => {
  const found = matchName(fold(typed), name);
  expect(found?.marks.map(([start, end]) => name.slice(start, end))[0]).toBe(marked);
});
