import { type ClaimId, type DepartmentId, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { ApprovalRecord } from '../../approvals/index.ts';
import { findEngagements } from '../../engagements/index.ts';
import { accessClaimForUpdate } from '../access.ts';
import type { ClaimsContext } from '../deps.ts';
import { type ClaimRecord, checkComplete } from '../domain/claim.ts';
import { isEditable } from '../domain/life.ts';
import { listCardPlaces } from '../store/trace-store.ts';
import { findNames, notify, refreshClaimCards, refreshInboxes } from './announce.ts';
import { checkCost } from './build-lines.ts';
import { applyCommand } from './change-claim.ts';

export const submitClaim = (
  context: ClaimsContext,
  input: { subject: Subject; claimId: ClaimId; version: number },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { subject, claimId } = input;
    const claim = await accessClaimForUpdate(tx, { subject, action: 'edit', claimId });
    if (!isEditable(claim.status)) throw new Refusal('claim_not_draft', `the claim is ${claim.status}`);
    if (claim.version !== input.version) throw new Refusal('version_stale', 'somebody changed it meanwhile');
    checkComplete(claim);
    await checkCost(tx, claim);
    const invoiceIds = claim.lines.map((line) => line.invoiceId);
    await context.invoices.claiming.checkContent(tx, invoiceIds);
    const approval = await requestApproval(context, tx, claim);
    const submitted = await applyCommand(context, tx, claim, {
      command: 'submit',
      actorId: subject.userId,
      what: 'submitted',
      changes: { approvalId: approval.id, submittedAt: context.clock.now().toISOString() },
    });
    const mark = { id: claim.id, number: claim.number, status: submitted.status };
    await context.invoices.claiming.mark(tx, { invoiceIds, claim: mark });
    await announceSubmission(context, tx, submitted, approval);
  });

async function requestApproval(context: ClaimsContext, tx: Transaction, claim: ClaimRecord): Promise<ApprovalRecord> {
  const { costTo } = claim;
  if (!costTo) throw new Refusal('claim_cost_missing', 'say who bears the cost');
  const engagementId = costTo.kind === 'engagement' ? costTo.engagementId : null;
  const [engagement] = engagementId ? await findEngagements(tx, [engagementId]) : [];
  const departmentId: DepartmentId | null =
    costTo.kind === 'department' ? costTo.departmentId : claim.claimantDepartmentId;
  return context.approvals.request(tx, {
    subjectType: 'claim',
    subjectId: claim.id,
    requesterId: claim.claimantId,
    // The rules count in yuan; without an exchange rate a foreign amount takes the strictest chain.
    amountMinor: claim.currency === 'CNY' ? claim.totalMinor : Number.MAX_SAFE_INTEGER,
    costKind: costTo.kind,
    departmentId,
    engagementLeadId: engagement?.leadId ?? null,
  });
}

async function announceSubmission(
  context: ClaimsContext,
  tx: Transaction,
  claim: ClaimRecord,
  approval: ApprovalRecord,
): Promise<void> {
  const approverId = pendingApproverOf(approval);
  if (!approverId) throw new Error(`approval ${approval.id} waits for nobody`);
  const nameOf = await findNames(tx, [approverId, claim.claimantId]);
  await refreshClaimCards(context, tx, claim);
  const places = await listCardPlaces(tx, claim.id);
  const hasCard = places.some((place) => place.userId === claim.claimantId);
  await notify(context, tx, {
    userId: claim.claimantId,
    claim,
    notice: { kind: 'submitted', number: claim.number, approver: nameOf(approverId) },
    card: hasCard ? 'without' : 'with',
  });
  await askApprover(context, tx, { claim, approverId });
  await refreshInboxes(context, tx, [claim.claimantId, approverId]);
}

export const pendingApproverOf = (approval: ApprovalRecord): UserId | undefined =>
  approval.steps.find((step) => step.status === 'pending')?.approverId;

export async function askApprover(
  context: ClaimsContext,
  tx: Transaction,
  { claim, approverId }: { claim: ClaimRecord; approverId: UserId },
): Promise<void> {
  const nameOf = await findNames(tx, [claim.claimantId]);
  await notify(context, tx, {
    userId: approverId,
    claim,
    notice: { kind: 'to_approve', number: claim.number, claimant: nameOf(claim.claimantId) },
    card: 'with',
  });
}
