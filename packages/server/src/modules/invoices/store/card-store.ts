import type { ConversationId, InvoiceId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';

export interface CardPlace {
  invoiceId: InvoiceId;
  conversationId: ConversationId;
  messageSeq: number;
  cardId: string;
  /** Of the card as last set. */
  digest: string;
}

interface CardRow {
  invoice_id: InvoiceId;
  conversation_id: ConversationId;
  message_seq: number;
  card_id: string;
  digest: string;
}

export async function listCardPlaces(db: Queryable, invoiceIds: readonly InvoiceId[]): Promise<CardPlace[]> {
  const rows = await db.query<CardRow>(
    `select invoice_id, conversation_id, message_seq, card_id, digest from invoice_cards
     where invoice_id = any($1::uuid[]) order by conversation_id, message_seq, card_id`,
    [invoiceIds],
  );
  return rows.map((row) => ({
    invoiceId: row.invoice_id,
    conversationId: row.conversation_id,
    messageSeq: row.message_seq,
    cardId: row.card_id,
    digest: row.digest,
  }));
}

export async function saveCardPlace(tx: Transaction, place: CardPlace): Promise<void> {
  await tx.query(
    `insert into invoice_cards (invoice_id, conversation_id, message_seq, card_id, digest) values ($1, $2, $3, $4, $5)
     on conflict (invoice_id, conversation_id, message_seq, card_id) do update set digest = excluded.digest`,
    [place.invoiceId, place.conversationId, place.messageSeq, place.cardId, place.digest],
  );
}
