import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInWords, basisPointsOf, fenOf, quotientText, splitTax, textOfFen } from './amount.ts';

describe('amounts in words', () => {
  it.each([
    [48_000, '肆佰捌拾圆整'],
    [5_620, '伍拾陆圆贰角整'],
    [212, '贰圆壹角贰分'],
    [100_005, '壹仟圆零伍分'],
    [1_000_100, '壹万零壹圆整'],
    [10_010_000, '壹拾万零壹佰圆整'],
    [100_000_000, '壹佰万圆整'],
    [10_000_000_000, '壹亿圆整'],
    [10_000_100_000, '壹亿零壹仟圆整'],
    [50, '伍角整'],
    [7, '柒分'],
    [0, '零圆整'],
    [-10_000, '（负数）壹佰圆整'],
  ])('%i fen is %s', (fen, words) => {
    expect(amountInWords(fen)).toBe(words);
  });
});

describe('decimal strings', () => {
  it('come back as the same number of fen', () => {
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => fenOf(textOfFen(fen)) === fen));
  });

  it('refuse what is no amount', () => {
    for (const text of ['', '1.234', '1,000.00', '¥5', '***']) expect(() => fenOf(text)).toThrow(RangeError);
  });

  it('of rates are basis points, and nothing where no tax is charged', () => {
    expect(['6%', '0.5%', '13%', '免税', '***'].map(basisPointsOf)).toEqual([600, 50, 1300, null, null]);
  });
});

describe('splitting tax off', () => {
  it('keeps the sum and stays within one fen of net × rate', () => {
    const rates = fc.constantFrom(50, 100, 300, 600, 900, 1300);
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), rates, (grossFen, basisPoints) => {
        const { netFen, taxFen } = splitTax({ grossFen, basisPoints });
        expect(netFen + taxFen).toBe(grossFen);
        expect(Math.abs(taxFen - (netFen * basisPoints) / 10_000)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('unit prices', () => {
  it.each([
    [47_525, '3', '158.4166666667'],
    [1_000, '4', '2.5'],
    [60_000, '1', '600'],
    [100, '0.5', '2'],
  ])('%i fen by %s is %s', (fen, divisor, text) => {
    expect(quotientText({ fen, divisor })).toBe(text);
  });
});
