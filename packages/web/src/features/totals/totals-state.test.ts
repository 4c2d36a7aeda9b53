import type { TotalsRow } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { bySize, byTime, divideMinor, isOrdered, monthCount, presetOf, presetRange, shareOf } from './totals-state.ts';

const today = new Date(2026, 10, 22);
const row = (key: string, amountMinor: number): TotalsRow => ({ key, name: { zh: key }, claimCount: 3, amountMinor });

describe('ranges', () => {
  it.each([
    ['3', { from: '2026-09', to: '2026-11' }],
    ['12', { from: '2025-12', to: '2026-11' }],
    ['year', { from: '2026-01', to: '2026-11' }],
  ] as const)('%s', (preset, range) => {
    expect(presetRange(preset, today)).toEqual(range);
    expect(presetOf(range, today)).toBe(preset);
  });

  it('knows a range of its own, its length, and a wrong order', () => {
    const range = { from: '2025-11', to: '2026-02' };
    expect(presetOf(range, today)).toBeNull();
    expect(monthCount(range)).toBe(4);
    expect(isOrdered(range)).toBe(true);
    expect(isOrdered({ from: '2026-03', to: '2026-02' })).toBe(false);
  });
});

describe('amounts', () => {
  it('divides in minor units, half up', () => {
    expect(divideMinor(1_000, 3)).toBe(333);
    expect(divideMinor(5, 2)).toBe(3);
    expect(divideMinor(-5, 2)).toBe(-3);
    expect(divideMinor(9_007_199_254_740_991, 1)).toBe(9_007_199_254_740_991);
    expect(divideMinor(100, 0)).toBe(0);
  });

  it('gives shares in tenths of a percent', () => {
    expect(shareOf(1, 3)).toBe(33.3);
    expect(shareOf(0, 0)).toBe(0);
  });
});

describe('order', () => {
  it('puts what was folded together last', () => {
    const keys = (rows: TotalsRow[]) => rows.map((each) => each.key);
    expect(keys(bySize([row('other', 99), row('meals', 1), row('hotel', 5)]))).toEqual(['hotel', 'meals', 'other']);
    expect(keys(byTime([row('2026-02', 1), row('other', 9), row('2026-01', 5)]))).toEqual([
      '2026-01',
      '2026-02',
      'other',
    ]);
  });
});
