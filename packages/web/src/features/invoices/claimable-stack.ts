import type { InvoiceCardData, InvoiceId, Person } from '@countinghouse/protocol';
import { isClaimable } from './invoice-progress.ts';

/** A claim has one currency, so that what waits in several is claimed apart. */
export interface ClaimGroup {
  currency: string;
  invoiceIds: InvoiceId[];
  totalMinor: number;
}

export interface StackFacts {
  /** Invoices that were read, whoever handed them in. */
  count: number;
  sums: { currency: string; totalMinor: number }[];
  /** What may be claimed now, in the order of the message. */
  claimable: InvoiceId[];
  /** What one press claims: the picked ones of this message, else all. */
  groups: ClaimGroup[];
  /** Mine that wait for a look before they can be claimed. */
  doubtful: number;
}

/** What the invoices of one message come to together. */
export function stackFacts(
  cards: readonly InvoiceCardData[],
  by: Pick<Person, 'id' | 'kind'>,
  picked: ReadonlySet<InvoiceId>,
): StackFacts {
  const read = cards.filter(({ status }) => status !== 'reading' && status !== 'refused' && status !== 'not_invoice');
  const claimable = read.filter((card) => isClaimable(card, by));
  const chosen = claimable.filter((card) => picked.has(card.invoiceId));
  return {
    count: read.length,
    sums: groupByCurrency(read).map(({ currency, totalMinor }) => ({ currency, totalMinor })),
    claimable: claimable.map((card) => card.invoiceId),
    // One alone has its own button on its card.
    groups:
      chosen.length > 0 ? groupByCurrency(chosen) : groupByCurrency(claimable).filter((g) => g.invoiceIds.length > 1),
    doubtful: read.filter((card) => card.status === 'checked' && card.uploaderId === by.id && card.doubts.length > 0)
      .length,
  };
}

function groupByCurrency(cards: readonly InvoiceCardData[]): ClaimGroup[] {
  const groups = new Map<string, ClaimGroup>();
  for (const card of cards) {
    const group = groups.get(card.currency) ?? { currency: card.currency, invoiceIds: [], totalMinor: 0 };
    group.invoiceIds.push(card.invoiceId);
    group.totalMinor += card.totalMinor ?? 0;
    groups.set(card.currency, group);
  }
  return [...groups.values()];
}
