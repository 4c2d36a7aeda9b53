import type { InvoiceDocument, Reading } from '@countinghouse/invoice-reader';
import { type FileId, type Firm, Refusal } from '@countinghouse/protocol';
import { codeOf, type Transaction } from '../../../platform/database/database.ts';
import { findFirm } from '../../identity/index.ts';
import type { InvoicesContext } from '../deps.ts';
import { checkBuyer } from '../domain/buyer.ts';
import { readableBytesMax } from '../domain/candidate-file.ts';
import { cleanDeep, cleanText } from '../domain/clean-text.ts';
import { presentFields, presentItems } from '../domain/document.ts';
import type { InvoiceRecord } from '../domain/invoice.ts';
import { mergeChecks } from '../domain/server-checks.ts';
import { insertInvoice, lockInvoicesOfFile, selectInvoices } from '../store/invoice-store.ts';
import { applyCommand, settle } from './change-invoice.ts';
import { placeCard, presentCards } from './refresh-cards.ts';

/** A message shows at most so many cards of one file; a photo of a whole sheet holds some twenty slips. */
const documentsMax = 100;

type Finding =
  | { kind: 'refused'; code: string }
  | { kind: 'not_invoice'; reason: string | null; pageCount: number }
  | { kind: 'invoices'; documents: InvoiceDocument[]; pageCount: number };

/** Reads a file whose invoice stands as `reading`. May run twice at once or again: whoever writes first wins. */
export async function readFile(context: InvoicesContext, fileId: FileId): Promise<void> {
  const [waiting] = await selectInvoices(context.database, `i.file_id = $1 and i.status = 'reading'`, [fileId]);
  if (!waiting) return;
  const startedAt = performance.now();
  const finding = await findOut(context, waiting);
  try {
    await write(context, fileId, finding);
  } catch (error) {
    if (!isContentFault(error)) throw error;
    // Content that cannot be kept or shown would fail every time: the file is refused instead of read for ever.
    context.log.error({ err: error, fileId }, 'what was read cannot be kept');
    await write(context, fileId, { kind: 'refused', code: 'reader_crashed' });
  }
  context.metrics.read(finding.kind, (performance.now() - startedAt) / 1000);
}

/** A card that breaks its schema, or data that PostgreSQL does not take (class 22: data exception). */
const isContentFault = (error: unknown): boolean => error instanceof Refusal || codeOf(error).startsWith('22');

const write = (context: InvoicesContext, fileId: FileId, finding: Finding): Promise<void> =>
  context.database.transaction(async (tx) => {
    const rows = await lockInvoicesOfFile(tx, fileId);
    const first = rows.find((row) => row.documentIndex === 0);
    if (first?.status !== 'reading') return;
    await applyFinding(context, tx, first, finding);
  });

async function findOut(context: InvoicesContext, waiting: InvoiceRecord): Promise<Finding> {
  const { file } = waiting;
  if (file.sizeBytes > readableBytesMax) return { kind: 'refused', code: 'file_too_large' };
  const bytes = await context.files.readFileBytes(file.fileId, readableBytesMax);
  const reading = await readOrRefuse(context, { bytes, fileName: file.name, fileId: file.fileId });
  if (!reading) return { kind: 'refused', code: 'reader_crashed' };
  if (reading.error) return { kind: 'refused', code: reading.error.code };
  const documents = cleanDeep(reading.documents.filter((document) => document.isInvoice)).slice(0, documentsMax);
  if (documents.length > 0) return { kind: 'invoices', documents, pageCount: reading.pageCount };
  const reason = cleanText(reading.documents[0]?.notInvoiceReason ?? '') || null;
  return { kind: 'not_invoice', reason, pageCount: reading.pageCount };
}

/** The reader answers with refusals; should it throw all the same, the file is given up instead of retried for ever. */
async function readOrRefuse(
  context: InvoicesContext,
  input: { bytes: Uint8Array; fileName: string; fileId: FileId },
): Promise<Reading | undefined> {
  try {
    return await context.reader.read(input.bytes, input.fileName);
  } catch (error) {
    context.log.error({ err: error, fileId: input.fileId }, 'the reader failed');
    return undefined;
  }
}

async function applyFinding(
  context: InvoicesContext,
  tx: Transaction,
  first: InvoiceRecord,
  finding: Finding,
): Promise<void> {
  const actorId = await context.appId(tx);
  switch (finding.kind) {
    case 'refused': {
      const changes = { refusal: finding.code };
      const refused = await applyCommand(context, tx, first, { command: 'refuse', actorId, changes });
      return settle(context, tx, { before: [], after: [refused] });
    }
    case 'not_invoice': {
      const changes = { notInvoiceReason: finding.reason, pageCount: finding.pageCount };
      const dismissed = await applyCommand(context, tx, first, { command: 'dismiss', actorId, changes });
      return settle(context, tx, { before: [], after: [dismissed] });
    }
    case 'invoices':
      return acceptDocuments(context, tx, { first, documents: finding.documents, pageCount: finding.pageCount });
  }
}

async function acceptDocuments(
  context: InvoicesContext,
  tx: Transaction,
  input: { first: InvoiceRecord; documents: readonly InvoiceDocument[]; pageCount: number },
): Promise<void> {
  const actorId = await context.appId(tx);
  const firm = await findFirm(tx);
  const accepted: InvoiceRecord[] = [];
  for (const [index, document] of input.documents.entries()) {
    const invoice = index === 0 ? input.first : await addSibling(context, tx, input.first, index);
    const changes = { ...contentOfDocument(document, firm), pageCount: input.pageCount };
    accepted.push(await applyCommand(context, tx, invoice, { command: 'accept', actorId, changes }));
  }
  await settle(context, tx, { before: [], after: accepted });
}

function contentOfDocument(document: InvoiceDocument, firm: Firm) {
  const fields = presentFields(document);
  return {
    fields,
    items: presentItems(document),
    checks: mergeChecks(document.checks, [checkBuyer(fields, firm)]),
    signature: document.signature.status,
  };
}

/** A file may hold several invoices; each gets a card of its own on the same message. */
async function addSibling(
  context: InvoicesContext,
  tx: Transaction,
  first: InvoiceRecord,
  documentIndex: number,
): Promise<InvoiceRecord> {
  const sibling: InvoiceRecord = { ...first, id: context.newId<'invoice'>(), documentIndex };
  await insertInvoice(tx, sibling);
  const data = (await presentCards(tx, [sibling])).get(sibling.id);
  if (data) await placeCard(context, tx, { invoice: sibling, data, place: sibling });
  return sibling;
}
