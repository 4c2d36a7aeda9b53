import type { InvoiceCardData, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { givesBack, isClaimable, progressOf, statusKeyOf } from './invoice-progress.ts';
import { aCheck, anId, anInvoiceCard } from './testing/builders.ts';

const current = (part: Partial<InvoiceCardData>) =>
  progressOf(anInvoiceCard(part)).find(({ state }) => state === 'current')?.step;

describe('progressOf', () => {
  it.each([
    [{ status: 'reading' }, 'read'],
    [{ status: 'checked' }, 'claimed'],
    [{ status: 'claimed', claimStatus: 'draft' }, 'claimed'],
    [{ status: 'claimed', claimStatus: 'returned' }, 'claimed'],
    [{ status: 'claimed', claimStatus: 'submitted' }, 'approved'],
    [{ status: 'approved' }, 'booked'],
    [{ status: 'booked' }, 'archived'],
    [{ status: 'archived' }, undefined],
  ] as const)('%j is at %s', (part, step) => {
    expect(current(part)).toBe(step);
  });
});

describe('statusKeyOf', () => {
  const duplicate = (kind: 'same_document' | 'number_collision', claimNumber: string | null = null) => ({
    kind,
    handedInById: anId<UserId>(2),
    handedInAt: '2025-11-12T02:00:00.000Z',
    claimNumber,
  });

  it('tells of a duplicate before it is claimed, of the claim afterwards', () => {
    expect(statusKeyOf(anInvoiceCard({ duplicate: duplicate('same_document') }))).toBe('duplicate');
    expect(statusKeyOf(anInvoiceCard({ duplicate: duplicate('number_collision') }))).toBe('collision');
    const claimed = { status: 'claimed', claimStatus: 'submitted', duplicate: duplicate('number_collision') } as const;
    expect(statusKeyOf(anInvoiceCard(claimed))).toBe('submitted');
  });

  it('tells what gives money back, which nobody can claim', () => {
    expect(statusKeyOf(anInvoiceCard({ totalMinor: -100 }))).toBe('given_back');
    expect(statusKeyOf(anInvoiceCard({ invoiceType: '欧盟电子贷项通知单（UBL）' }))).toBe('given_back');
    expect(givesBack(anInvoiceCard({ totalMinor: -100 }))).toBe('red_letter');
    expect(givesBack(anInvoiceCard())).toBeNull();
  });

  it('stays sensible with a state of a claim from the future', () => {
    expect(statusKeyOf(anInvoiceCard({ status: 'claimed', claimStatus: 'paused' }))).toBe('claimed');
  });

  it('lets only the person who handed it in claim, once, and without doubts', () => {
    const me = { id: anId<UserId>(1), kind: 'person' } as const;
    expect(isClaimable(anInvoiceCard(), me)).toBe(true);
    expect(isClaimable(anInvoiceCard(), { id: anId<UserId>(2), kind: 'person' })).toBe(false);
    expect(isClaimable(anInvoiceCard(), { ...me, kind: 'guest' })).toBe(false);
    expect(isClaimable(anInvoiceCard({ doubts: ['totalAmount'] }), me)).toBe(false);
    expect(isClaimable(anInvoiceCard({ duplicate: duplicate('same_document', 'BX-2025-0187') }), me)).toBe(false);
    expect(isClaimable(anInvoiceCard({ duplicate: duplicate('same_document') }), me)).toBe(true);
    expect(isClaimable(anInvoiceCard({ totalMinor: -100 }), me)).toBe(false);
    expect(isClaimable(anInvoiceCard({ invoiceType: '欧盟电子贷项通知单（UBL）' }), me)).toBe(false);
    expect(isClaimable(anInvoiceCard({ checks: [aCheck({ id: 'signature', status: 'fail' })] }), me)).toBe(false);
    expect(isClaimable(anInvoiceCard({ checks: [aCheck({ id: 'buyer_is_firm', status: 'fail' })] }), me)).toBe(true);
    expect(isClaimable(anInvoiceCard({ duplicate: duplicate('number_collision') }), me)).toBe(true);
    expect(isClaimable(anInvoiceCard({ status: 'claimed' }), me)).toBe(false);
  });
});
