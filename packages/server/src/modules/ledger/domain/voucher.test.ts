import type { InvoiceId, UserId, VoucherLine } from '@countinghouse/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chartOfAccounts, findAccount } from './chart.ts';
import type { TaxedDocument } from './input-vat.ts';
import { proposeVoucher } from './proposal.ts';
import { balanceOf, checkLines, reverseLines, voucherNumber } from './voucher.ts';

const line = (accountCode: string, debitMinor: number, creditMinor: number): VoucherLine => ({
  summary: '摘要',
  accountCode,
  debitMinor,
  creditMinor,
  departmentId: null,
  engagementId: null,
  personId: null,
  invoiceId: null,
});

const refused = (refusal: string) => expect.objectContaining({ refusal });

test('L1: lines must balance', () => {
  expect(() => checkLines([line('660201', 100, 0), line('224101', 0, 100)])).not.toThrow();
  expect(() => checkLines([line('660201', 100, 0), line('224101', 0, 99)])).toThrow(refused('voucher_unbalanced'));
});

test('L1: each line has exactly one side, which is positive', () => {
  for (const [debit, credit] of [
    [0, 0],
    [5, 5],
    [-5, 0],
    [0, -5],
  ] as const) {
    expect(() => checkLines([line('660201', debit, credit), line('224101', credit, debit)])).toThrow(
      refused('voucher_unbalanced'),
    );
  }
});

test('L2: accounts must exist and be leaves', () => {
  for (const code of ['6602', '2221', '222101', '9999', '', '66020199']) {
    expect(() => checkLines([line(code, 1, 0), line('224101', 0, 1)])).toThrow(refused('voucher_account_unknown'));
  }
});

test('L2: the chart holds the 156 first-level accounts, each code once, sub-accounts below their parents', () => {
  const codes = chartOfAccounts.map((account) => account.code);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => code.length === 4)).toHaveLength(156);
  for (const code of codes.filter((candidate) => candidate.length > 4)) {
    expect(findAccount(code.slice(0, -2))).toMatchObject({ isLeaf: false });
  }
  expect(chartOfAccounts.every((account) => account.name.zh !== '' && account.name.en)).toBe(true);
});

const taxed: fc.Arbitrary<TaxedDocument> = fc.record({
  invoiceType: fc.constantFrom(
    '电子发票（增值税专用发票）',
    '电子发票（普通发票）',
    '铁路电子客票',
    '航空行程单',
    '通行费',
    '公路客票',
  ),
  currency: fc.constantFrom('CNY', 'EUR'),
  totalMinor: fc.integer({ min: 1, max: 1_000_000_000 }),
  taxMinor: fc.option(fc.integer({ min: -1_000, max: 200_000_000 })),
  items: fc.array(
    fc.record({
      name: fc.constantFrom('*餐饮服务*餐费', '*运输服务*客运', '咨询'),
      taxMinor: fc.option(fc.integer({ min: 0, max: 9_999 })),
    }),
    { maxLength: 4 },
  ),
  fareMinor: fc.option(fc.integer({ min: 0, max: 900_000 })),
  fuelSurchargeMinor: fc.option(fc.integer({ min: 0, max: 90_000 })),
  passengerName: fc.constantFrom('', '李佳'),
  isBuyerFirm: fc.boolean(),
  isUseExcluded: fc.boolean(),
});

test('L4: every proposal balances, can be posted as it is, and owes the claimant the gross sum', () => {
  fc.assert(
    fc.property(fc.array(taxed, { minLength: 1, maxLength: 12 }), (documents) => {
      const proposal = proposeVoucher({
        date: '2026-11-22',
        currency: 'CNY',
        exchange: null,
        claimNumber: 'BX-202611-0001',
        claimantId: 'staff' as UserId, // Only copied.
        departmentId: null,
        engagementId: null,
        expenses: documents.map((document, index) => ({
          invoiceId: String(index) as InvoiceId, // Only copied.
          accountCode: '660201',
          expenseName: { zh: '差旅费' },
          sellerName: '某酒店'.repeat(60),
          conversion: '',
          document,
        })),
      });
      expect(balanceOf(proposal.lines)).toBe(0n);
      expect(() => checkLines(proposal.lines)).not.toThrow();
      expect(proposal.lines.every((each) => each.summary.length >= 1 && each.summary.length <= 200)).toBe(true);
      expect(proposal.lines.at(-1)).toMatchObject({
        accountCode: '224101',
        creditMinor: documents.reduce((sum, document) => sum + document.totalMinor, 0),
      });
      const separated = proposal.lines.filter((each) => each.accountCode === '22210101');
      expect(separated.reduce((sum, each) => sum + each.debitMinor, 0)).toBe(
        proposal.treatments.reduce((sum, treatment) => sum + treatment.inputVatMinor, 0),
      );
    }),
  );
});

test('L6: a reversal turns every sign and balances', () => {
  const lines = [line('660201', 94, 0), line('22210101', 6, 0), line('224101', 0, 100)];
  const reversed = reverseLines(lines, '金额有误');
  expect(reversed.map((each) => [each.debitMinor, each.creditMinor])).toEqual([
    [-94, 0],
    [-6, 0],
    [0, -100],
  ]);
  expect(balanceOf(reversed)).toBe(0n);
  expect(voucherNumber('2026-11', 7)).toBe('记-2026-11-0007');
});
