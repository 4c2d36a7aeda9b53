import type { Account, VoucherLine } from '@countinghouse/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  balanceOf,
  calendarDateOf,
  editableAmount,
  isExchangeRate,
  parseAmount,
  periodAfter,
  periodOf,
  voucherFaults,
} from './ledger-state.ts';

const account = (code: string, isLeaf = true): Account => ({ code, name: { zh: code }, category: 'asset', isLeaf });
const accounts = [account('660201'), account('22210101'), account('2241'), account('6602', false)];
const line = (part: Partial<VoucherLine>): VoucherLine => ({
  summary: '住宿费',
  accountCode: '660201',
  debitMinor: 0,
  creditMinor: 0,
  departmentId: null,
  engagementId: null,
  personId: null,
  invoiceId: null,
  ...part,
});
const balanced = [
  line({ debitMinor: 47_525 }),
  line({ accountCode: '22210101', debitMinor: 475 }),
  line({ accountCode: '2241', creditMinor: 48_000 }),
];

describe('balanceOf', () => {
  it('adds debit and credit apart', () => {
    expect(balanceOf(balanced)).toEqual({ debitMinor: 48_000, creditMinor: 48_000, differenceMinor: 0 });
    expect(balanceOf(balanced.slice(1))).toEqual({ debitMinor: 475, creditMinor: 48_000, differenceMinor: -47_525 });
  });

  it('stays exact where fractions would drift', () => {
    const lines = Array.from({ length: 500 }, () => line({ debitMinor: 10 }));
    expect(balanceOf(lines).debitMinor).toBe(5_000);
  });
});

describe('voucherFaults', () => {
  it('finds nothing wrong with a balanced voucher', () => {
    expect(voucherFaults(balanced, accounts)).toEqual([]);
  });

  it.each([
    ['unbalanced', [line({ debitMinor: 1 }), line({ creditMinor: 2 })]],
    ['side', [line({ debitMinor: 5, creditMinor: 5 }), line({ debitMinor: 1 }), line({ creditMinor: 1 })]],
    ['zero', [...balanced, line({})]],
    ['account', [line({ debitMinor: 1, accountCode: '6602' }), line({ creditMinor: 1 })]],
    ['account', [line({ debitMinor: 1, accountCode: '9999' }), line({ creditMinor: 1 })]],
    ['summary', [line({ debitMinor: 1, summary: '  ' }), line({ creditMinor: 1 })]],
    ['few', [line({})]],
  ])('names %s', (fault, lines) => {
    expect(voucherFaults(lines, accounts)).toContain(fault);
  });
});

describe('parseAmount', () => {
  it.each([
    ['1234.56', 123_456],
    ['1,234.5', 123_450],
    ['1，234。56', 123_456],
    ['.5', null],
    ['0.1', 10],
    ['', 0],
    ['1.234', null],
    ['12,34', null],
    ['-1', null],
    ['1e3', null],
    ['99999999999999', null],
  ])('%s', (text, amountMinor) => {
    expect(parseAmount(text)).toBe(amountMinor);
  });

  it('reads back every amount that it shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999_999 }), (amountMinor) => {
        expect(parseAmount(editableAmount(amountMinor))).toBe(amountMinor);
      }),
    );
  });
});

describe('dates', () => {
  it('takes the day and the period of the reader', () => {
    const date = new Date(2026, 0, 5, 23, 59);
    expect(periodOf(date)).toBe('2026-01');
    expect(calendarDateOf(date)).toBe('2026-01-05');
  });

  it('counts periods over the end of a year', () => {
    expect(periodAfter('2026-12', 1)).toBe('2027-01');
    expect(periodAfter('2026-01', -1)).toBe('2025-12');
    expect(periodAfter('2026-11', -11)).toBe('2025-12');
  });
});

describe('isExchangeRate', () => {
  it.each(['7.85', '0.0482', '1', '7.85123456'])('%s is one', (text) => expect(isExchangeRate(text)).toBe(true));
  it.each(['', '0', '0.00', '-1', '7,85', '1e3', '7.', '7.123456789', '12345678'])('%s is none', (text) =>
    expect(isExchangeRate(text)).toBe(false),
  );
});
