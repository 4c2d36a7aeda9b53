import type { InvoiceCardData, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { summarise } from './summary.ts';
import { anId, anInvoiceCard } from './testing/builders.ts';

const card = (part: Partial<InvoiceCardData>) => anInvoiceCard({ totalMinor: 10_010, ...part });

describe('summarise', () => {
  it('sums what is booked, under way, to claim and in trouble', () => {
    const duplicate = {
      kind: 'same_document',
      handedInById: anId<UserId>(1),
      handedInAt: '',
      claimNumber: null,
    } as const;
    const rows = summarise([
      card({ status: 'archived' }),
      card({ status: 'booked', totalMinor: 20_020 }),
      card({ status: 'claimed', claimStatus: 'submitted' }),
      card({ status: 'claimed', claimStatus: 'draft' }),
      card({ status: 'checked' }),
      card({ status: 'checked', duplicate }),
      card({ status: 'not_invoice', totalMinor: null }),
      card({ status: 'reading', totalMinor: null }),
    ]);
    expect(rows).toEqual([
      { group: 'booked', currency: 'CNY', count: 2, totalMinor: 30_030 },
      { group: 'underWay', currency: 'CNY', count: 1, totalMinor: 10_010 },
      { group: 'toClaim', currency: 'CNY', count: 2, totalMinor: 20_020 },
      { group: 'problem', currency: 'CNY', count: 1, totalMinor: 10_010 },
    ]);
  });

  it('never adds different currencies', () => {
    const rows = summarise([card({ status: 'booked' }), card({ status: 'booked', currency: 'EUR' })]);
    expect(rows.map((row) => [row.currency, row.totalMinor])).toEqual([
      ['CNY', 10_010],
      ['EUR', 10_010],
    ]);
  });
});
