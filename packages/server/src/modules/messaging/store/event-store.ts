import type { ClientId, ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import { clientIdOf, type EventBody, messageSeqOf, sealingContext } from '../domain/event-body.ts';

interface EventRow {
  conversationId: ConversationId;
  seq: number;
  actorId: UserId;
  at: Date;
  messageCount: number;
  keyId: number;
  ciphertext: Buffer;
}

const eventColumns =
  'e.conversation_id as "conversationId", e.seq, e.actor_id as "actorId", e.at, e.message_count as "messageCount", e.key_id as "keyId", e.ciphertext';

/** An event with its place in the log, ready to be written. */
export interface PlacedEvent {
  conversationId: ConversationId;
  seq: number;
  actorId: UserId;
  at: Date;
  messageCount: number;
  body: EventBody;
}

export interface SealedEvent extends PlacedEvent {
  keyId: number;
  ciphertext: Buffer;
}

export async function sealEvent(sealer: Sealer, event: PlacedEvent): Promise<SealedEvent> {
  const sealed = await sealer.seal({
    scope: event.conversationId,
    context: sealingContext(event),
    plaintext: Buffer.from(JSON.stringify(event.body)),
  });
  return { ...event, ...sealed };
}

export const presentEvent = (event: PlacedEvent): ConversationEvent => ({
  conversationId: event.conversationId,
  seq: event.seq,
  messageCount: event.messageCount,
  at: event.at.toISOString(),
  actorId: event.actorId,
  ...event.body,
});

async function openEvent(sealer: Sealer, row: EventRow): Promise<ConversationEvent> {
  const plaintext = await sealer.open({
    keyId: row.keyId,
    ciphertext: row.ciphertext,
    context: sealingContext(row),
  });
  // Only `sealEvent` writes these bytes, and their seal was just checked.
  return presentEvent({ ...row, body: JSON.parse(plaintext.toString('utf8')) as EventBody });
}

const openEvents = (sealer: Sealer, rows: readonly EventRow[]): Promise<ConversationEvent[]> =>
  Promise.all(rows.map((row) => openEvent(sealer, row)));

export async function insertEvents(tx: Transaction, events: readonly SealedEvent[]): Promise<void> {
  await tx.query(
    `insert into conversation_events
       (conversation_id, seq, kind, actor_id, at, message_count, client_id, message_seq, key_id, ciphertext)
     select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::timestamptz[], $6::bigint[], $7::text[],
       $8::bigint[], $9::integer[], $10::bytea[])`,
    [
      events.map((event) => event.conversationId),
      events.map((event) => event.seq),
      events.map((event) => event.body.kind),
      events.map((event) => event.actorId),
      events.map((event) => event.at),
      events.map((event) => event.messageCount),
      events.map((event) => clientIdOf(event.body)),
      events.map((event) => messageSeqOf(event.body)),
      events.map((event) => event.keyId),
      events.map((event) => event.ciphertext),
    ],
  );
}

export interface MessageKey {
  conversationId: ConversationId;
  actorId: UserId;
  clientId: ClientId;
}

export async function findByClientIds(
  db: Queryable,
  sealer: Sealer,
  keys: readonly MessageKey[],
): Promise<ConversationEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${eventColumns} from unnest($1::uuid[], $2::uuid[], $3::text[]) as k(conversation_id, actor_id, client_id)
     join conversation_events e using (conversation_id, actor_id, client_id)`,
    [keys.map((key) => key.conversationId), keys.map((key) => key.actorId), keys.map((key) => key.clientId)],
  );
  return openEvents(sealer, rows);
}

export interface EventPlace {
  conversationId: ConversationId;
  seq: number;
}

export async function findEvents(
  db: Queryable,
  sealer: Sealer,
  places: readonly EventPlace[],
): Promise<ConversationEvent[]> {
  if (places.length === 0) return [];
  const rows = await db.query<EventRow>(
    `select ${eventColumns} from unnest($1::uuid[], $2::bigint[]) as k(conversation_id, seq)
     join conversation_events e using (conversation_id, seq)`,
    [places.map((place) => place.conversationId), places.map((place) => place.seq)],
  );
  return openEvents(sealer, rows);
}

export async function isMessage(db: Queryable, place: EventPlace): Promise<boolean> {
  const rows = await db.query(
    `select 1 from conversation_events where conversation_id = $1 and seq = $2 and kind = 'message.posted'`,
    [place.conversationId, place.seq],
  );
  return rows.length > 0;
}

/** How many messages the log holds up to `seq`; undefined where there is no such event. */
export async function findMessageCount(db: Queryable, place: EventPlace): Promise<number | undefined> {
  const [row] = await db.query<{ count: number }>(
    'select message_count as count from conversation_events where conversation_id = $1 and seq = $2',
    [place.conversationId, place.seq],
  );
  return row?.count;
}

export interface EventRange {
  conversationId: ConversationId;
  /** A card on a message before this is as invisible as the message. */
  visibleFromSeq: number;
  limit: number;
}

const visible = 'e.seq >= $2 and (e.message_seq is null or e.message_seq >= $2)';

export async function listEventsBefore(
  db: Queryable,
  sealer: Sealer,
  range: EventRange & { beforeSeq: number },
): Promise<ConversationEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${eventColumns} from conversation_events e
     where e.conversation_id = $1 and ${visible} and e.seq < $3 order by e.seq desc limit $4`,
    [range.conversationId, range.visibleFromSeq, range.beforeSeq, range.limit],
  );
  return openEvents(sealer, rows.reverse());
}

export async function listEventsAfter(
  db: Queryable,
  sealer: Sealer,
  range: EventRange & { afterSeq: number },
): Promise<ConversationEvent[]> {
  const rows = await db.query<EventRow>(
    `select ${eventColumns} from conversation_events e
     where e.conversation_id = $1 and ${visible} and e.seq > $3 order by e.seq limit $4`,
    [range.conversationId, range.visibleFromSeq, range.afterSeq, range.limit],
  );
  return openEvents(sealer, rows);
}

export interface CardPlace {
  conversationId: ConversationId;
  messageSeq: number;
  cardId: string;
}

/** Makes `eventSeq` the newest event of the card and tells which event set it first. */
export async function upsertCardHead(tx: Transaction, place: CardPlace, eventSeq: number): Promise<number> {
  const [row] = await tx.query<{ firstSeq: number }>(
    `insert into card_heads (conversation_id, message_seq, card_id, event_seq, first_seq) values ($1, $2, $3, $4, $4)
     on conflict (conversation_id, message_seq, card_id) do update set event_seq = excluded.event_seq
     returning first_seq as "firstSeq"`,
    [place.conversationId, place.messageSeq, place.cardId, eventSeq],
  );
  if (!row) throw new Error('the head of a card was not written');
  return row.firstSeq;
}

export const listCardHeads = (
  db: Queryable,
  conversationId: ConversationId,
  messageSeqs: readonly number[],
): Promise<{ messageSeq: number; eventSeq: number }[]> =>
  db.query(
    `select message_seq as "messageSeq", event_seq as "eventSeq" from card_heads
     where conversation_id = $1 and message_seq = any($2::bigint[]) order by message_seq, first_seq`,
    [conversationId, messageSeqs],
  );

export async function insertMessageFiles(
  tx: Transaction,
  rows: readonly { conversationId: ConversationId; seq: number; fileId: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into message_files (conversation_id, seq, file_id) select * from unnest($1::uuid[], $2::bigint[], $3::uuid[])
     on conflict do nothing`,
    [rows.map((row) => row.conversationId), rows.map((row) => row.seq), rows.map((row) => row.fileId)],
  );
}
