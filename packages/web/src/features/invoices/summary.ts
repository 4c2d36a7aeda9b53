import type { InvoiceCardData } from '@countinghouse/protocol';
import { statusKeyOf } from './invoice-progress.ts';

export const summaryGroups = ['booked', 'underWay', 'toClaim', 'problem'] as const;
export type SummaryGroup = (typeof summaryGroups)[number];

export interface SummaryRow {
  group: SummaryGroup;
  currency: string;
  count: number;
  totalMinor: number;
}

/** Null for what needs nobody: what is no invoice, and what gives money back and cannot be claimed. */
export function groupOf(card: InvoiceCardData): SummaryGroup | null {
  switch (statusKeyOf(card)) {
    case 'booked':
    case 'archived':
      return 'booked';
    case 'submitted':
    case 'approved':
    case 'claimed':
      return 'underWay';
    case 'checked':
    case 'draft':
    case 'returned':
      return 'toClaim';
    case 'duplicate':
    case 'collision':
    case 'refused':
      return 'problem';
    case 'reading':
    case 'not_invoice':
    case 'given_back':
      return null;
  }
}

/** Sums per group and currency; amounts of different currencies are never added. Integers in minor units stay exact. */
export function summarise(cards: readonly InvoiceCardData[]): SummaryRow[] {
  const rows = new Map<string, SummaryRow>();
  for (const card of cards) {
    const group = groupOf(card);
    if (!group) continue;
    const currency = card.currency || 'CNY';
    const key = `${summaryGroups.indexOf(group)} ${currency}`;
    const row = rows.get(key) ?? { group, currency, count: 0, totalMinor: 0 };
    rows.set(key, { ...row, count: row.count + 1, totalMinor: row.totalMinor + (card.totalMinor ?? 0) });
  }
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
