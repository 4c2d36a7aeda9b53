import type { UserId } from '@countinghouse/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quickestMs } from '../../shared/testing/quickest-ms.ts';
import {
  insertMention,
  type Mentionable,
  matchMentionables,
  mentionQueryAt,
  mentionsIn,
  messageParts,
} from './mentions.ts';

const person = (id: string, name: string, words = ''): Mentionable => ({
  target: { kind: 'person', id: id as UserId }, // A test needs ids only to differ.
  name,
  words,
  note: '',
});
const people = [person('1', '李佳', 'li.jia'), person('2', '李佳明'), person('3', 'Zhou Lan', 'zhoulan 周岚')];

describe('mentionQueryAt', () => {
  it.each([
    ['请 @李', 4, '李'],
    ['@', 1, ''],
    ['请@zhou看', 6, 'zhou'],
  ])('finds what is typed after @ in %s', (text, caret, query) => {
    expect(mentionQueryAt(text, caret)?.query).toBe(query);
  });

  it.each(['no sign', 'mail a@b.example', '@李佳 看一下', '@@'.slice(0, 0)])('finds nothing in %s', (text) => {
    expect(mentionQueryAt(text, text.length)).toBeNull();
  });
});

describe('mentions', () => {
  it('finds people by name, login and the other language, beginnings first', () => {
    expect(matchMentionables(people, '李').map((p) => p.target.kind === 'person' && p.target.id)).toEqual(['1', '2']);
    expect(matchMentionables(people, 'zhou').map((p) => p.target.kind === 'person' && p.target.id)).toEqual(['3']);
    expect(matchMentionables(people, '周').map((p) => p.target.kind === 'person' && p.target.id)).toEqual(['3']);
    expect(matchMentionables(people, 'jia').map((p) => p.target.kind === 'person' && p.target.id)).toEqual(['1']);
  });

  it('puts the name in place of what was typed and leaves the caret after it', () => {
    expect(insertMention('请 @zh 看', { start: 2, caret: 5, name: 'Zhou Lan' })).toEqual({
      text: '请 @Zhou Lan 看',
      caret: 12,
    });
  });

  it('takes the longest name, each person once', () => {
    expect(mentionsIn('@李佳明 和 @李佳 再 @李佳', people)).toEqual({ mentions: ['2', '1'], mentionGroups: [] });
    expect(mentionsIn('李佳没有被提到', people)).toEqual({ mentions: [], mentionGroups: [] });
  });

  it('draws only the mentioned as mentions', () => {
    expect(messageParts('@李佳 @Zhou Lan', people.slice(0, 1)).map((part) => part.kind)).toEqual(['mention', 'text']);
  });

  it('finds a called group beside people', () => {
    const all: Mentionable = { target: { kind: 'group', group: 'all' }, name: '所有人', words: '', note: '' };
    expect(mentionsIn('@所有人 @李佳', [...people, all])).toEqual({ mentions: ['1'], mentionGroups: ['all'] });
  });

  it('10,000 @ among 400 names take less than 100 ms, and at most 1,000 of them are drawn as names', () => {
    const many = Array.from({ length: 400 }, (_, n) => person(String(n), `李${n}`));
    const text = '@李7@'.repeat(5_000);
    expect(quickestMs(() => messageParts(text, many))).toBeLessThan(100);
    const parts = messageParts(text, many);
    expect(parts.filter((part) => part.kind === 'mention')).toHaveLength(1_000);
  });

  it('keeps every character', () => {
    const text = fc
      .array(fc.constantFrom('@', '李佳', '明', ' ', 'https://a.example/x', '<b>', 'Zhou Lan'))
      .map((p) => p.join(''));
    fc.assert(
      fc.property(text, (typed) => {
        expect(
          messageParts(typed, people)
            .map((part) => part.text)
            .join(''),
        ).toBe(typed);
      }),
    );
  });
});
