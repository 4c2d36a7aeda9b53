import type { ConversationId, SearchGroup, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { findInPalette, groupPalette, type PaletteItem } from './palette-items.ts';

const items: PaletteItem[] = [
  { kind: 'conversation', id: 'c', name: '恒远股份 2025 年报审计', note: '恒远股份有限公司', words: 'A-2025-0142' },
  { kind: 'person', id: 'p' as UserId, name: '李佳', note: '审计员', words: 'li.jia Li Jia' }, // Only its difference matters.
  { kind: 'page', id: '/claims', name: '审批', note: '', words: 'claims' },
];
const find = (query: string) => findInPalette(items, query).map((item) => item.name);

describe('findInPalette', () => {
  it('shows everything before anything is typed', () => {
    expect(find(' ')).toHaveLength(3);
  });

  it('wants every word, anywhere, in any case', () => {
    expect(find('0142 恒远')).toEqual(['恒远股份 2025 年报审计']);
    expect(find('LI jia')).toEqual(['李佳']);
    expect(find('恒远 李')).toEqual([]);
  });

  it('puts names that begin with the query first', () => {
    expect(find('审')).toEqual(['审批', '恒远股份 2025 年报审计', '李佳']);
  });
});

describe('groupPalette', () => {
  const snippet = { text: '李佳', marks: [], isCutBefore: false, isCutAfter: false };
  const person = { kind: 'person' as const, title: { zh: '' }, name: { zh: '李佳' }, departmentId: null, snippet };
  const place = { conversationId: 'c' as ConversationId, seq: 3 }; // Only its difference matters.
  const found: SearchGroup[] = [
    {
      kind: 'message',
      next: null,
      hits: [{ kind: 'message', place, actorId: 'p' as UserId, at: '', snippet, fileCount: 0 }],
    }, // As above.
    {
      kind: 'person',
      next: null,
      hits: [
        { ...person, userId: 'p' as UserId },
        { ...person, userId: 'q' as UserId },
      ],
    }, // As above.
  ];
  const show = (query: string) =>
    groupPalette({ query, items, found }).map(
      ({ name, entries }) =>
        `${name}: ${entries.map((entry) => (entry.kind === 'item' ? entry.item.id : entry.kind === 'hit' ? entry.hit.kind : 'all')).join(' ')}`,
    );

  it('adds whom only pinyin finds, once, and what was said', () => {
    expect(show('lj')).toEqual(['here: p person', 'message: message', 'all: all']);
    expect(show('李佳')).toEqual(['here: p person', 'message: message', 'all: all']);
  });

  it('offers everything before anything is typed', () => {
    expect(groupPalette({ query: '', items, found: [] }).map(({ name }) => name)).toEqual(['here', 'page']);
  });
});
