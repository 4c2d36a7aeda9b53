import type { FileRef, MessagePosted } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { recordAudit } from '../../audit/index.ts';
import { findFiles } from '../../files/index.ts';
import type { InvoicesContext } from '../deps.ts';
import { mayBeInvoice } from '../domain/candidate-file.ts';
import { presentInvoiceCard } from '../domain/card.ts';
import type { InvoiceRecord } from '../domain/invoice.ts';
import { insertInvoice, lockInvoicesOfFile } from '../store/invoice-store.ts';
import { placeCard, presentCards } from './refresh-cards.ts';

export const readJob = 'read-invoice';
/** Reading starts in this process right after commit; the job catches what a stopped process left. */
const fallbackDelayMs = 20_000;

/** Reacts to a message: each file that may be an invoice gets a row and a card in the message's own transaction. */
export async function takeIn(
  context: InvoicesContext,
  tx: Transaction,
  input: { event: MessagePosted; kick(fileId: FileRef['fileId']): void },
): Promise<void> {
  const files = input.event.content.files.filter(mayBeInvoice);
  if (files.length === 0) return;
  const known = await findFiles(
    tx,
    files.map((file) => file.fileId),
  );
  const knownById = new Map(known.map((file) => [file.fileId, file]));
  for (const file of files) {
    const stored = knownById.get(file.fileId);
    if (!stored) throw new Error(`file ${file.fileId} of message ${input.event.seq} is not stored`);
    await takeInFile(context, tx, { ...input, file, sha256: stored.sha256, ownerId: stored.ownerId });
  }
}

async function takeInFile(
  context: InvoicesContext,
  tx: Transaction,
  input: {
    event: MessagePosted;
    kick(fileId: FileRef['fileId']): void;
    file: FileRef;
    sha256: string;
    ownerId: string;
  },
): Promise<void> {
  const { event, file } = input;
  const place = { conversationId: event.conversationId, messageSeq: event.seq };
  const existing = await lockInvoicesOfFile(tx, file.fileId);
  if (existing.length > 0) {
    // Finance asking about an invoice attaches its file: that message has a question card of its own.
    if (event.actorId !== input.ownerId) return;
    const dataById = await presentCards(tx, existing);
    for (const invoice of existing) {
      const data = dataById.get(invoice.id);
      if (data) await placeCard(context, tx, { invoice, data, place });
    }
    return;
  }
  const invoice = newInvoice(context, input);
  await insertInvoice(tx, invoice);
  recordAudit(tx, {
    at: context.clock.now(),
    actorId: event.actorId,
    action: 'invoice.received',
    objectType: 'invoice',
    objectId: invoice.id,
    detail: { fileId: file.fileId, sha256: input.sha256, conversationId: event.conversationId },
  });
  const data = presentInvoiceCard({ invoice, duplicate: null, openQuestions: 0, fileInvoices: 1 });
  await placeCard(context, tx, { invoice, data, place });
  await context.jobs.add(tx, {
    name: readJob,
    payload: { fileId: file.fileId },
    key: `${readJob}:${file.fileId}`,
    runAt: new Date(context.clock.now().getTime() + fallbackDelayMs),
  });
  tx.afterCommit(() => input.kick(file.fileId));
}

function newInvoice(
  context: InvoicesContext,
  input: { event: MessagePosted; file: FileRef; sha256: string },
): InvoiceRecord {
  const { file } = input;
  return {
    id: context.newId<'invoice'>(),
    conversationId: input.event.conversationId,
    messageSeq: input.event.seq,
    uploaderId: input.event.actorId,
    file: { fileId: file.fileId, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes },
    sha256: input.sha256,
    documentIndex: 0,
    status: 'reading',
    version: 1,
    refusal: null,
    notInvoiceReason: null,
    pageCount: 0,
    signature: 'unknown',
    fields: [],
    items: [],
    checks: [],
    duplicateOfId: null,
    duplicateKind: null,
    claim: null,
    voucherNumber: null,
    createdAt: context.clock.now().toISOString(),
  };
}
