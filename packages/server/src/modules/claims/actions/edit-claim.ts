import { type BodyOf, type ClaimId, type claims as endpoints, type InvoiceId, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { ClaimableInvoice } from '../../invoices/index.ts';
import { accessClaimForUpdate } from '../access.ts';
import type { ClaimsContext } from '../deps.ts';
import { type ClaimLineRecord, type ClaimRecord, totalOf } from '../domain/claim.ts';
import { isEditable } from '../domain/life.ts';
import { replaceLines } from '../store/claim-store.ts';
import { refreshClaimCards } from './announce.ts';
import { buildLine, checkCost, checkOneCurrency } from './build-lines.ts';
import { changeClaim } from './change-claim.ts';

type Edit = BodyOf<typeof endpoints.edit> & { subject: Subject; claimId: ClaimId };

export const editClaim = (context: ClaimsContext, edit: Edit): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { subject, claimId } = edit;
    const claim = await accessClaimForUpdate(tx, { subject, action: 'edit', claimId });
    if (!isEditable(claim.status)) throw new Refusal('claim_not_draft', `the claim is ${claim.status}`);
    if (claim.version !== edit.version) throw new Refusal('version_stale', 'somebody changed it meanwhile');
    const costTo = edit.costTo ?? claim.costTo;
    await checkCost(tx, { claimantId: claim.claimantId, costTo });
    const lines = edit.lines ? await changeLines(context, tx, { subject, claim, wanted: edit.lines }) : claim.lines;
    const changed = await changeClaim(context, tx, claim, {
      actorId: subject.userId,
      what: 'edited',
      changes: { title: edit.title ?? claim.title, costTo, lines, totalMinor: totalOf(lines) },
    });
    await replaceLines(tx, changed);
    await refreshClaimCards(context, tx, changed);
  });

/** Lines left out free their invoices; new ones must be claimable. */
async function changeLines(
  context: ClaimsContext,
  tx: Transaction,
  input: { subject: Subject; claim: ClaimRecord; wanted: NonNullable<Edit['lines']> },
): Promise<ClaimLineRecord[]> {
  const { subject, claim } = input;
  const wanted = new Map(input.wanted.map((line) => [line.invoiceId, line]));
  const before = new Set(claim.lines.map((line) => line.invoiceId));
  const added = [...wanted.keys()].filter((id) => !before.has(id));
  const removed = [...before].filter((id) => !wanted.has(id));
  const { claiming } = context.invoices;
  const mark = { id: claim.id, number: claim.number, status: claim.status };
  const actorId = subject.userId;
  if (added.length > 0) await claiming.accessClaimable(tx, { subject, invoiceIds: added });
  const found = await claiming.find(tx, [...wanted.keys()]);
  const claimable = [...wanted.keys()].map((id) => present(found, id));
  if (checkOneCurrency(claimable) !== claim.currency) {
    throw new Refusal('invoice_not_checked', 'a claim has one currency', { check: 'currency' });
  }
  if (removed.length > 0) {
    await claiming.move(tx, { invoiceIds: removed, command: 'release', claim: null, voucherNumber: null, actorId });
  }
  if (added.length > 0) {
    await claiming.move(tx, { invoiceIds: added, command: 'claim', claim: mark, voucherNumber: null, actorId });
  }
  return claimable.map((invoice) =>
    buildLine(invoice, wanted.get(invoice.invoice.id) ?? { expenseType: '', reason: '' }),
  );
}

function present(found: ReadonlyMap<InvoiceId, ClaimableInvoice>, id: InvoiceId): ClaimableInvoice {
  const invoice = found.get(id);
  if (!invoice) throw new Refusal('object_missing', 'there is no such invoice for you');
  return invoice;
}
