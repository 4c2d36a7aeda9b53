import { describe, expect, it } from 'vitest';
import { formatAmount, formatMoney, formatShort, formatSize } from './format.ts';

describe('formatMoney', () => {
  it.each([
    [5_300_000, 'CNY', '¥ 53,000.00'],
    [5, 'CNY', '¥ 0.05'],
    [0, 'CNY', '¥ 0.00'],
    [-128_650, 'CNY', '−¥ 1,286.50'],
    [9_007_199_254_740_991, 'CNY', '¥ 90,071,992,547,409.91'],
    [1_500, 'JPY', 'JP¥ 1,500'],
    [100, 'CHF', 'CHF 1.00'],
  ])('%d %s is %s', (minor, currency, text) => {
    expect(formatMoney(minor, currency)).toBe(text);
  });

  it('keeps the sign of a figure alone', () => {
    expect(formatAmount(-100)).toBe('−1.00');
  });
});

describe('formatShort', () => {
  const now = new Date(2026, 10, 22, 12, 0);
  it('shows time, yesterday, day, then full date', () => {
    expect(formatShort(new Date(2026, 10, 22, 9, 5).toISOString(), 'zh-CN', now)).toBe('09:05');
    expect(formatShort(new Date(2026, 10, 21, 23, 59).toISOString(), 'zh-CN', now)).toBe('昨天');
    expect(formatShort(new Date(2026, 10, 2, 9, 5).toISOString(), 'zh-CN', now)).toBe('11-02');
    expect(formatShort(new Date(2025, 0, 2, 9, 5).toISOString(), 'zh-CN', now)).toBe('2025-01-02');
  });
});

describe('formatSize', () => {
  it('picks the unit', () => {
    expect([formatSize(12), formatSize(4_096), formatSize(3_670_016)]).toEqual(['12 B', '4 KB', '3.5 MB']);
  });
});
