import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAmountMinor, parseAmountMinor } from './amount.ts';

test.each([
  ['475.25', 'CNY', 47_525],
  ['475.2', 'CNY', 47_520],
  ['475', 'CNY', 47_500],
  ['-12.50', 'CNY', -1_250],
  ['-0.00', 'CNY', 0],
  ['0.10', 'CNY', 10],
  ['1.10000', 'CNY', 110],
  ['500', 'JPY', 500],
  ['1.234', 'KWD', 1_234],
  ['1.005', 'CNY', null],
  ['500.5', 'JPY', null],
  ['***', 'CNY', null],
  ['', 'CNY', null],
  ['1,000.00', 'CNY', null],
  ['1e3', 'CNY', null],
  ['999999999999999.99', 'CNY', null],
])('%s in %s is %s', (text, currency, minor) => {
  expect(parseAmountMinor(text, currency)).toBe(minor);
});

test('every amount survives being written and read', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }),
      fc.constantFrom('CNY', 'JPY', 'KWD'),
      (minor, currency) => {
        expect(parseAmountMinor(formatAmountMinor(minor, currency), currency)).toBe(minor);
      },
    ),
  );
});
