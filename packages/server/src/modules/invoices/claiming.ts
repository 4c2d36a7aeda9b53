import type { ClaimId, InvoiceCardData, InvoiceId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { accessInvoiceForUpdate } from './access.ts';
import { applyCommand, changeContent, settle } from './actions/change-invoice.ts';
import { presentCards } from './actions/refresh-cards.ts';
import type { InvoicesContext } from './deps.ts';
import { findClaimObstacle, findContentObstacle } from './domain/blocks.ts';
import type { InvoiceRecord } from './domain/invoice.ts';
import { type InvoiceCommand, isInClaim } from './domain/life.ts';
import { findInvoices, lockInvoices } from './store/invoice-store.ts';

/** What the claims module knows of an invoice. */
export interface ClaimableInvoice {
  invoice: InvoiceRecord;
  card: InvoiceCardData;
}

export interface ClaimMark {
  id: ClaimId;
  number: string;
  status: string;
}

/** What claims do to invoices; all of it inside the claim's transaction. */
export interface Claiming {
  /** Locks invoices that the subject may claim; throws the named refusal of the first that cannot be claimed. */
  accessClaimable(
    tx: Transaction,
    input: { subject: Subject; invoiceIds: readonly InvoiceId[] },
  ): Promise<ClaimableInvoice[]>;
  /** Doubts, failed checks, duplicates: asked again when the claim is handed in. */
  checkContent(tx: Transaction, invoiceIds: readonly InvoiceId[]): Promise<void>;
  find(db: Queryable, invoiceIds: readonly InvoiceId[]): Promise<Map<InvoiceId, ClaimableInvoice>>;
  /** Moves invoices along with their claim. `claim` null frees them. */
  move(
    tx: Transaction,
    input: {
      invoiceIds: readonly InvoiceId[];
      command: InvoiceCommand;
      claim: ClaimMark | null;
      voucherNumber: string | null;
      actorId: UserId;
    },
  ): Promise<void>;
  /** The claim's own status changed, the invoices' did not. */
  mark(tx: Transaction, input: { invoiceIds: readonly InvoiceId[]; claim: ClaimMark }): Promise<void>;
}

export function createClaiming(context: InvoicesContext): Claiming {
  return {
    accessClaimable: async (tx, { subject, invoiceIds }) => {
      const locked: InvoiceRecord[] = [];
      for (const invoiceId of [...new Set(invoiceIds)].sort()) {
        locked.push(await accessInvoiceForUpdate(tx, { subject, action: 'claim', invoiceId }));
      }
      const originals = await findOriginals(tx, locked);
      for (const invoice of locked) {
        const obstacle = findClaimObstacle({ invoice, original: originals(invoice) });
        if (obstacle) throw obstacle;
      }
      return withCards(tx, locked);
    },
    checkContent: async (tx, invoiceIds) => {
      const locked = await lockInvoices(tx, invoiceIds);
      const originals = await findOriginals(tx, locked);
      for (const invoice of locked) {
        const obstacle = findContentObstacle({ invoice, original: originals(invoice) });
        if (obstacle) throw obstacle;
      }
    },
    find: async (db, invoiceIds) =>
      new Map((await withCards(db, await findInvoices(db, invoiceIds))).map((found) => [found.invoice.id, found])),
    move: async (tx, { invoiceIds, command, claim, voucherNumber, actorId }) => {
      const before = await lockInvoices(tx, invoiceIds);
      const after: InvoiceRecord[] = [];
      for (const invoice of before) {
        after.push(await applyCommand(context, tx, invoice, { command, actorId, changes: { claim, voucherNumber } }));
      }
      await settle(context, tx, { before, after });
    },
    mark: async (tx, { invoiceIds, claim }) => {
      const before = await lockInvoices(tx, invoiceIds);
      const after: InvoiceRecord[] = [];
      for (const invoice of before) after.push(await changeContent(tx, invoice, { claim }));
      await settle(context, tx, { before: [], after });
    },
  };
}

async function withCards(db: Queryable, invoices: readonly InvoiceRecord[]): Promise<ClaimableInvoice[]> {
  const cards = await presentCards(db, invoices);
  return invoices.flatMap((invoice) => {
    const card = cards.get(invoice.id);
    return card ? [{ invoice, card }] : [];
  });
}

async function findOriginals(tx: Transaction, invoices: readonly InvoiceRecord[]) {
  const ids = invoices.flatMap((invoice) => invoice.duplicateOfId ?? []);
  const found = ids.length > 0 ? await findInvoices(tx, ids) : [];
  const byId = new Map(found.map((original) => [original.id, original]));
  return (invoice: InvoiceRecord) => {
    const original = invoice.duplicateOfId === null ? undefined : byId.get(invoice.duplicateOfId);
    return original ? { claimNumber: original.claim?.number ?? null, isInClaim: isInClaim(original.status) } : null;
  };
}
