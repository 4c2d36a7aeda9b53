import { createHash } from 'node:crypto';
import { type ClaimId, type ClientId, type CostTo, type InvoiceId, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { findEngagementOf } from '../../engagements/index.ts';
import { findPeople } from '../../identity/index.ts';
import type { ClaimableInvoice } from '../../invoices/index.ts';
import type { ClaimsContext } from '../deps.ts';
import { type ClaimLineRecord, type ClaimRecord, claimNumber, totalOf } from '../domain/claim.ts';
import { findExpenseKind } from '../domain/expense-types.ts';
import { firmMonth } from '../domain/firm-calendar.ts';
import { findByClientId, insertClaim, takeClaimPosition } from '../store/claim-store.ts';
import { appendHistory, findEngagementOfConversation } from '../store/trace-store.ts';
import { checkOneCurrency, proposeLine } from './build-lines.ts';

interface Create {
  subject: Subject;
  clientId: ClientId;
  invoiceIds: readonly InvoiceId[];
}

/** Drafts a claim; expense types and the bearer of the cost are proposals. */
export const createClaim = (context: ClaimsContext, create: Create): Promise<ClaimId> =>
  context.database.transaction(async (tx) => {
    const { subject, clientId } = create;
    const invoiceIds = [...new Set(create.invoiceIds)];
    const digest = createHash('sha256').update(JSON.stringify(invoiceIds)).digest('hex');
    const repeated = await findByClientId(tx, { claimantId: subject.userId, clientId });
    if (repeated) {
      if (repeated.digest === digest) return repeated.claimId;
      throw new Refusal('client_id_reused', 'the client id belongs to another claim');
    }
    const claimable = await context.invoices.claiming.accessClaimable(tx, { subject, invoiceIds });
    const ordered = invoiceIds.flatMap((id) => claimable.find(({ invoice }) => invoice.id === id) ?? []);
    const claim = await draft(context, tx, { subject, ordered });
    await insertClaim(tx, claim, { clientId, digest });
    await context.invoices.claiming.move(tx, {
      invoiceIds,
      command: 'claim',
      claim: { id: claim.id, number: claim.number, status: claim.status },
      voucherNumber: null,
      actorId: subject.userId,
    });
    await recordCreation(context, tx, claim);
    return claim.id;
  });

async function draft(
  context: ClaimsContext,
  tx: Transaction,
  { subject, ordered }: { subject: Subject; ordered: readonly ClaimableInvoice[] },
): Promise<ClaimRecord> {
  const now = context.clock.now();
  const currency = checkOneCurrency(ordered);
  const lines = ordered.map(proposeLine);
  const [claimant] = await findPeople(tx, [subject.userId]);
  const month = firmMonth(now);
  return {
    id: context.newId<'claim'>(),
    number: claimNumber(month, await takeClaimPosition(tx, month)),
    claimantId: subject.userId,
    title: proposeTitle(lines),
    status: 'draft',
    version: 1,
    currency,
    totalMinor: totalOf(lines),
    lines,
    costTo: await proposeCost(tx, { subject, ordered, departmentId: claimant?.departmentId ?? null }),
    claimantDepartmentId: claimant?.departmentId ?? null,
    approvalId: null,
    voucherId: null,
    voucherNumber: null,
    archiveId: null,
    createdAt: now.toISOString(),
    submittedAt: null,
  };
}

/** Named after the kind on which most was spent. */
function proposeTitle(lines: readonly ClaimLineRecord[]): string {
  const [largest] = [...lines].sort((a, b) => b.amountMinor - a.amountMinor);
  return `${findExpenseKind(largest?.expenseType ?? 'other')?.name.zh ?? '费用'}报销`;
}

/** The engagement in whose conversation the invoices were dropped, if the claimant works on it; else their department. */
async function proposeCost(
  tx: Transaction,
  input: {
    subject: Subject;
    ordered: readonly ClaimableInvoice[];
    departmentId: Extract<CostTo, { kind: 'department' }>['departmentId'] | null;
  },
): Promise<CostTo | null> {
  for (const { invoice } of input.ordered) {
    const engagementId = await findEngagementOfConversation(tx, invoice.conversationId);
    if (!engagementId) continue;
    const engagement = await findEngagementOf(tx, { engagementId, userId: input.subject.userId });
    if (engagement) return { kind: 'engagement', engagementId };
  }
  return input.departmentId ? { kind: 'department', departmentId: input.departmentId } : null;
}

async function recordCreation(context: ClaimsContext, tx: Transaction, claim: ClaimRecord): Promise<void> {
  const at = context.clock.now();
  await appendHistory(tx, { claimId: claim.id, at, actorId: claim.claimantId, what: 'created', note: '' });
  recordAudit(tx, {
    at,
    actorId: claim.claimantId,
    action: 'claim.created',
    objectType: 'claim',
    objectId: claim.id,
    detail: {
      number: claim.number,
      totalMinor: claim.totalMinor,
      currency: claim.currency,
      invoiceIds: claim.lines.map((line) => line.invoiceId),
    },
  });
}
