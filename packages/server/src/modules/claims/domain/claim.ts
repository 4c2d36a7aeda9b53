import type {
  ApprovalId,
  ArchiveId,
  ClaimId,
  ClaimStatus,
  CostTo,
  DepartmentId,
  InvoiceId,
  PolicyExcess,
  UserId,
  VoucherId,
} from '@countinghouse/protocol';
import { Refusal } from '@countinghouse/protocol';

export interface ClaimLineRecord {
  invoiceId: InvoiceId;
  expenseType: string;
  amountMinor: number;
  excess: PolicyExcess | null;
  reason: string;
}

/** A claim as the store keeps it. */
export interface ClaimRecord {
  id: ClaimId;
  number: string;
  claimantId: UserId;
  title: string;
  status: ClaimStatus;
  version: number;
  currency: string;
  totalMinor: number;
  lines: ClaimLineRecord[];
  costTo: CostTo | null;
  claimantDepartmentId: DepartmentId | null;
  approvalId: ApprovalId | null;
  voucherId: VoucherId | null;
  voucherNumber: string | null;
  archiveId: ArchiveId | null;
  createdAt: string;
  submittedAt: string | null;
}

export const totalOf = (lines: readonly ClaimLineRecord[]): number =>
  lines.reduce((sum, line) => sum + line.amountMinor, 0);

/** What a claim must have before it is handed in. Throws the named refusal of what is missing. */
export function checkComplete(claim: ClaimRecord): void {
  if (claim.lines.length === 0) throw new Refusal('claim_empty', 'the claim has no lines');
  if (!claim.costTo) throw new Refusal('claim_cost_missing', 'say who bears the cost');
  const unexplained = claim.lines.find((line) => line.excess && line.reason.trim() === '');
  if (unexplained) {
    throw new Refusal('claim_reason_missing', 'a line above the limit needs a reason', {
      invoiceId: unexplained.invoiceId,
      rule: unexplained.excess?.rule ?? '',
    });
  }
}

/** BX-202611-0001 */
export const claimNumber = (month: string, position: number): string =>
  `BX-${month.replace('-', '')}-${String(position).padStart(4, '0')}`;
