import type { InvoiceId, VoucherLine } from '@countinghouse/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bookingEntries } from './booking-entries.ts';

const [one, other] = ['one', 'other'] as [InvoiceId, InvoiceId]; // Only their difference matters here.

const line = (given: Partial<VoucherLine>): VoucherLine => ({
  summary: 'x',
  accountCode: '224101',
  debitMinor: 0,
  creditMinor: 0,
  departmentId: null,
  engagementId: null,
  personId: null,
  invoiceId: null,
  ...given,
});

test('L9: an invoice alone in its voucher has all of its entries, with account and sub-account', () => {
  const lines = [
    line({ accountCode: '660201', debitMinor: 10_000, invoiceId: one }),
    line({ accountCode: '22210101', debitMinor: 600, invoiceId: one }),
    line({ accountCode: '1002', creditMinor: 10_600 }),
  ];
  expect(bookingEntries(lines, one)).toEqual([
    { side: 'debit', account: '管理费用', subAccount: '差旅费', amount: '100.00' },
    { side: 'debit', account: '应交税费', subAccount: '应交增值税-进项税额', amount: '6.00' },
    { side: 'credit', account: '银行存款', subAccount: '', amount: '106.00' },
  ]);
});

test('L9: among several it has its own lines and its share of what the firm owes', () => {
  const lines = [
    line({ accountCode: '660201', debitMinor: 10_001, invoiceId: one }),
    line({ accountCode: '660203', debitMinor: 5_000, invoiceId: other }),
    line({ creditMinor: 15_001 }),
  ];
  expect(bookingEntries(lines, one).map(({ side, amount }) => [side, amount])).toEqual([
    ['debit', '100.01'],
    ['credit', '100.01'],
  ]);
});

test('L9: where its share cannot be told, it has the whole voucher', () => {
  const lines = [
    line({ accountCode: '660201', debitMinor: 10_000, invoiceId: one }),
    line({ accountCode: '660203', debitMinor: 5_000, invoiceId: other }),
    line({ accountCode: '224101', creditMinor: 14_000 }),
    line({ accountCode: '100201', creditMinor: 1_000 }),
  ];
  expect(bookingEntries(lines, one)).toHaveLength(4);
});

test('L9: entries balance, however a balanced voucher is made up', () => {
  const amount = fc.integer({ min: 1, max: 10 ** 9 });
  const debit = fc.record({ debitMinor: amount, invoiceId: fc.constantFrom(one, other, null) });
  fc.assert(
    fc.property(fc.array(debit, { minLength: 1, maxLength: 6 }), fc.boolean(), (debits, isSplit) => {
      const total = debits.reduce((sum, each) => sum + each.debitMinor, 0);
      const paid = isSplit ? Math.floor(total / 3) : 0;
      const credits = [line({ creditMinor: total - paid }), line({ accountCode: '100201', creditMinor: paid })];
      const lines = [
        ...debits.map((each) => line({ accountCode: '660201', ...each })),
        ...credits.filter((each) => each.creditMinor > 0),
      ];
      const sum = bookingEntries(lines, one).reduce((left, { side, amount: text }) => {
        const minor = BigInt(text.replace('.', ''));
        return side === 'debit' ? left + minor : left - minor;
      }, 0n);
      expect(sum).toBe(0n);
    }),
  );
});
