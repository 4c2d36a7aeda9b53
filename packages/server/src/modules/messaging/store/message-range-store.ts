import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { type EventRow, eventColumns } from './event-store.ts';

/** Messages with `afterSeq` < number ≤ `toSeq`. */
export interface MessageRange {
  conversationId: ConversationId;
  afterSeq: number;
  toSeq: number;
  /** Of this time only: after the one, up to the other. */
  span?: { after: Date; until: Date };
  /** At most so many, the newest. */
  limit: number;
}

/** A message with the event that last changed its text, and whom it names (the zero id: everybody). */
export type MessageRow = EventRow & { namedIds: UserId[]; edit: EventRow | undefined };

type EditColumns = {
  editSeq: number | null;
  editActorId: UserId | null;
  editAt: Date | null;
  editMessageCount: number | null;
  editKeyId: number | null;
  editCiphertext: Buffer | null;
};

/** Without recalled ones; by conversation, oldest first. */
export async function listMessageRows(db: Queryable, ranges: readonly MessageRange[]): Promise<MessageRow[]> {
  const rows = await db.query<EventRow & EditColumns & { namedIds: UserId[] }>(
    `select ${eventColumns}, x.seq as "editSeq", x.actor_id as "editActorId", x.at as "editAt",
       x.message_count as "editMessageCount", x.key_id as "editKeyId", x.ciphertext as "editCiphertext",
       array(select n.user_id from message_mentions n where n.conversation_id = e.conversation_id and n.seq = e.seq) as "namedIds"
     from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::timestamptz[])
       as r(conversation_id, after_seq, to_seq, size, after_at, until_at)
     cross join lateral (
       select p.* from conversation_events p
       where p.conversation_id = r.conversation_id and p.seq > r.after_seq and p.seq <= r.to_seq
         and (r.after_at is null or p.at > r.after_at) and (r.until_at is null or p.at <= r.until_at)
         and p.kind = 'message.posted' and not exists (
           select 1 from card_heads h
           where h.conversation_id = p.conversation_id and h.message_seq = p.seq and h.card_id = '/recall')
       order by p.seq desc limit r.size
     ) e
     left join card_heads t on t.conversation_id = e.conversation_id and t.message_seq = e.seq and t.card_id = '/text'
     left join conversation_events x on x.conversation_id = t.conversation_id and x.seq = t.event_seq
     order by e.conversation_id, e.seq`,
    [
      ranges.map((range) => range.conversationId),
      ranges.map((range) => range.afterSeq),
      ranges.map((range) => range.toSeq),
      ranges.map((range) => range.limit),
      ranges.map((range) => range.span?.after ?? null),
      ranges.map((range) => range.span?.until ?? null),
    ],
  );
  return rows.map((row) => ({ ...row, edit: editOf(row) }));
}

function editOf(row: EditColumns & { conversationId: ConversationId }): EventRow | undefined {
  const { editSeq: seq, editActorId: actorId, editAt: at, editMessageCount, editKeyId, editCiphertext } = row;
  // The columns of one joined row are null together.
  if (seq === null || !actorId || !at || editMessageCount === null || editKeyId === null || !editCiphertext) {
    return undefined;
  }
  return {
    conversationId: row.conversationId,
    seq,
    actorId,
    at,
    messageCount: editMessageCount,
    keyId: editKeyId,
    ciphertext: editCiphertext,
  };
}
