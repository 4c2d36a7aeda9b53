import type { ConversationId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { EventPlace } from './event-store.ts';

export async function isPinned(db: Queryable, place: EventPlace): Promise<boolean> {
  const rows = await db.query('select 1 from message_pins where conversation_id = $1 and message_seq = $2', [
    place.conversationId,
    place.seq,
  ]);
  return rows.length > 0;
}

export async function countPins(db: Queryable, conversationId: ConversationId): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select count(*) as count from message_pins where conversation_id = $1',
    [conversationId],
  );
  return row?.count ?? 0;
}

export const insertPin = (tx: Transaction, place: EventPlace & { eventSeq: number }): Promise<object[]> =>
  tx.query('insert into message_pins (conversation_id, message_seq, event_seq) values ($1, $2, $3)', [
    place.conversationId,
    place.seq,
    place.eventSeq,
  ]);

export const deletePin = (tx: Transaction, place: EventPlace): Promise<object[]> =>
  tx.query('delete from message_pins where conversation_id = $1 and message_seq = $2', [
    place.conversationId,
    place.seq,
  ]);
