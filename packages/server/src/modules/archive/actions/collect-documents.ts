import type { Claim, InvoiceId, Voucher } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { listApprovalsOf } from '../../approvals/index.ts';
import { type ClaimRecord, listHistory } from '../../claims/index.ts';
import { findPeople } from '../../identity/index.ts';
import type { InvoiceRecord } from '../../invoices/index.ts';
import type { ArchiveContext } from '../deps.ts';
import type { BagDocument } from '../domain/bag.ts';

export interface CollectInput {
  claim: ClaimRecord;
  voucher: Voucher;
  /** In the claim's order; `path` is where the original lies in the bag. */
  originals: readonly { invoice: InvoiceRecord; path: string }[];
}

const json = (path: string, value: unknown): BagDocument => ({
  path,
  content: Buffer.from(`${JSON.stringify(value, null, 2)}\n`),
});

/** Everything that belongs to the claim beside the original bytes, readable without this product. */
export async function collectDocuments(
  context: ArchiveContext,
  tx: Transaction,
  input: CollectInput,
): Promise<BagDocument[]> {
  const { claim, voucher, originals } = input;
  const approvals = await listApprovalsOf(tx, claim.id);
  const history = await listHistory(tx, claim.id);
  const invoiceDocuments: BagDocument[] = [];
  for (const [index, original] of originals.entries()) {
    invoiceDocuments.push(await invoiceDocument(context, tx, { ...original, position: index + 1 }));
  }
  const people = await namePeople(tx, { claim, voucher, approvals, history });
  const bookings = await bookingDocuments(context, tx, input);
  return [
    ...invoiceDocuments,
    ...bookings.values(),
    json('data/claim.json', presentClaim(claim, history)),
    json('data/approvals.json', approvals),
    json('data/voucher.json', voucher),
    json('data/people.json', people),
    json('data/index.json', presentIndex(input, bookings)),
  ];
}

async function invoiceDocument(
  context: ArchiveContext,
  tx: Transaction,
  { invoice, path, position }: { invoice: InvoiceRecord; path: string; position: number },
): Promise<BagDocument> {
  const questions = await context.invoices.listQuestions(tx, [invoice.id]);
  return json(`data/invoices/${String(position).padStart(3, '0')}-fields.json`, {
    invoiceId: invoice.id,
    original: { path, sha256: invoice.sha256, documentIndex: invoice.documentIndex },
    signature: invoice.signature,
    fields: invoice.fields,
    items: invoice.items,
    checks: invoice.checks,
    duplicate: invoice.duplicateOfId ? { of: invoice.duplicateOfId, kind: invoice.duplicateKind } : null,
    corrections: await context.invoices.listCorrections(tx, invoice.id),
    questions: questions.map((record) => record.question),
    receivedAt: invoice.createdAt,
    handedInById: invoice.uploaderId,
  });
}

/** 入账信息 beside the fields of its invoice; the standard knows none for paper and for invoices from abroad. */
async function bookingDocuments(
  context: ArchiveContext,
  tx: Transaction,
  { voucher, originals }: CollectInput,
): Promise<Map<InvoiceId, BagDocument>> {
  const documents = new Map<InvoiceId, BagDocument>();
  for (const [index, { invoice }] of originals.entries()) {
    const current = voucher.instances.find((instance) => instance.invoiceId === invoice.id && !instance.isSuperseded);
    const found = current && (await context.ledger.readInstance(tx, current.id));
    if (!found) continue;
    const path = `data/invoices/${String(index + 1).padStart(3, '0')}-${found.instance.fileName}`;
    documents.set(invoice.id, { path, content: found.content });
  }
  return documents;
}

const presentClaim = (claim: ClaimRecord, history: Claim['history']) => ({
  claimId: claim.id,
  number: claim.number,
  title: claim.title,
  claimantId: claim.claimantId,
  currency: claim.currency,
  totalMinor: claim.totalMinor,
  costTo: claim.costTo,
  lines: claim.lines,
  createdAt: claim.createdAt,
  submittedAt: claim.submittedAt,
  history,
});

/** Links voucher, invoices and approval, as 财会〔2020〕6号, article 4, asks for. */
const presentIndex = ({ claim, voucher, originals }: CollectInput, bookings: ReadonlyMap<InvoiceId, BagDocument>) => ({
  claim: { number: claim.number, path: 'data/claim.json' },
  approvals: { approvalId: claim.approvalId, path: 'data/approvals.json' },
  voucher: { number: voucher.number, period: voucher.period, date: voucher.date, path: 'data/voucher.json' },
  invoices: originals.map(({ invoice, path }, index) => ({
    invoiceId: invoice.id,
    original: path,
    sha256: invoice.sha256,
    fields: `data/invoices/${String(index + 1).padStart(3, '0')}-fields.json`,
    booking: bookings.get(invoice.id)?.path ?? null,
  })),
});

/** Ids say nothing to a reader in thirty years. */
async function namePeople(
  tx: Transaction,
  input: {
    claim: ClaimRecord;
    voucher: Voucher;
    approvals: Awaited<ReturnType<typeof listApprovalsOf>>;
    history: Claim['history'];
  },
) {
  const ids = new Set([
    input.claim.claimantId,
    input.voucher.postedById,
    ...input.approvals.flatMap((approval) => approval.steps.map((step) => step.approverId)),
    ...input.history.map((entry) => entry.actorId),
  ]);
  const people = await findPeople(tx, [...ids]);
  return people.map(({ id, name, title }) => ({ id, name, title })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
