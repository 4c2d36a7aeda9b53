import type { ClaimId, InvoiceId, UserId } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { claimCard, presentClaimCard } from './card.ts';
import type { ClaimRecord } from './claim.ts';

const aClaim = (lineCount: number, reason: string): ClaimRecord => ({
  id: '01990000-0000-7000-8000-000000000000' as ClaimId, // Only copied.
  number: 'BX-202611-0001',
  claimantId: '01990000-0000-7000-8000-000000000001' as UserId, // Only copied.
  title: '差旅费报销',
  status: 'submitted',
  version: 1,
  currency: 'CNY',
  totalMinor: 1,
  lines: Array.from({ length: lineCount }, (_, index) => ({
    invoiceId: `01990000-0000-7000-8000-${String(index).padStart(12, '0')}` as InvoiceId, // Only copied.
    expenseType: 'travel_hotel',
    amountMinor: 99_999_999,
    excess: {
      rule: 'r',
      limitMinor: 1,
      actualMinor: 2,
      source: { zh: '《费用报销制度》'.repeat(4), en: 'policy '.repeat(9) },
    },
    reason,
  })),
  costTo: null,
  claimantDepartmentId: null,
  approvalId: null,
  voucherId: null,
  voucherNumber: null,
  archiveId: null,
  createdAt: '2026-11-22T00:00:00.000Z',
  submittedAt: null,
});

test('C6: the card of the largest claim with the longest reasons stays below the limit of messaging', () => {
  const claim = aClaim(100, '事由'.repeat(500));
  const lineFacts = new Map(
    claim.lines.map((line) => [line.invoiceId, { sellerName: '酒店'.repeat(75), warnings: 9 }]),
  );
  const data = presentClaimCard({ claim, steps: [], costName: null, lineFacts });
  const card = claimCard(data, '1.00');
  expect(data.lines).toHaveLength(100);
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(64 * 1024);
  const [element] = card.body;
  expect(element).toMatchObject({ data: { lineCount: 100 } });
});
