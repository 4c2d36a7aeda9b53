import type { ConversationId, UserId } from '@countinghouse/protocol';
import { bigints, uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import { type EventPlace, type EventRow, eventColumns } from './event-store.ts';

/** Stands for everybody where a mention names a person. */
export const everybody = '00000000-0000-0000-0000-000000000000' as UserId; // has the form of an id and is nobody's

/** A message of the log; undefined where `seq` is none. */
export async function findMessage(
  db: Queryable,
  place: EventPlace,
): Promise<(EventRow & { isRecalled: boolean }) | undefined> {
  const [row] = await db.query<EventRow & { isRecalled: boolean }>(
    `select ${eventColumns}, exists (select 1 from card_heads h where h.conversation_id = e.conversation_id
       and h.message_seq = e.seq and h.card_id = '/recall') as "isRecalled"
     from conversation_events e where e.conversation_id = $1 and e.seq = $2 and e.kind = 'message.posted'`,
    [place.conversationId, place.seq],
  );
  return row;
}

/** The newest event of one part of a message. */
export async function findHeadEvent(
  db: Queryable,
  { conversationId, seq, slot }: EventPlace & { slot: string },
): Promise<EventRow | undefined> {
  const [row] = await db.query<EventRow>(
    `select ${eventColumns} from card_heads h
     join conversation_events e on e.conversation_id = h.conversation_id and e.seq = h.event_seq
     where h.conversation_id = $1 and h.message_seq = $2 and h.card_id = $3`,
    [conversationId, seq, slot],
  );
  return row;
}

export async function hasCards(db: Queryable, place: EventPlace): Promise<boolean> {
  const rows = await db.query(
    `select 1 from card_heads where conversation_id = $1 and message_seq = $2 and card_id not like '/%' limit 1`,
    [place.conversationId, place.seq],
  );
  return rows.length > 0;
}

/** Which of these messages were recalled. */
export const findRecalled = (db: Queryable, places: readonly EventPlace[]): Promise<EventPlace[]> =>
  db.query(
    `select h.conversation_id as "conversationId", h.message_seq as seq from unnest($1::uuid[], $2::bigint[]) as k(c, s)
     join card_heads h on h.conversation_id = k.c and h.message_seq = k.s and h.card_id = '/recall'`,
    [uuids(places.map((place) => place.conversationId)), bigints(places.map((place) => place.seq))],
  );

/** The numbers of the events that changed the text, oldest first. */
export async function listEdits(db: Queryable, place: EventPlace): Promise<EventRow[]> {
  return db.query(
    `select ${eventColumns} from message_edits m
     join conversation_events e on e.conversation_id = m.conversation_id and e.seq = m.event_seq
     where m.conversation_id = $1 and m.message_seq = $2 order by e.seq`,
    [place.conversationId, place.seq],
  );
}

export async function countEdits(db: Queryable, place: EventPlace): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'select count(*) as count from message_edits where conversation_id = $1 and message_seq = $2',
    [place.conversationId, place.seq],
  );
  return row?.count ?? 0;
}

export const insertEdit = (tx: Transaction, place: EventPlace & { eventSeq: number }): Promise<object[]> =>
  tx.query('insert into message_edits (conversation_id, message_seq, event_seq) values ($1, $2, $3)', [
    place.conversationId,
    place.seq,
    place.eventSeq,
  ]);

/** What lists show of a conversation follows a change of its last message. */
export const noteTextOfLast = (tx: Transaction, place: EventPlace & { eventSeq: number }): Promise<object[]> =>
  tx.query('update conversations set last_text_seq = $3 where id = $1 and last_message_seq = $2', [
    place.conversationId,
    place.seq,
    place.eventSeq,
  ]);

export const noteRecallOfLast = (tx: Transaction, place: EventPlace & { eventSeq: number }): Promise<object[]> =>
  tx.query('update conversations set last_recall_seq = $3 where id = $1 and last_message_seq = $2', [
    place.conversationId,
    place.seq,
    place.eventSeq,
  ]);

/** Whoever read the files of the message by it does so no longer. */
export const deleteMessageFiles = (tx: Transaction, place: EventPlace): Promise<object[]> =>
  tx.query('delete from message_files where conversation_id = $1 and seq = $2', [place.conversationId, place.seq]);

export interface MentionRow {
  conversationId: ConversationId;
  /** `everybody` where nobody is named alone. */
  userId: UserId;
  seq: number;
}

export async function insertMentions(tx: Transaction, rows: readonly MentionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into message_mentions (conversation_id, user_id, seq)
     select * from unnest($1::uuid[], $2::uuid[], $3::bigint[]) on conflict do nothing`,
    [
      uuids(rows.map((row) => row.conversationId)),
      uuids(rows.map((row) => row.userId)),
      bigints(rows.map((row) => row.seq)),
    ],
  );
  const newest = new Map<ConversationId, number>();
  for (const { conversationId, seq } of rows) {
    newest.set(conversationId, Math.max(seq, newest.get(conversationId) ?? 0));
  }
  await tx.query(
    `update conversations c set last_mention_seq = greatest(c.last_mention_seq, v.seq)
     from unnest($1::uuid[], $2::bigint[]) as v(id, seq) where c.id = v.id`,
    [uuids([...newest.keys()]), bigints([...newest.values()])],
  );
}

export const deleteMentions = (tx: Transaction, place: EventPlace): Promise<object[]> =>
  tx.query('delete from message_mentions where conversation_id = $1 and seq = $2', [place.conversationId, place.seq]);
