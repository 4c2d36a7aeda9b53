import type { ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';
import { bigints, byteas, integers, texts, timestamps, uuids } from '../../../platform/database/binary-arrays.ts';
import { codeOf, type Queryable, type Transaction } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import { clientIdOf, type EventBody, messageSeqOf, sealingContext } from '../domain/event-body.ts';

export interface EventRow {
  conversationId: ConversationId;
  seq: number;
  actorId: UserId;
  at: Date;
  messageCount: number;
  keyId: number;
  ciphertext: Buffer;
}

export const eventColumns =
  'e.conversation_id as "conversationId", e.seq, e.actor_id as "actorId", e.at, e.message_count as "messageCount", e.key_id as "keyId", e.ciphertext';

/** An event with its place in the log, ready to be written. */
export interface PlacedEvent {
  conversationId: ConversationId;
  seq: number;
  actorId: UserId;
  at: Date;
  messageCount: number;
  body: EventBody;
  key?: string;
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

export async function openEvents(sealer: Sealer, rows: readonly EventRow[]): Promise<ConversationEvent[]> {
  const plaintexts = await sealer.openAll(
    rows.map((row) => ({ keyId: row.keyId, ciphertext: row.ciphertext, context: sealingContext(row) })),
  );
  return rows.map((row, index) =>
    // Only `sealEvent` writes these bytes, and their seal was just checked.
    presentEvent({ ...row, body: JSON.parse(String(plaintexts[index])) as EventBody }),
  );
}

export async function insertEvents(tx: Transaction, events: readonly SealedEvent[]): Promise<void> {
  await tx.query(
    `insert into conversation_events
       (conversation_id, seq, kind, actor_id, at, message_count, client_id, message_seq, key_id, ciphertext)
     select * from unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::timestamptz[], $6::bigint[], $7::text[],
       $8::bigint[], $9::integer[], $10::bytea[])`,
    [
      uuids(events.map((event) => event.conversationId)),
      bigints(events.map((event) => event.seq)),
      texts(events.map((event) => event.body.kind)),
      uuids(events.map((event) => event.actorId)),
      timestamps(events.map((event) => event.at)),
      bigints(events.map((event) => event.messageCount)),
      texts(events.map(clientIdOf)),
      bigints(events.map((event) => messageSeqOf(event.body))),
      integers(events.map((event) => event.keyId)),
      byteas(events.map((event) => event.ciphertext)),
    ],
    'prepared',
  );
}

/** The key of client ids in the log, and what PostgreSQL says where it would be broken. */
const clientIdKey = 'conversation_events_conversation_id_actor_id_client_id_key';
const uniqueViolation = '23505';

/** An insert failed because a client id of its is in the log already. */
export const isRepetition = (error: unknown): boolean =>
  codeOf(error) === uniqueViolation &&
  error instanceof Error &&
  'constraint' in error &&
  error.constraint === clientIdKey;

export interface EventKey {
  conversationId: ConversationId;
  actorId: UserId;
  /** As `clientIdOf` gives it. */
  key: string;
}

export async function findByKeys(
  db: Queryable,
  sealer: Sealer,
  keys: readonly EventKey[],
): Promise<ConversationEvent[]> {
  if (keys.length === 0) return [];
  const rows = await db.query<EventRow>(
    `select ${eventColumns} from unnest($1::uuid[], $2::uuid[], $3::text[]) as k(conversation_id, actor_id, client_id)
     join conversation_events e using (conversation_id, actor_id, client_id)`,
    [
      uuids(keys.map((key) => key.conversationId)),
      uuids(keys.map((key) => key.actorId)),
      texts(keys.map(({ key }) => key)),
    ],
  );
  return openEvents(sealer, rows);
}

export interface EventPlace {
  conversationId: ConversationId;
  seq: number;
}

/** How many messages the log holds up to `seq`; undefined where there is no such event. */
export async function findMessageCount(db: Queryable, place: EventPlace): Promise<number | undefined> {
  const [row] = await db.query<{ count: number }>(
    'select message_count as count from conversation_events where conversation_id = $1 and seq = $2',
    [place.conversationId, place.seq],
  );
  return row?.count;
}

/** Whether a message stands there, recalled or not. */
export async function isMessageAt(db: Queryable, { conversationId, seq }: EventPlace): Promise<boolean> {
  const upTo = await findMessageCount(db, { conversationId, seq });
  const before = seq <= 1 ? 0 : await findMessageCount(db, { conversationId, seq: seq - 1 });
  return upTo !== undefined && before !== undefined && upTo > before;
}

/** What a member may see from `firstSeq` on: what changes a message before it is as invisible as the message. */
export const visible = (firstSeq: string): string =>
  `e.seq >= ${firstSeq} and (e.message_seq is null or e.message_seq >= ${firstSeq})`;

export interface SlotPlace {
  conversationId: ConversationId;
  messageSeq: number;
  slot: string;
}

/** Makes `eventSeq` the newest event of this part of the message and tells which event set it first. */
export async function upsertSlotHead(tx: Transaction, place: SlotPlace, eventSeq: number): Promise<number> {
  const [row] = await tx.query<{ firstSeq: number }>(
    `insert into card_heads (conversation_id, message_seq, card_id, event_seq, first_seq) values ($1, $2, $3, $4, $4)
     on conflict (conversation_id, message_seq, card_id) do update set event_seq = excluded.event_seq
     returning first_seq as "firstSeq"`,
    [place.conversationId, place.messageSeq, place.slot, eventSeq],
  );
  if (!row) throw new Error('the head of a part of a message was not written');
  return row.firstSeq;
}

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
