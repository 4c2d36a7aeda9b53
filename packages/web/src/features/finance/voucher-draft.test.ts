import type { Account, VoucherLine } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { draftFaults, draftLineOf, lineAfter, readLine } from './voucher-draft.ts';

const accounts: Account[] = ['660201', '2241'].map((code) => ({
  code,
  name: { zh: code },
  category: 'liability',
  isLeaf: true,
}));
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
const debit = draftLineOf(line({ debitMinor: 48_000 }));
const credit = draftLineOf(line({ accountCode: '2241', creditMinor: 48_000 }));

describe('draft of a voucher', () => {
  it('reads back what was proposed', () => {
    expect(readLine(debit)).toEqual(line({ debitMinor: 48_000 }));
    expect(draftFaults([debit, credit], accounts)).toEqual([]);
  });

  it('refuses an amount that cannot be read, instead of guessing', () => {
    expect(draftFaults([{ ...debit, debitText: '480.000' }, credit], accounts)).toContain('amount');
  });

  it('is unbalanced by a fen', () => {
    expect(draftFaults([{ ...debit, debitText: '480.01' }, credit], accounts)).toEqual(['unbalanced']);
  });

  it('wants a new line filled in', () => {
    const added = lineAfter(debit);
    expect(added.key).not.toBe(debit.key);
    expect(added.line.summary).toBe('住宿费');
    expect(draftFaults([debit, credit, added], accounts)).toEqual(['zero', 'account']);
  });
});
