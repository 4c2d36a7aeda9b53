import type {
  ApprovalStep,
  ApprovalStepId,
  ClaimCardData,
  ClaimId,
  Id,
  InvoiceId,
  UserId,
} from '@countinghouse/protocol';

/** Ids that can be told apart by eye: `anId<ClaimId>(7)` ends in 7. */
export const anId = <Kind extends Id<string>>(number: number) =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as Kind; // A builder makes ids out of numbers.

export const aStep = (step: Partial<ApprovalStep> = {}): ApprovalStep => ({
  id: anId<ApprovalStepId>(1),
  position: 0,
  approverId: anId<UserId>(3),
  ground: 'engagement_lead',
  status: 'pending',
  decidedAt: null,
  reason: '',
  ...step,
});

export const aClaimCard = (card: Partial<ClaimCardData> = {}): ClaimCardData => ({
  claimId: anId<ClaimId>(1),
  version: 2,
  number: 'BX-2025-0190',
  claimantId: anId<UserId>(1),
  title: '苏州现场审计差旅',
  status: 'submitted',
  currency: 'CNY',
  totalMinor: 48_000,
  lineCount: 1,
  lines: [
    {
      invoiceId: anId<InvoiceId>(1),
      sellerName: '无锡云悦酒店管理有限公司',
      expenseType: 'travel_hotel',
      amountMinor: 48_000,
      excess: null,
      reason: '',
      warnings: 0,
    },
  ],
  costTo: null,
  costName: null,
  approvalId: null,
  steps: [aStep()],
  voucherNumber: null,
  archiveId: null,
  ...card,
});
