import { type ClaimId, Refusal } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { findApprovals } from '../../approvals/index.ts';
import { accessClaimForUpdate } from '../access.ts';
import type { ClaimsContext } from '../deps.ts';
import { nextClaimStatus } from '../domain/life.ts';
import { listCardPlaces } from '../store/trace-store.ts';
import { notify, refreshClaimCards, refreshInboxes } from './announce.ts';
import { applyCommand } from './change-claim.ts';
import { pendingApproverOf } from './submit-claim.ts';

/** Before the last approval only; the invoices are free again. */
export const withdrawClaim = (context: ClaimsContext, input: { subject: Subject; claimId: ClaimId }): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { subject, claimId } = input;
    const claim = await accessClaimForUpdate(tx, { subject, action: 'edit', claimId });
    if (!nextClaimStatus(claim.status, 'withdraw')) {
      throw new Refusal('claim_not_draft', `the claim is ${claim.status}`);
    }
    const [approval] = claim.approvalId ? await findApprovals(tx, [claim.approvalId]) : [];
    const approverId = approval && pendingApproverOf(approval);
    const actorId = subject.userId;
    if (approval?.status === 'open') await context.approvals.cancel(tx, { approvalId: approval.id, actorId });
    const withdrawn = await applyCommand(context, tx, claim, { command: 'withdraw', actorId, what: 'withdrawn' });
    await context.invoices.claiming.move(tx, {
      invoiceIds: claim.lines.map((line) => line.invoiceId),
      command: 'release',
      claim: null,
      voucherNumber: null,
      actorId,
    });
    await refreshClaimCards(context, tx, withdrawn);
    const informed = new Set((await listCardPlaces(tx, claim.id)).map((place) => place.userId));
    if (informed.has(actorId)) {
      const notice = { kind: 'withdrawn', number: claim.number } as const;
      await notify(context, tx, { userId: actorId, claim: withdrawn, notice, card: 'without' });
    }
    await refreshInboxes(context, tx, approverId ? [actorId, approverId] : [actorId]);
  });
