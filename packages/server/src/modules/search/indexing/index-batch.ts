import type { ConversationId, FileId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import { type LogEntry, readLogEntries, readMessages } from '../../messaging/index.ts';
import type { SearchContext } from '../context.ts';
import { findCursors, moveCursors, tryLockIndex } from '../store/cursor-store.ts';
import {
  deleteFiles,
  deleteMessages,
  listFileFacts,
  listFilesOfMessages,
  upsertFiles,
  upsertInvoices,
  upsertMessages,
} from '../store/document-store.ts';
import { listInvoicesOfMessages } from '../store/invoice-source.ts';
import { makeFileDocument, makeInvoiceDocument, makeMessageDocument } from './make-documents.ts';

/** Some tens of milliseconds of work; what waits for the database meanwhile waits no longer. */
const batchEventsMax = 500;

interface MessagePlace {
  conversationId: ConversationId;
  seq: number;
}

export interface BatchOutcome {
  events: number;
  /** Of the newest event that was taken in. */
  newestAt: Date | undefined;
  /** There may be more in these logs. */
  isFull: boolean;
}

/**
 * Takes the next events of these logs into the index, and moves the cursors, in one transaction: after a crash nothing is
 * missed, and what comes again is written over itself. Each message that an event speaks of is read as it is now and put in
 * the place of what the index had, so that edits and recalls need no order. `busy` where another process holds the turn.
 */
export const indexBatch = (
  context: Pick<SearchContext, 'database' | 'sealer'>,
  conversationIds: readonly ConversationId[],
): Promise<BatchOutcome | 'busy'> =>
  context.database.transaction(async (tx) => {
    if (!(await tryLockIndex(tx))) return 'busy';
    const entries = await readLogEntries(tx, await findCursors(tx, conversationIds), batchEventsMax);
    const isFull = entries.length >= batchEventsMax;
    if (entries.length === 0) return { events: 0, newestAt: undefined, isFull };
    const { texts, cards } = touchedMessages(entries);
    await refreshMessages(context, tx, texts);
    await refreshFiles(tx, await listFilesOfMessages(tx, texts));
    await refreshInvoices(tx, cards);
    const reached = new Map<ConversationId, number>();
    for (const { conversationId, seq } of entries)
      reached.set(conversationId, Math.max(seq, reached.get(conversationId) ?? 0));
    await moveCursors(
      tx,
      [...reached].map(([conversationId, seq]) => ({ conversationId, seq })),
    );
    const newestAt = new Date(Math.max(...entries.map((entry) => entry.at.getTime())));
    return { events: entries.length, newestAt, isFull };
  });

/** Messages whose words may have changed, and those whose cards did. */
function touchedMessages(entries: readonly LogEntry[]): { texts: MessagePlace[]; cards: MessagePlace[] } {
  const texts = new Map<string, MessagePlace>();
  const cards = new Map<string, MessagePlace>();
  for (const { conversationId, seq, kind, messageSeq } of entries) {
    const place = { conversationId, seq: messageSeq ?? seq };
    const key = `${place.conversationId} ${place.seq}`;
    if (kind === 'message.posted') texts.set(`${conversationId} ${seq}`, { conversationId, seq });
    else if (kind === 'message.edited' || kind === 'message.recalled') texts.set(key, place);
    else if (kind === 'card.set') cards.set(key, place);
  }
  return { texts: [...texts.values()], cards: [...cards.values()] };
}

async function refreshMessages(
  context: Pick<SearchContext, 'sealer'>,
  tx: Transaction,
  places: readonly MessagePlace[],
): Promise<void> {
  const messages = await readMessages(context, tx, places.map(rangeOf));
  const documents = messages.flatMap((message) => makeMessageDocument(message) ?? []);
  const kept = new Set(documents.map((document) => `${document.conversationId} ${document.seq}`));
  await deleteMessages(
    tx,
    places.filter((place) => !kept.has(`${place.conversationId} ${place.seq}`)),
  );
  await upsertMessages(tx, documents);
}

export const rangeOf = ({ conversationId, seq }: MessagePlace) => ({
  conversationId,
  afterSeq: seq - 1,
  toSeq: seq,
  limit: 1,
});

/** Writes the documents of files anew from what is known of them, and takes away those that stand nowhere any more. */
export async function refreshFiles(tx: Transaction, files: readonly { fileId: FileId }[]): Promise<void> {
  if (files.length === 0) return;
  const facts = await listFileFacts(
    tx,
    files.map((file) => file.fileId),
  );
  const documents = facts.flatMap((each) => makeFileDocument(each) ?? []);
  const kept = new Set(documents.map((document) => document.fileId));
  await deleteFiles(
    tx,
    files.map((file) => file.fileId).filter((fileId) => !kept.has(fileId)),
  );
  await upsertFiles(tx, documents);
}

async function refreshInvoices(tx: Transaction, places: readonly MessagePlace[]): Promise<void> {
  if (places.length === 0) return;
  const invoices = await listInvoicesOfMessages(tx, places);
  await upsertInvoices(tx, invoices.map(makeInvoiceDocument));
  // That an invoice was read from a file decides who may find the file.
  await refreshFiles(tx, [...new Map(invoices.map((invoice) => [invoice.fileId, invoice])).values()]);
}
