import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { quickestMs } from '../../../shared/testing/quickest-ms.ts';

vi.mock('./emoji-list.txt?raw', () => ({ default: readFileSync(`${import.meta.dirname}/emoji-list.txt`, 'utf8') }));
const { emojiList, searchEmoji } = await import('./emoji-list.ts');

test('every emoji has a name in both languages, is short enough to react with, and stands once', () => {
  expect(emojiList.all.length).toBeGreaterThan(1_800);
  expect(emojiList.all.filter((e) => !e.zh || !e.en)).toEqual([]);
  expect(Math.max(...emojiList.all.map((e) => e.emoji.length))).toBeLessThanOrEqual(32);
  expect(new Set(emojiList.all.map((e) => e.emoji)).size).toBe(emojiList.all.length);
});

test.each([
  ['大笑', '😄'],
  ['thumbs up', '👍'],
  ['庆祝', '🎉'],
  ['heart red', '❤️'],
  ['calendar', '📅'],
])('%s finds %s', (query, emoji) => {
  expect(searchEmoji(emojiList.all, query).map((e) => e.emoji)).toContain(emoji);
});

test('a search among all of them takes less than 16 ms', () => {
  expect(quickestMs(() => searchEmoji(emojiList.all, 'fa'))).toBeLessThan(16);
});
