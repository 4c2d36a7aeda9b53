import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exchangeFor, toFen } from './exchange.ts';

test.each([
  [10_000, 'EUR', '7.8512', 78_512],
  [1, 'EUR', '7.85', 8],
  [1_500, 'JPY', '0.0482', 7_230],
  [1_234, 'KWD', '23.15', 2_857],
  [101, 'USD', '7.005', 708],
  [2_165, 'MYR', '1.6', 3_464],
])('L10: %i minor units of %s at %s are %i fen', (amountMinor, currency, rate, fen) => {
  expect(toFen(amountMinor, { currency, rate })).toBe(fen);
});

test('L10: twice the amount is twice the fen, up to one that rounding gives or takes', () => {
  const amount = fc.integer({ min: 100, max: 10 ** 9 });
  const rate = fc
    .integer({ min: 1, max: 999_999 })
    .map((units) => `${Math.floor(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`);
  fc.assert(
    fc.property(amount, rate, (amountMinor, text) => {
      fc.pre(amountMinor * Number(text) > 1);
      const exchange = { currency: 'EUR', rate: text };
      expect(Math.abs(toFen(2 * amountMinor, exchange) - 2 * toFen(amountMinor, exchange))).toBeLessThanOrEqual(1);
    }),
  );
});

test('L10: a rate is needed for foreign claims and refused for others, and must leave an amount', () => {
  const refusalOf = (action: () => unknown) => {
    try {
      action();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  expect(exchangeFor('CNY', undefined)).toBeNull();
  expect(exchangeFor('EUR', '7.85')).toEqual({ currency: 'EUR', rate: '7.85' });
  expect(refusalOf(() => exchangeFor('EUR', undefined))).toMatchObject({ refusal: 'exchange_rate_missing' });
  expect(refusalOf(() => exchangeFor('CNY', '1'))).toMatchObject({ refusal: 'exchange_rate_unfit' });
  expect(refusalOf(() => toFen(1, { currency: 'VND', rate: '0.00029' }))).toMatchObject({
    refusal: 'exchange_rate_unfit',
  });
  expect(refusalOf(() => toFen(9e15, { currency: 'EUR', rate: '7.85' }))).toMatchObject({
    refusal: 'exchange_rate_unfit',
  });
});
