import { describe, expect, test } from 'vitest';
import { moneyOfRow, numberStyleOf, printMoney } from './money.ts';
import { aSheet } from './testing/a-sheet.ts';

/** The amounts of the first line, in the style of all lines. */
function amounts(...lines: string[]): string[] {
  const sheet = aSheet(lines);
  const style = numberStyleOf(sheet);
  const [row] = sheet.rows;
  return row === undefined ? [] : moneyOfRow(row, style).map((money) => printMoney(money.minor, style));
}

describe('an amount', () => {
  test('whose point was read as a dash is still one, where others have points', () => {
    expect(amounts('TOTAL 14-10', 'CASH 20.00')).toEqual(['14.10']);
  });

  test.each([
    ['TOTAL RM33.92', '33.92'],
    ['TOTAL 1,234.50', '1234.50'],
    ['Total 1.234,50 €', '1234.50'],
    ["Total CHF 1'297.20", '1297.20'],
    ['Total 1 234,50 €', '1234.50'],
    ['Rp 45.000', '45000'],
    ['NT$ 1,280', '1280'],
    ['Rounding -0.02', '-0.02'],
    ['Rounding -RM 0.02', '-0.02'],
    ['RND ADJ 0.02-', '-0.02'],
    ['5.00 RM', '5.00'],
  ])('is read from %s', (text, amount) => {
    expect(amounts(text)).toEqual([amount]);
  });

  test.each(['GST 6%', 'Time 12:30', 'Invoice #20418', '25/12/2018', 'WA17 - 12/144', 'No 00812'])(
    'is not %s',
    (text) => {
      expect(amounts(text, 'Total 4.50')).toEqual([]);
    },
  );
});
