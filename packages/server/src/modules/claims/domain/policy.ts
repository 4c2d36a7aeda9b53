import type { PolicyExcess } from '@countinghouse/protocol';
import { findExpenseKind } from './expense-types.ts';

export interface SpentInvoice {
  amountMinor: number;
  currency: string;
  items: readonly { name: string; unit?: string; quantity?: string }[];
}

const nightUnit = /^(天|晚|夜|间夜|日|间\*?天)$/;
const wholeNumber = /^(\d{1,4})(?:\.0+)?$/;

/** How far a line is above its limit; null where it is within, or no limit is set for its kind or currency. */
export function findExcess(expenseType: string, invoice: SpentInvoice): PolicyExcess | null {
  const limit = findExpenseKind(expenseType)?.limit;
  if (!limit || invoice.currency !== 'CNY') return null;
  const units = limit.per === 'night' ? countNights(invoice.items) : 1;
  const limitMinor = limit.limitMinor * units;
  if (invoice.amountMinor <= limitMinor) return null;
  return { rule: limit.rule, limitMinor, actualMinor: invoice.amountMinor, source: limit.source };
}

/** Nights as the items tell; one where they do not, so that silence never raises the limit. */
export function countNights(items: SpentInvoice['items']): number {
  const nights = items
    .filter((item) => /住宿|房/.test(item.name) && nightUnit.test(item.unit?.trim() ?? ''))
    .map((item) => Number(wholeNumber.exec(item.quantity?.trim() ?? '')?.[1] ?? 0));
  return Math.max(
    1,
    nights.reduce((sum, count) => sum + count, 0),
  );
}
