import type { ApprovalStep, BilingualName, Card, ClaimCardData, InvoiceId } from '@countinghouse/protocol';
import type { ClaimRecord } from './claim.ts';

export interface LineFacts {
  sellerName: string;
  warnings: number;
}

export function presentClaimCard(input: {
  claim: ClaimRecord;
  steps: readonly ApprovalStep[];
  costName: BilingualName | null;
  lineFacts: ReadonlyMap<InvoiceId, LineFacts>;
}): ClaimCardData {
  const { claim } = input;
  return {
    claimId: claim.id,
    version: claim.version,
    number: claim.number,
    claimantId: claim.claimantId,
    title: claim.title,
    status: claim.status,
    currency: claim.currency,
    totalMinor: claim.totalMinor,
    lineCount: claim.lines.length,
    lines: claim.lines.map((line) => ({
      invoiceId: line.invoiceId,
      sellerName: input.lineFacts.get(line.invoiceId)?.sellerName ?? '',
      expenseType: line.expenseType,
      amountMinor: line.amountMinor,
      excess: line.excess,
      reason: line.reason,
      warnings: input.lineFacts.get(line.invoiceId)?.warnings ?? 0,
    })),
    costTo: claim.costTo,
    costName: input.costName,
    approvalId: claim.approvalId,
    steps: input.steps.map(({ id, position, approverId, ground, status, decidedAt, reason }) => ({
      id,
      position,
      approverId,
      ground,
      status,
      decidedAt,
      reason,
    })),
    voucherNumber: claim.voucherNumber,
    archiveId: claim.archiveId,
  };
}

const statusWords: Readonly<Record<ClaimRecord['status'], string>> = {
  draft: '草稿 Draft',
  submitted: '审批中 In approval',
  returned: '已退回 Returned',
  withdrawn: '已撤回 Withdrawn',
  approved: '已通过 Approved',
  booked: '已入账 Booked',
  archived: '已归档 Archived',
};

/** A card must stay below the limit of messaging (64 KiB): it shows the first lines and the number of all. */
const cardLinesMax = 40;
const cardReasonLengthMax = 200;

const forCard = (data: ClaimCardData): ClaimCardData => ({
  ...data,
  lines: data.lines.slice(0, cardLinesMax).map((line) => ({ ...line, reason: clip(line.reason) })),
  steps: data.steps.map((step) => ({ ...step, reason: clip(step.reason) })),
});

const clip = (text: string): string =>
  text.length <= cardReasonLengthMax ? text : `${text.slice(0, cardReasonLengthMax - 1).toWellFormed()}…`;

export function claimCard(data: ClaimCardData, amount: string): Card {
  const headline = `${data.number} ${data.title} · ${data.currency} ${amount}`.slice(0, 500);
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: headline,
    body: [
      {
        type: 'Countinghouse.Claim',
        data: forCard(data),
        fallback: [
          { type: 'TextBlock', text: headline, weight: 'bolder', wrap: true },
          {
            type: 'FactSet',
            facts: [
              { title: '状态 Status', value: statusWords[data.status] },
              { title: '票据 Invoices', value: String(data.lineCount) },
              ...(data.costName ? [{ title: '承担 Cost to', value: data.costName.zh }] : []),
              ...(data.voucherNumber ? [{ title: '凭证 Voucher', value: data.voucherNumber }] : []),
            ],
          },
        ],
      },
    ],
  };
}
