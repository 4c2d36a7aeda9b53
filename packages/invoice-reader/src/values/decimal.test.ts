import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinor, multiply, parseDecimal, parseMinor, rescale, toAmount, toQuantity, toRate } from './decimal.ts';

describe('amounts', () => {
  it('reads signs, currency and separators as people write them', () => {
    expect(['¥ 1,600.00', '￥-90.87', '-¥6.02', '（12.5）', '475.25元', '+3'].map((text) => toAmount(text))).toEqual([
      '1600.00',
      '-90.87',
      '-6.02',
      '-12.50',
      '475.25',
      '3.00',
    ]);
  });

  it('does not take stars, words or long digit strings for amounts', () => {
    expect(['***', '¥', '免税', '', '1.2.3', '9'.repeat(31)].map((text) => toAmount(text))).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
  });

  it('gives back every amount that it prints', () => {
    fc.assert(fc.property(fc.bigInt(-(10n ** 16n), 10n ** 16n), (minor) => parseMinor(formatMinor(minor)) === minor));
  });

  it('keeps all digits of a unit price', () => {
    expect(toQuantity('158.415841584158')).toBe('158.415841584158');
  });

  it('rounds half away from zero, also for red-letter lines', () => {
    const product = (a: string, b: string) => {
      const [first, second] = [parseDecimal(a), parseDecimal(b)];
      return first && second ? rescale(multiply(first, second), 2) : null;
    };
    expect(product('0.5', '0.01')).toBe(1n);
    expect(product('-0.5', '0.01')).toBe(-1n);
    expect(product('510.68', '0.03')).toBe(1532n);
  });
});

describe('rates', () => {
  it.each([
    ['0.060000', '6%'],
    ['13.00%', '13%'],
    ['0.015', '1.5%'],
    ['1%', '1%'],
    ['0', '0%'],
    ['免税', '免税'],
    ['***', '***'],
  ])('%s is shown as %s', (text, shown) => {
    expect(toRate(text)).toBe(shown);
  });
});
