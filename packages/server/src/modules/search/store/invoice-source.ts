import type {
  ConversationId,
  FileId,
  InvoiceField,
  InvoiceId,
  InvoiceItem,
  InvoiceStatus,
  UserId,
} from '@countinghouse/protocol';
import { bigints, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable } from '../../../platform/database/database.ts';
import { parameters, type Subject, where } from '../../../platform/rights/index.ts';

export interface FoundInvoice {
  invoiceId: InvoiceId;
  fileId: FileId;
  conversationId: ConversationId;
  messageSeq: number;
  uploaderId: UserId;
  at: Date;
  status: InvoiceStatus;
  currency: string;
  totalMinor: number | null;
  fields: InvoiceField[];
  items: InvoiceItem[];
}

const columns = `i.id as "invoiceId", i.file_id as "fileId", i.conversation_id as "conversationId",
  i.message_seq as "messageSeq", i.uploader_id as "uploaderId", i.created_at as at, i.status, i.currency,
  i.total_minor as "totalMinor", i.fields, i.items`;

/** Those that are still being read or turned out to be none have nothing to find. */
const isFindable = `i.status not in ('reading', 'refused', 'not_invoice')`;

/** Invoices whose card stands on one of these messages, wherever they were handed in. */
export const listInvoicesOfMessages = (
  db: Queryable,
  places: readonly { conversationId: ConversationId; seq: number }[],
): Promise<FoundInvoice[]> =>
  db.query(
    `select ${columns} from invoices i where ${isFindable} and i.id in (
       select c.invoice_id from unnest($1::uuid[], $2::bigint[]) as k(c, s)
       join invoice_cards c on c.conversation_id = k.c and c.message_seq = k.s)`,
    [uuids(places.map((place) => place.conversationId)), bigints(places.map((place) => place.seq))],
  );

/** Those of the invoices that the subject may read. */
export async function findReadableInvoices(
  db: Queryable,
  subject: Subject,
  ids: readonly string[],
): Promise<FoundInvoice[]> {
  const { bind, values } = parameters();
  return db.query(
    `select ${columns} from invoices i where i.id = any(${bind(ids)}::uuid[]) and ${isFindable}
       and ${where(subject, 'read', 'invoice', { alias: 'i', bind })}`,
    values,
  );
}

/** Invoices that others handed in and this person decided about or was asked about; the rule table decides in the end. */
export const listConcernedInvoiceIds = async (db: Queryable, userId: UserId): Promise<string[]> => {
  const rows = await db.query<{ id: string }>(
    `select l.invoice_id as id from approval_steps s join approvals a on a.id = s.approval_id
     join claim_lines l on l.claim_id = a.subject_id where s.approver_id = $1 and l.invoice_id is not null
     union select q.invoice_id from invoice_questions q where q.asked_of_id = $1`,
    [userId],
  );
  return rows.map((row) => row.id);
};
