import type { UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { findInPalette, type PaletteItem } from './palette-items.ts';

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
