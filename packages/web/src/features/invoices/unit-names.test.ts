import { expect, it } from 'vitest';
import { describeUnit } from './unit-names.ts';

it('says units of European invoices in words, and leaves those of Chinese ones alone', () => {
  expect(describeUnit('HUR', 'zh-CN')).toBe('小时');
  expect(describeUnit('HUR', 'en')).toBe('hour');
  expect(describeUnit('XBX', 'en')).toBe('box');
  expect(describeUnit('批', 'zh-CN')).toBe('批');
  expect(describeUnit('kg', 'en')).toBe('kg');
});

it('keeps a code that nobody knows, and says nothing of a unit that was only agreed upon', () => {
  expect(describeUnit('Q37', 'en')).toBe('Q37');
  expect(describeUnit('toString', 'en')).toBe('toString');
  expect(describeUnit('ZZ', 'zh-CN')).toBe('');
});
