import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PageText, Run } from '../layout/page-text.ts';
import { sheetOfPdf } from './pdf-sheet.ts';
import { readInternational } from './read-international.ts';
import { aSheet } from './testing/a-sheet.ts';

const options = { signature: { status: 'none' as const }, yearMax: 2027 };

/** Pieces that the rules react to, in any order and glued together. */
const piece = fc.oneof(
  fc.constantFrom(
    'TOTAL',
    'Total:',
    'CASH',
    'CHANGE',
    'GST 6%',
    'Subtotal',
    'ROUNDING',
    'INVOICE',
    'Invoice No',
    'Date',
    'SDN BHD',
    'GmbH',
    'Bill to',
    'VISA',
  ),
  fc.constantFrom(
    'RM',
    '€',
    '$',
    '(',
    ')',
    '-',
    ' | ',
    '.',
    ',',
    '%',
    '12/03/2018',
    '31/31/9999',
    '1.234,50',
    '-0.01',
    '99999999999999999999',
    '0',
    '合計',
    '￥',
  ),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const line = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));

describe('whatever a page says', () => {
  test('it is read without a crash, and amounts come out as numbers', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 25 }),
        fc.constantFrom('ocr' as const, 'text' as const),
        (lines, source) => {
          const document = readInternational(aSheet(lines, { source }), options);
          const { totalAmount, issueDate } = document?.fields ?? {};
          if (totalAmount !== undefined) expect(totalAmount).toMatch(/^-?\d+(?:\.\d{2})?$/);
          if (issueDate !== undefined) expect(issueDate).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a page of thousands of pieces and of endless words takes no endless time', () => {
    const run = (text: string, index: number): Run => ({
      text,
      left: (index % 50) * 12,
      right: (index % 50) * 12 + 11,
      top: Math.floor(index / 50) * 8,
      bottom: Math.floor(index / 50) * 8 + 7,
    });
    const dense = Array.from({ length: 5_000 }, (_, index) => run(index % 3 === 0 ? 'Total' : '1.00', index));
    const endless = ['1,'.repeat(50_000), 'A '.repeat(50_000), 'Acme '.repeat(20_000), '('.repeat(50_000)].map(
      (text, index) => run(text, index * 60),
    );
    const pages: PageText[] = Array.from({ length: 30 }, (_, page) => ({
      page,
      width: 600,
      height: 800,
      runs: page === 0 ? endless : dense,
    }));
    const before = process.threadCpuUsage();
    readInternational(sheetOfPdf(pages), options);
    // Of this thread's own time, because others compute on the same core.
    expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(8_000);
  });
});
