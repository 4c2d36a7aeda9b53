import type { Claim, ClaimCardData, ClaimId } from '@countinghouse/protocol';
import { can, type Subject } from '../../../platform/rights/index.ts';
import { accessClaim, mayDo } from '../access.ts';
import type { ClaimsContext } from '../deps.ts';
import type { ClaimRecord } from '../domain/claim.ts';
import { isEditable, nextClaimStatus } from '../domain/life.ts';
import { listHistory } from '../store/trace-store.ts';
import { presentClaims } from './present-claims.ts';

export async function getClaim(context: ClaimsContext, input: { subject: Subject; claimId: ClaimId }): Promise<Claim> {
  const { database } = context;
  const claim = await accessClaim(database, { ...input, action: 'read' });
  const [card] = await presentClaims(context, database, [claim]);
  if (!card) throw new Error(`claim ${claim.id} has no face`);
  const invoices = await context.invoices.claiming.find(
    database,
    claim.lines.map((line) => line.invoiceId),
  );
  return {
    card,
    lines: claim.lines.flatMap((line) => {
      const invoice = invoices.get(line.invoiceId)?.card;
      return invoice ? [{ ...line, invoice }] : [];
    }),
    voucherId: claim.voucherId,
    createdAt: claim.createdAt,
    submittedAt: claim.submittedAt,
    history: await listHistory(database, claim.id),
    actions: await findActions(context, { subject: input.subject, claim, card }),
  };
}

async function findActions(
  context: ClaimsContext,
  { subject, claim, card }: { subject: Subject; claim: ClaimRecord; card: ClaimCardData },
): Promise<Claim['actions']> {
  const actions: Claim['actions'] = [];
  const access = { subject, claimId: claim.id };
  if (await mayDo(context.database, { ...access, action: 'edit' })) {
    if (isEditable(claim.status)) actions.push('edit', 'submit');
    if (nextClaimStatus(claim.status, 'withdraw')) actions.push('withdraw');
  }
  const isPending = card.steps.some((step) => step.status === 'pending' && step.approverId === subject.userId);
  if (isPending && claim.status === 'submitted') actions.push('decide');
  if (await mayDo(context.database, { ...access, action: 'book' })) {
    if (claim.status === 'approved') actions.push('book');
    if (claim.status === 'booked') actions.push('archive');
  }
  if (claim.archiveId && can(subject, 'read', 'ledger', {})) actions.push('download');
  return actions;
}
