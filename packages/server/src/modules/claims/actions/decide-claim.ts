import {
  type ApprovalId,
  type BodyOf,
  type ClaimId,
  type claims as endpoints,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { type ApprovalRecord, type approvalDecided, findApprovals } from '../../approvals/index.ts';
import { accessClaimForUpdate } from '../access.ts';
import type { ClaimsContext } from '../deps.ts';
import type { ClaimRecord } from '../domain/claim.ts';
import type { Notice } from '../domain/texts.ts';
import { lockClaim } from '../store/claim-store.ts';
import { findNames, notify, refreshClaimCards, refreshInboxes } from './announce.ts';
import { applyCommand, changeClaim } from './change-claim.ts';
import { askApprover, pendingApproverOf } from './submit-claim.ts';

type Decide = BodyOf<typeof endpoints.decide> & { subject: Subject; approvalId: ApprovalId };
type Decided = NonNullable<(typeof approvalDecided)['payload']>;

/** Decides one step; what follows for the claim happens in `handleDecision`. */
export const decideClaim = (context: ClaimsContext, decide: Decide): Promise<ClaimId> =>
  context.database.transaction(async (tx) => {
    const { subject, approvalId, stepId, decision } = decide;
    const [approval] = await findApprovals(tx, [approvalId]);
    if (approval?.subjectType !== 'claim') throw new Refusal('object_missing', 'there is no such approval for you');
    const claimId = claimIdOf(approval);
    // The claim's lock comes before the approval's everywhere, so that decisions and withdrawals cannot deadlock.
    await accessClaimForUpdate(tx, { subject, action: 'read', claimId });
    await context.approvals.decide(tx, {
      approvalId,
      stepId,
      deciderId: subject.userId,
      decision,
      reason: decide.reason?.trim() ?? '',
      approverId: decide.approverId,
    });
    return claimId;
  });

const claimIdOf = (approval: ApprovalRecord): ClaimId => approval.subjectId as ClaimId; // Claims request with their own id.

/** Moves the claim and its invoices along with its approval, whoever decided and through whatever way. */
export async function handleDecision(context: ClaimsContext, tx: Transaction, decided: Decided): Promise<void> {
  if (decided.after.subjectType !== 'claim') return;
  const claim = await lockClaim(tx, claimIdOf(decided.after));
  if (claim?.approvalId !== decided.after.id) throw new Error(`approval ${decided.after.id} is not its claim's`);
  const moved = await moveClaim(context, tx, { claim, decided });
  await refreshClaimCards(context, tx, moved);
  const nextId = pendingApproverOf(decided.after);
  const notice = await noticeFor(tx, { claim: moved, decided, nextId });
  await notify(context, tx, { userId: claim.claimantId, claim: moved, notice, card: 'without' });
  if (nextId) await askApprover(context, tx, { claim: moved, approverId: nextId });
  await refreshInboxes(context, tx, [claim.claimantId, decided.actorId, ...(nextId ? [nextId] : [])]);
}

async function moveClaim(
  context: ClaimsContext,
  tx: Transaction,
  { claim, decided }: { claim: ClaimRecord; decided: Decided },
): Promise<ClaimRecord> {
  const { actorId, after, reason } = decided;
  const invoiceIds = claim.lines.map((line) => line.invoiceId);
  const { claiming } = context.invoices;
  const markOf = (moved: ClaimRecord) => ({ id: moved.id, number: moved.number, status: moved.status });
  if (after.status === 'approved') {
    const step = { command: 'approve', actorId, what: 'approved', note: reason } as const;
    const moved = await applyCommand(context, tx, claim, step);
    await claiming.move(tx, { invoiceIds, command: 'approve', claim: markOf(moved), voucherNumber: null, actorId });
    return moved;
  }
  if (after.status === 'returned') {
    const step = { command: 'return', actorId, what: 'returned', note: reason } as const;
    const moved = await applyCommand(context, tx, claim, step);
    await claiming.mark(tx, { invoiceIds, claim: markOf(moved) });
    return moved;
  }
  const what = decided.decision === 'delegate' ? 'delegated' : 'step_approved';
  return changeClaim(context, tx, claim, { actorId, what, note: reason });
}

async function noticeFor(
  tx: Transaction,
  { claim, decided, nextId }: { claim: ClaimRecord; decided: Decided; nextId: UserId | undefined },
): Promise<Notice> {
  const nameOf = await findNames(tx, [decided.actorId, ...(nextId ? [nextId] : [])]);
  const base = { number: claim.number, approver: nameOf(decided.actorId) };
  const next = nextId ? nameOf(nextId) : '';
  if (decided.after.status === 'approved') return { kind: 'approved', ...base };
  if (decided.after.status === 'returned') return { kind: 'returned', ...base, reason: decided.reason };
  if (decided.decision === 'delegate') return { kind: 'delegated', ...base, to: next };
  return { kind: 'step_approved', ...base, next };
}
