import { Refusal, type VoucherLine } from '@countinghouse/protocol';
import { findAccount } from './chart.ts';

/** Lines as people may post them: leaf accounts, one side each, never negative, balanced. Throws the named refusal. */
export function checkLines(lines: readonly VoucherLine[]): void {
  for (const [index, line] of lines.entries()) {
    const params = { line: String(index + 1), account: line.accountCode };
    if (!findAccount(line.accountCode)?.isLeaf) {
      throw new Refusal('voucher_account_unknown', `line ${params.line}: no account to post on`, params);
    }
    if ((line.debitMinor === 0) === (line.creditMinor === 0)) {
      throw new Refusal('voucher_unbalanced', `line ${params.line}: give a debit or a credit`, params);
    }
    if (line.debitMinor < 0 || line.creditMinor < 0) {
      throw new Refusal('voucher_unbalanced', `line ${params.line}: negative amounts are for reversals`, params);
    }
  }
  const difference = balanceOf(lines);
  if (difference !== 0n) {
    throw new Refusal('voucher_unbalanced', 'debits and credits differ', { difference: String(difference) });
  }
}

/** Debits minus credits, exactly. */
export const balanceOf = (lines: readonly Pick<VoucherLine, 'debitMinor' | 'creditMinor'>[]): bigint =>
  lines.reduce((sum, line) => sum + BigInt(line.debitMinor) - BigInt(line.creditMinor), 0n);

/** 红字冲销: the same lines with the sign turned. */
export const reverseLines = (lines: readonly VoucherLine[], reason: string): VoucherLine[] =>
  lines.map((line) => ({
    ...line,
    summary: `冲销：${line.summary}（${reason}）`.slice(0, 200),
    debitMinor: negate(line.debitMinor),
    creditMinor: negate(line.creditMinor),
  }));

// -0 would be another value than 0 to strict comparisons and in tests.
const negate = (minor: number): number => (minor === 0 ? 0 : -minor);

export const periodOf = (date: string): string => date.slice(0, 7);

/** 记-2026-11-0001 */
export const voucherNumber = (period: string, position: number): string =>
  `记-${period}-${String(position).padStart(4, '0')}`;
