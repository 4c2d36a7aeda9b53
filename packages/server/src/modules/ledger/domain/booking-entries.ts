import type { AccountingEntry } from '@countinghouse/invoice-reader';
import type { InvoiceId, VoucherLine } from '@countinghouse/protocol';
import { findAccount } from './chart.ts';

/**
 * The entries of one invoice in a voucher that may hold several. Its own lines, and its share of what stands against
 * them; where that cannot be told, because lines without an invoice are on several accounts, the whole voucher.
 */
export function bookingEntries(lines: readonly VoucherLine[], invoiceId: InvoiceId): AccountingEntry[] {
  const own = lines.filter((line) => line.invoiceId === invoiceId);
  const shared = lines.filter((line) => line.invoiceId === null);
  const [counterpart] = shared;
  const isAlone = own.length + shared.length === lines.length;
  const isOneAccount = shared.every((line) => line.accountCode === counterpart?.accountCode);
  if (own.length === 0 || isAlone || !counterpart || !isOneAccount) return lines.map(entryOf);
  const shareMinor = own.reduce((sum, line) => sum + BigInt(line.debitMinor) - BigInt(line.creditMinor), 0n);
  return [
    ...own.map(entryOf),
    { side: shareMinor < 0n ? 'debit' : 'credit', ...namesOf(counterpart), amount: formatFen(abs(shareMinor)) },
  ];
}

const entryOf = (line: VoucherLine): AccountingEntry => ({
  side: line.debitMinor === 0 ? 'credit' : 'debit',
  ...namesOf(line),
  amount: formatFen(BigInt(line.debitMinor) + BigInt(line.creditMinor)),
});

/** 应交税费—应交增值税—进项税额 is 应交税费 with 应交增值税-进项税额 below it. */
function namesOf({ accountCode }: VoucherLine): Pick<AccountingEntry, 'account' | 'subAccount'> {
  const [account = accountCode, ...rest] = findAccount(accountCode)?.name.zh.split('—') ?? [];
  return { account, subAccount: rest.join('-') };
}

const abs = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

function formatFen(minor: bigint): string {
  const digits = String(abs(minor)).padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
