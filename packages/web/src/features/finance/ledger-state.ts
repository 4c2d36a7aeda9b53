import type { Account, VoucherLine } from '@countinghouse/protocol';

export interface Balance {
  debitMinor: number;
  creditMinor: number;
  /** Debit less credit: 0 where the voucher balances. */
  differenceMinor: number;
}

/** Sums in minor units; integers up to 2^53 stay exact. */
export function balanceOf(lines: readonly Pick<VoucherLine, 'debitMinor' | 'creditMinor'>[]): Balance {
  let [debitMinor, creditMinor] = [0, 0];
  for (const line of lines) {
    debitMinor += line.debitMinor;
    creditMinor += line.creditMinor;
  }
  return { debitMinor, creditMinor, differenceMinor: debitMinor - creditMinor };
}

export type VoucherFault = 'unbalanced' | 'zero' | 'side' | 'account' | 'summary' | 'few';

/** What keeps a voucher from being posted; the server checks the same and decides. */
export function voucherFaults(lines: readonly VoucherLine[], accounts: readonly Account[]): VoucherFault[] {
  const leaves = new Set(accounts.filter((account) => account.isLeaf).map((account) => account.code));
  const faults: VoucherFault[] = [];
  if (lines.length < 2) faults.push('few');
  if (lines.some((line) => line.debitMinor !== 0 && line.creditMinor !== 0)) faults.push('side');
  if (lines.some((line) => line.debitMinor === 0 && line.creditMinor === 0)) faults.push('zero');
  if (lines.some((line) => !leaves.has(line.accountCode))) faults.push('account');
  if (lines.some((line) => line.summary.trim() === '')) faults.push('summary');
  if (balanceOf(lines).differenceMinor !== 0) faults.push('unbalanced');
  return faults;
}

const amountPattern = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/;
/** Thirteen digits before the point: no voucher of a firm needs more, and sums of 500 of them stay exact. */
const digitsMax = 13;

/** `1,234.5` → 123450. Null for what is no amount: never guessed, never rounded, never through a fraction. */
export function parseAmount(text: string): number | null {
  const trimmed = text.trim().replaceAll('，', ',').replaceAll('。', '.');
  if (trimmed === '') return 0;
  const [, whole, fraction = ''] = amountPattern.exec(trimmed) ?? [];
  if (whole === undefined) return null;
  const digits = whole.replaceAll(',', '');
  if (digits.replace(/^0+/, '').length > digitsMax) return null;
  return Number(`${digits}${fraction.padEnd(2, '0')}`);
}

/** Yuan for one unit of a foreign currency, as the contract takes it: `7.8512`, never 0. */
export const isExchangeRate = (text: string): boolean => /^\d{1,6}(\.\d{1,8})?$/.test(text) && /[1-9]/.test(text);

/** `1234.50` as a person edits it; empty for 0, as in a paper voucher. */
export function editableAmount(amountMinor: number): string {
  if (amountMinor === 0) return '';
  const digits = Math.abs(amountMinor).toString().padStart(3, '0');
  return `${amountMinor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `2026-11` of an instant in the reader's own calendar. */
export const periodOf = (date: Date): string => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;

export const calendarDateOf = (date: Date): string => `${periodOf(date)}-${String(date.getDate()).padStart(2, '0')}`;

/** The period some months later (or, with a negative number, before). */
export function periodAfter(period: string, months: number): string {
  const [year = 0, month = 1] = period.split('-').map(Number);
  return periodOf(new Date(year, month - 1 + months, 1));
}
