import { Refusal } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { findEngagementOf } from '../../engagements/index.ts';
import { findDepartments } from '../../identity/index.ts';
import type { ClaimableInvoice } from '../../invoices/index.ts';
import type { ClaimLineRecord, ClaimRecord } from '../domain/claim.ts';
import { findExpenseKind, proposeExpenseType } from '../domain/expense-types.ts';
import { findExcess } from '../domain/policy.ts';

/** One line with its amount from the invoice and its limit checked. */
export function buildLine(
  { invoice, card }: ClaimableInvoice,
  wanted: { expenseType: string; reason: string },
): ClaimLineRecord {
  if (!findExpenseKind(wanted.expenseType)) {
    throw new Refusal('request_malformed', `there is no expense type ${wanted.expenseType}`, { place: 'expenseType' });
  }
  const amountMinor = card.totalMinor ?? 0;
  const excess = findExcess(wanted.expenseType, { amountMinor, currency: card.currency, items: invoice.items });
  return { invoiceId: invoice.id, expenseType: wanted.expenseType, amountMinor, excess, reason: wanted.reason.trim() };
}

export const proposeLine = (claimable: ClaimableInvoice): ClaimLineRecord =>
  buildLine(claimable, {
    expenseType: proposeExpenseType({
      invoiceType: claimable.card.invoiceType,
      items: claimable.invoice.items,
    }),
    reason: '',
  });

/** A claim has one currency: its voucher and its limits are in it. */
export function checkOneCurrency(invoices: readonly ClaimableInvoice[]): string {
  const [first] = invoices;
  if (!first) throw new Refusal('claim_empty', 'the claim has no lines');
  const other = invoices.find((candidate) => candidate.card.currency !== first.card.currency);
  if (other) {
    throw new Refusal('invoice_not_checked', 'a claim has one currency', {
      invoiceId: other.invoice.id,
      check: 'currency',
    });
  }
  return first.card.currency;
}

/** The claimant must work on the engagement; any department of the firm may bear a cost, its head decides. */
export async function checkCost(db: Queryable, claim: Pick<ClaimRecord, 'claimantId' | 'costTo'>): Promise<void> {
  const { costTo, claimantId } = claim;
  if (!costTo) return;
  const found =
    costTo.kind === 'engagement'
      ? await findEngagementOf(db, { engagementId: costTo.engagementId, userId: claimantId })
      : (await findDepartments(db, [costTo.departmentId]))[0];
  if (!found) throw new Refusal('object_missing', 'nobody and nothing of yours can bear this cost');
}
