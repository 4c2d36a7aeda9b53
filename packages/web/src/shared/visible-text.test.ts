import { expect, test } from 'vitest';
import { quickestMs } from './testing/quickest-ms.ts';
import { isPlainlyVisible, visiblePieces, visibleText } from './visible-text.ts';

test('a character that turns the direction of a file name is shown by its number', () => {
  expect(visibleText('发票\u202Efdp.exe')).toBe('发票[U+202E]fdp.exe');
  expect(visibleText('a\u200bb\u2066c\u0007')).toBe('a[U+200B]b[U+2066]c[U+0007]');
});

test('ordinary text of many scripts, with joined emoji, tabs and newlines, stays as it is', () => {
  const ordinary = '你好 Привет مرحبا नमस्ते สวัสดี 👨‍👩‍👧 é ệ\n\tx';
  expect(isPlainlyVisible(ordinary)).toBe(true);
  expect(visibleText(ordinary)).toBe(ordinary);
});

test('piles of marks on one letter are cut to four, in 20,000 characters within 50 ms', () => {
  const pile = `审${'\u0300'.repeat(200)}计`;
  expect(visibleText(pile)).toBe(`审${'\u0300'.repeat(4)}计`);
  const many = `a${'\u0301'.repeat(9)}\u202e`.repeat(1_800);
  expect(quickestMs(() => visiblePieces(many))).toBeLessThan(50);
});
