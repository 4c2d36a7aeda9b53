import type { Account, VoucherLine } from '@countinghouse/protocol';
import { editableAmount, parseAmount, type VoucherFault, voucherFaults } from './ledger-state.ts';

/** A line as it is typed: amounts are text until they are read. */
export interface DraftLine {
  key: number;
  line: VoucherLine;
  debitText: string;
  creditText: string;
}

export type DraftFault = VoucherFault | 'amount';

let nextKey = 1;

export const draftLineOf = (line: VoucherLine): DraftLine => ({
  key: nextKey++,
  line,
  debitText: editableAmount(line.debitMinor),
  creditText: editableAmount(line.creditMinor),
});

/** A new line carries on with the summary and the bearer of the cost of the one before. */
export const lineAfter = (last: DraftLine | undefined): DraftLine =>
  draftLineOf({
    summary: last?.line.summary ?? '',
    accountCode: '',
    debitMinor: 0,
    creditMinor: 0,
    departmentId: last?.line.departmentId ?? null,
    engagementId: last?.line.engagementId ?? null,
    personId: last?.line.personId ?? null,
    invoiceId: null,
  });

/** The line with what is typed; an amount that cannot be read counts as 0 and is named as a fault. */
export const readLine = ({ line, debitText, creditText }: DraftLine): VoucherLine => ({
  ...line,
  summary: line.summary.trim(),
  debitMinor: parseAmount(debitText) ?? 0,
  creditMinor: parseAmount(creditText) ?? 0,
});

export function draftFaults(lines: readonly DraftLine[], accounts: readonly Account[]): DraftFault[] {
  const isUnread = (line: DraftLine) => parseAmount(line.debitText) === null || parseAmount(line.creditText) === null;
  return [...(lines.some(isUnread) ? (['amount'] as const) : []), ...voucherFaults(lines.map(readLine), accounts)];
}
