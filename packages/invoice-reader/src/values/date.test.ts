import { expect, it } from 'vitest';
import { toDate } from './date.ts';

it.each([
  ['2025年11月28日', '2025-11-28'],
  ['2020年 7月 3日', '2020-07-03'],
  ['2023-02-23 10:08:05', '2023-02-23'],
  ['20251226', '2025-12-26'],
  ['20251226145106', '2025-12-26'],
  ['2025/1/2', '2025-01-02'],
])('%s is %s', (text, date) => {
  expect(toDate(text)).toBe(date);
});

it.each(['', '2025年13月01日', '2025-02-30', '91320594', '12-26'])('%s is no date', (text) => {
  expect(toDate(text)).toBeUndefined();
});
