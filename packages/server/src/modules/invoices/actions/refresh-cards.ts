import { createHash } from 'node:crypto';
import type { Card, Duplicate, InvoiceCardData, InvoiceId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { InvoicesContext } from '../deps.ts';
import { invoiceCard, presentInvoiceCard, questionCard } from '../domain/card.ts';
import type { InvoiceRecord } from '../domain/invoice.ts';
import { listCardPlaces, saveCardPlace } from '../store/card-store.ts';
import { countInvoicesOfFiles, findInvoices } from '../store/invoice-store.ts';
import { countOpenQuestions } from '../store/question-store.ts';

export const invoiceCardId = (invoice: Pick<InvoiceRecord, 'file' | 'documentIndex'>): string =>
  `invoice:${invoice.file.fileId}:${invoice.documentIndex}`;
export const questionCardId = (questionId: string): string => `question:${questionId}`;

export const cardDigest = (card: Card): string => createHash('sha256').update(JSON.stringify(card)).digest('hex');

/** What the cards of these invoices show now. */
export async function presentCards(
  db: Queryable,
  invoices: readonly InvoiceRecord[],
): Promise<Map<InvoiceId, InvoiceCardData>> {
  const originalIds = invoices.flatMap((invoice) => invoice.duplicateOfId ?? []);
  const originals = originalIds.length > 0 ? await findInvoices(db, originalIds) : [];
  const originalById = new Map(originals.map((original) => [original.id, original]));
  const openQuestions = await countOpenQuestions(
    db,
    invoices.map((invoice) => invoice.id),
  );
  const fileInvoices = await countInvoicesOfFiles(
    db,
    invoices.map((invoice) => invoice.file.fileId),
  );
  return new Map(
    invoices.map((invoice) => [
      invoice.id,
      presentInvoiceCard({
        invoice,
        fileInvoices: fileInvoices.get(invoice.file.fileId) ?? 1,
        duplicate: presentDuplicate(invoice, originalById),
        openQuestions: openQuestions.get(invoice.id) ?? 0,
      }),
    ]),
  );
}

function presentDuplicate(
  invoice: InvoiceRecord,
  originalById: ReadonlyMap<InvoiceId, InvoiceRecord>,
): Duplicate | null {
  const original = invoice.duplicateOfId === null ? undefined : originalById.get(invoice.duplicateOfId);
  if (!original || invoice.duplicateKind === null) return null;
  return {
    kind: invoice.duplicateKind,
    handedInById: original.uploaderId,
    handedInAt: original.createdAt,
    claimNumber: original.claim?.number ?? null,
  };
}

/** Brings every card that shows one of these invoices up to date, wherever it stands. */
export async function refreshCards(
  context: InvoicesContext,
  tx: Transaction,
  invoiceIds: readonly InvoiceId[],
): Promise<void> {
  const dataById = await presentCards(tx, await findInvoices(tx, invoiceIds));
  const questions = await context.questions.listForInvoices(tx, invoiceIds);
  const questionByCardId = new Map(questions.map((record) => [questionCardId(record.question.id), record.question]));
  const actorId = await context.appId(tx);
  for (const place of await listCardPlaces(tx, invoiceIds)) {
    const data = dataById.get(place.invoiceId);
    if (!data) continue;
    const question = questionByCardId.get(place.cardId);
    const card = question ? questionCard({ question, invoice: data }) : invoiceCard(data);
    const digest = cardDigest(card);
    if (digest === place.digest) continue;
    const { conversationId, messageSeq, cardId } = place;
    await context.messaging.setCard(tx, { conversationId, messageSeq, cardId, actorId, card });
    await saveCardPlace(tx, { ...place, digest });
  }
}

/** Puts a card of the invoice on a message that has none yet. */
export async function placeCard(
  context: InvoicesContext,
  tx: Transaction,
  input: { invoice: InvoiceRecord; data: InvoiceCardData; place: Pick<InvoiceRecord, 'conversationId' | 'messageSeq'> },
): Promise<void> {
  const card = invoiceCard(input.data);
  const { conversationId, messageSeq } = input.place;
  const cardId = invoiceCardId(input.invoice);
  const actorId = await context.appId(tx);
  await context.messaging.setCard(tx, { conversationId, messageSeq, cardId, actorId, card });
  await saveCardPlace(tx, {
    invoiceId: input.invoice.id,
    conversationId,
    messageSeq,
    cardId,
    digest: cardDigest(card),
  });
}
