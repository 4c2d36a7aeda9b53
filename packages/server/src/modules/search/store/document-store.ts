import type { ConversationId, FileId, InvoiceId, UserId } from '@countinghouse/protocol';
import { bigints, texts, timestamps, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Token } from '../language/tokens.ts';

/** An array as an element of an array, in PostgreSQL's text form. */
const tokenList = (tokens: ReadonlySet<Token>): string => `{${[...tokens].join(',')}}`;

export interface MessageDocument {
  conversationId: ConversationId;
  seq: number;
  at: Date;
  text: string;
  tokens: ReadonlySet<Token>;
}

export async function upsertMessages(tx: Transaction, documents: readonly MessageDocument[]): Promise<void> {
  if (documents.length === 0) return;
  await tx.query(
    `insert into search_messages (conversation_id, seq, at, text, tokens)
     select c, s, t, x, k::integer[] from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[]) as u(c, s, t, x, k)
     on conflict (conversation_id, seq) do update set text = excluded.text, tokens = excluded.tokens`,
    [
      uuids(documents.map((document) => document.conversationId)),
      bigints(documents.map((document) => document.seq)),
      timestamps(documents.map((document) => document.at)),
      texts(documents.map((document) => document.text)),
      texts(documents.map((document) => tokenList(document.tokens))),
    ],
  );
}

export async function deleteMessages(
  tx: Transaction,
  places: readonly { conversationId: ConversationId; seq: number }[],
): Promise<void> {
  if (places.length === 0) return;
  await tx.query(
    `delete from search_messages d using unnest($1::uuid[], $2::bigint[]) as k(c, s)
     where d.conversation_id = k.c and d.seq = k.s`,
    [uuids(places.map((place) => place.conversationId)), bigints(places.map((place) => place.seq))],
  );
}

export interface FileDocument {
  fileId: FileId;
  at: Date;
  text: string;
  content: string;
  state: 'waiting' | 'read' | 'none' | 'refused';
  tokens: ReadonlySet<Token>;
}

export async function upsertFiles(tx: Transaction, documents: readonly FileDocument[]): Promise<void> {
  if (documents.length === 0) return;
  await tx.query(
    `insert into search_files (file_id, at, text, content, state, tokens)
     select f, t, x, c, s, k::integer[]
     from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[]) as u(f, t, x, c, s, k)
     on conflict (file_id) do update set at = excluded.at, text = excluded.text, content = excluded.content,
       state = excluded.state, tokens = excluded.tokens`,
    [
      uuids(documents.map((document) => document.fileId)),
      timestamps(documents.map((document) => document.at)),
      texts(documents.map((document) => document.text)),
      texts(documents.map((document) => document.content)),
      texts(documents.map((document) => document.state)),
      texts(documents.map((document) => tokenList(document.tokens))),
    ],
  );
}

/** What is needed of a file to make its document: what it is, where it stands, and what was read of it. */
export interface FileFacts {
  fileId: FileId;
  name: string;
  ownerId: UserId;
  /** When it was last posted where it was not recalled; null where it stands nowhere any more. */
  at: Date | null;
  conversationIds: ConversationId[];
  isInvoice: boolean;
  state: FileDocument['state'] | null;
  content: string | null;
}

export const listFileFacts = (db: Queryable, fileIds: readonly FileId[]): Promise<FileFacts[]> =>
  db.query(
    `select f.id as "fileId", f.name, f.owner_id as "ownerId", p.at, coalesce(p.conversations, '{}') as "conversationIds",
       exists (select 1 from invoices i where i.file_id = f.id) as "isInvoice", d.state, d.content
     from files f
     left join search_files d on d.file_id = f.id
     left join lateral (
       select max(e.at) as at, array_agg(distinct m.conversation_id::text) as conversations
       from message_files m join conversation_events e on e.conversation_id = m.conversation_id and e.seq = m.seq
       where m.file_id = f.id and not exists (
         select 1 from card_heads h where h.conversation_id = m.conversation_id and h.message_seq = m.seq and h.card_id = '/recall')
     ) p on true
     where f.id = any($1::uuid[])`,
    [[...fileIds]],
  );

export const listFilesOfMessages = (
  db: Queryable,
  places: readonly { conversationId: ConversationId; seq: number }[],
): Promise<{ fileId: FileId }[]> =>
  db.query(
    `select distinct m.file_id as "fileId" from unnest($1::uuid[], $2::bigint[]) as k(c, s)
     join message_files m on m.conversation_id = k.c and m.seq = k.s`,
    [uuids(places.map((place) => place.conversationId)), bigints(places.map((place) => place.seq))],
  );

export async function deleteFiles(tx: Transaction, fileIds: readonly FileId[]): Promise<void> {
  if (fileIds.length > 0) await tx.query('delete from search_files where file_id = any($1::uuid[])', [[...fileIds]]);
}

export interface InvoiceDocument {
  invoiceId: InvoiceId;
  at: Date;
  uploaderId: UserId;
  text: string;
  tokens: ReadonlySet<Token>;
}

export async function upsertInvoices(tx: Transaction, documents: readonly InvoiceDocument[]): Promise<void> {
  if (documents.length === 0) return;
  await tx.query(
    `insert into search_invoices (invoice_id, at, uploader_id, text, tokens)
     select i, t, o, x, k::integer[] from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[]) as u(i, t, o, x, k)
     on conflict (invoice_id) do update set text = excluded.text, tokens = excluded.tokens`,
    [
      uuids(documents.map((document) => document.invoiceId)),
      timestamps(documents.map((document) => document.at)),
      uuids(documents.map((document) => document.uploaderId)),
      texts(documents.map((document) => document.text)),
      texts(documents.map((document) => tokenList(document.tokens))),
    ],
  );
}
