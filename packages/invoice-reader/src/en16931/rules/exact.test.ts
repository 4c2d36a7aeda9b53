import { describe, expect, test } from 'vitest';
import type { Decimal } from '../../values/decimal.ts';
import { canonical, compare, readDecimal, roundTo, shown } from './exact.ts';

function decimal(text: string): Decimal {
  const value = readDecimal(text);
  if (!value) throw new Error(`"${text}" is no decimal.`);
  return value;
}

describe('decimals of XML', () => {
  test.each(['1', '-1', '+1.5', '.5', '1.', ' 1.00 ', '-0.00'])('"%s" is one', (text) => {
    expect(readDecimal(text)).toBeDefined();
  });

  test.each(['', '.', '1,00', '1.000,00', '1e5', 'NaN', '1 000', '−1', '9'.repeat(41)])('"%s" is none', (text) => {
    expect(readDecimal(text)).toBeUndefined();
  });

  test.each([
    ['1.005', '1.01'],
    ['1.0049', '1.00'],
    ['-1.005', '-1.00'],
    ['-1.0051', '-1.01'],
    ['2.5', '2.50'],
  ])('%s is rounded to %s, half upwards', (text, rounded) => {
    expect(shown(roundTo(decimal(text), 2))).toBe(rounded);
  });

  test('numbers are the same however many zeros they end in', () => {
    expect(compare(decimal('19'), decimal('19.00'))).toBe(0);
    expect([decimal('19.00'), decimal('19.50'), decimal('100')].map(canonical)).toEqual(['19', '19.5', '100']);
  });
});
