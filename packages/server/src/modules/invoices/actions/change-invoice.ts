import type { InvoiceId, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { recordAudit } from '../../audit/index.ts';
import type { InvoicesContext } from '../deps.ts';
import { findDuplicates } from '../domain/duplicate.ts';
import type { InvoiceRecord } from '../domain/invoice.ts';
import { type InvoiceCommand, nextInvoiceStatus } from '../domain/life.ts';
import { checkNotDuplicate, mergeChecks } from '../domain/server-checks.ts';
import { duplicateCandidate, lockDuplicateGroup, sameFinding, updateInvoice } from '../store/invoice-store.ts';
import { refreshCards } from './refresh-cards.ts';

/** What may change besides the status. */
export type InvoiceChanges = Partial<
  Pick<
    InvoiceRecord,
    | 'refusal'
    | 'notInvoiceReason'
    | 'pageCount'
    | 'signature'
    | 'fields'
    | 'items'
    | 'checks'
    | 'claim'
    | 'voucherNumber'
  >
>;

/** The one way in which a status changes. Out of place, a command is a fault of the caller, who has to ask first. */
export async function applyCommand(
  context: InvoicesContext,
  tx: Transaction,
  invoice: InvoiceRecord,
  step: { command: InvoiceCommand; actorId: UserId | null; changes?: InvoiceChanges },
): Promise<InvoiceRecord> {
  const status = nextInvoiceStatus(invoice.status, step.command);
  if (!status) throw new Error(`invoice ${invoice.id} is ${invoice.status}: it cannot ${step.command}`);
  const changed = { ...invoice, ...step.changes, status, version: invoice.version + 1 };
  await updateInvoice(tx, changed);
  recordAudit(tx, {
    at: context.clock.now(),
    actorId: step.actorId,
    action: `invoice.${step.command}`,
    objectType: 'invoice',
    objectId: invoice.id,
    detail: {
      from: invoice.status,
      to: status,
      sha256: invoice.sha256,
      ...(changed.refusal ? { refusal: changed.refusal } : {}),
      ...(changed.claim ? { claimId: changed.claim.id } : {}),
    },
  });
  return changed;
}

/** Content or the claim's state changed, the status did not. */
export async function changeContent(
  tx: Transaction,
  invoice: InvoiceRecord,
  changes: InvoiceChanges,
): Promise<InvoiceRecord> {
  const changed = { ...invoice, ...changes, version: invoice.version + 1 };
  await updateInvoice(tx, changed);
  return changed;
}

/**
 * After changes: finds out anew who is whose duplicate, and brings all cards up to date. `before` are the states that
 * the changed invoices had, since those they used to collide with are free now.
 */
export async function settle(
  context: InvoicesContext,
  tx: Transaction,
  input: { before: readonly InvoiceRecord[]; after: readonly InvoiceRecord[] },
): Promise<void> {
  const touched = await recheckDuplicates(tx, [...input.before, ...input.after]);
  await refreshCards(context, tx, [...new Set([...input.after.map((invoice) => invoice.id), ...touched])]);
}

async function recheckDuplicates(tx: Transaction, around: readonly InvoiceRecord[]): Promise<InvoiceId[]> {
  const candidates = around.map(duplicateCandidate);
  const group = await lockDuplicateGroup(tx, {
    keys: [...new Set(candidates.flatMap((candidate) => candidate.key ?? []))],
    digests: [...new Set(candidates.map((candidate) => candidate.sha256))],
  });
  const findings = findDuplicates(group.map(duplicateCandidate));
  const touched: InvoiceId[] = [];
  for (const invoice of group) {
    const finding = findings.get(invoice.id) ?? null;
    const hasCheck = invoice.checks.some((check) => check.id === 'not_duplicate');
    if (!hasCheck || !sameFinding(invoice, finding)) {
      const checks = mergeChecks(invoice.checks, [checkNotDuplicate(invoice.fields, finding)]);
      await updateInvoice(tx, {
        ...invoice,
        checks,
        duplicateOfId: finding?.ofId ?? null,
        duplicateKind: finding?.kind ?? null,
        version: hasCheck ? invoice.version + 1 : invoice.version,
      });
    }
    // The named original may itself have moved on (a claim number, for instance), so all cards of the group are looked at.
    touched.push(invoice.id);
  }
  return touched;
}
