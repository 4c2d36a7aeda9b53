import type { FileId, InvoiceId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import { contentOf, type DuplicateCandidate, type DuplicateFinding, duplicateKey } from '../domain/duplicate.ts';
import { amountField, currencyOf, type InvoiceRecord } from '../domain/invoice.ts';

interface InvoiceRow {
  id: InvoiceRecord['id'];
  conversation_id: InvoiceRecord['conversationId'];
  message_seq: number;
  uploader_id: InvoiceRecord['uploaderId'];
  file: InvoiceRecord['file'];
  sha256: string;
  document_index: number;
  status: InvoiceRecord['status'];
  version: number;
  refusal: string | null;
  not_invoice_reason: string | null;
  page_count: number;
  signature: InvoiceRecord['signature'];
  fields: InvoiceRecord['fields'];
  items: InvoiceRecord['items'];
  checks: InvoiceRecord['checks'];
  duplicate_of: InvoiceRecord['duplicateOfId'];
  duplicate_kind: InvoiceRecord['duplicateKind'];
  claim_id: NonNullable<InvoiceRecord['claim']>['id'] | null;
  claim_number: string | null;
  claim_status: string | null;
  voucher_number: string | null;
  created_at: Date;
}

export const invoiceColumns = `i.id, i.conversation_id, i.message_seq, i.uploader_id, i.file, i.sha256, i.document_index,
  i.status, i.version, i.refusal, i.not_invoice_reason, i.page_count, i.signature, i.fields, i.items, i.checks,
  i.duplicate_of, i.duplicate_kind, i.claim_id, i.claim_number, i.claim_status, i.voucher_number, i.created_at`;

const toRecord = (row: InvoiceRow): InvoiceRecord => ({
  id: row.id,
  conversationId: row.conversation_id,
  messageSeq: row.message_seq,
  uploaderId: row.uploader_id,
  file: row.file,
  sha256: row.sha256,
  documentIndex: row.document_index,
  status: row.status,
  version: row.version,
  refusal: row.refusal,
  notInvoiceReason: row.not_invoice_reason,
  pageCount: row.page_count,
  signature: row.signature,
  fields: row.fields,
  items: row.items,
  checks: row.checks,
  duplicateOfId: row.duplicate_of,
  duplicateKind: row.duplicate_kind,
  claim:
    row.claim_id === null ? null : { id: row.claim_id, number: row.claim_number ?? '', status: row.claim_status ?? '' },
  voucherNumber: row.voucher_number,
  createdAt: row.created_at.toISOString(),
});

/** `condition` is SQL on the alias `i` with the given parameters. */
export async function selectInvoices(
  db: Queryable,
  condition: string,
  params: readonly unknown[],
): Promise<InvoiceRecord[]> {
  const rows = await db.query<InvoiceRow>(`select ${invoiceColumns} from invoices i where ${condition}`, params);
  return rows.map(toRecord);
}

export const findInvoices = (db: Queryable, ids: readonly InvoiceId[]): Promise<InvoiceRecord[]> =>
  selectInvoices(db, 'i.id = any($1::uuid[]) order by i.id', [ids]);

/** Locks in the order of ids, so that two writers never wait for each other. */
export const lockInvoices = (tx: Transaction, ids: readonly InvoiceId[]): Promise<InvoiceRecord[]> =>
  selectInvoices(tx, 'i.id = any($1::uuid[]) order by i.id for update', [ids]);

export const lockInvoicesOfFile = (tx: Transaction, fileId: FileId): Promise<InvoiceRecord[]> =>
  selectInvoices(tx, 'i.file_id = $1 order by i.document_index for update', [fileId]);

/** How many invoices each file holds, for those with more than one. */
export async function countInvoicesOfFiles(db: Queryable, fileIds: readonly FileId[]): Promise<Map<FileId, number>> {
  const rows = await db.query<{ fileId: FileId; count: number }>(
    `select file_id as "fileId", count(*)::int as count from invoices where file_id = any($1::uuid[])
     group by file_id having count(*) > 1`,
    [[...new Set(fileIds)]],
  );
  return new Map(rows.map(({ fileId, count }) => [fileId, count]));
}

export async function insertInvoice(tx: Transaction, invoice: InvoiceRecord): Promise<void> {
  await tx.query(
    `insert into invoices (id, conversation_id, message_seq, uploader_id, file_id, file, sha256, document_index, status,
       version, page_count, signature, fields, items, checks, currency, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'reading', 1, 0, 'unknown', '[]', '[]', '[]', 'CNY', $9)`,
    [
      invoice.id,
      invoice.conversationId,
      invoice.messageSeq,
      invoice.uploaderId,
      invoice.file.fileId,
      JSON.stringify(invoice.file),
      invoice.sha256,
      invoice.documentIndex,
      invoice.createdAt,
    ],
  );
}

/** Writes the whole state; only `applyCommand` and `changeContent` call it. */
export async function updateInvoice(tx: Transaction, invoice: InvoiceRecord): Promise<void> {
  await tx.query(
    `update invoices set status = $2, version = $3, refusal = $4, not_invoice_reason = $5, page_count = $6, signature = $7,
       fields = $8, items = $9, checks = $10, duplicate_key = $11, currency = $12, total_minor = $13, duplicate_of = $14,
       duplicate_kind = $15, claim_id = $16, claim_number = $17, claim_status = $18, voucher_number = $19
     where id = $1`,
    [
      invoice.id,
      invoice.status,
      invoice.version,
      invoice.refusal,
      invoice.notInvoiceReason,
      invoice.pageCount,
      invoice.signature,
      JSON.stringify(invoice.fields),
      JSON.stringify(invoice.items),
      JSON.stringify(invoice.checks),
      duplicateKey(invoice.fields),
      currencyOf(invoice.fields),
      amountField(invoice.fields, 'totalAmount'),
      invoice.duplicateOfId,
      invoice.duplicateKind,
      invoice.claim?.id ?? null,
      invoice.claim?.number ?? null,
      invoice.claim?.status ?? null,
      invoice.voucherNumber,
    ],
  );
}

const notSearched = `('reading', 'refused', 'not_invoice')`;

/** Everything that shares a number or bytes with the given invoices, them included, locked. */
export async function lockDuplicateGroup(
  tx: Transaction,
  match: { keys: readonly string[]; digests: readonly string[] },
): Promise<InvoiceRecord[]> {
  for (const name of [...new Set([...match.keys, ...match.digests])].sort()) {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 727))', [name]);
  }
  return selectInvoices(
    tx,
    `(i.duplicate_key = any($1::text[]) or i.sha256 = any($2::text[])) and i.status not in ${notSearched}
     order by i.id for update`,
    [match.keys, match.digests],
  );
}

export const duplicateCandidate = (invoice: InvoiceRecord): DuplicateCandidate => ({
  id: invoice.id,
  status: invoice.status,
  sha256: invoice.sha256,
  documentIndex: invoice.documentIndex,
  key: duplicateKey(invoice.fields),
  content: contentOf(invoice.fields),
});

export const sameFinding = (invoice: InvoiceRecord, finding: DuplicateFinding | null): boolean =>
  invoice.duplicateOfId === (finding?.ofId ?? null) && invoice.duplicateKind === (finding?.kind ?? null);
