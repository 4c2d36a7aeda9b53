import type {
  ClientId,
  ConversationId,
  PostContent,
  RefusalName,
  ScheduledMessage,
  ScheduledMessageId,
  UserId,
} from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';

export type ScheduledState = 'waiting' | 'sending' | 'failed' | 'sent' | 'cancelled';

interface ScheduledRow {
  id: ScheduledMessageId;
  userId: UserId;
  conversationId: ConversationId;
  sendAt: Date;
  state: ScheduledState;
  refusal: RefusalName | null;
  keyId: number | null;
  ciphertext: Buffer | null;
}

/** Undefined content: nothing is to be sent any more. */
export type StoredScheduled = Omit<ScheduledRow, 'keyId' | 'ciphertext'> & { content: PostContent | undefined };

const columns = `id, user_id as "userId", conversation_id as "conversationId", send_at as "sendAt", state, refusal,
  key_id as "keyId", ciphertext`;
const open = `state in ('waiting', 'sending', 'failed')`;
const sealingContext = (id: ScheduledMessageId): string => `scheduled-message ${id}`;

const seal = (sealer: Sealer, id: ScheduledMessageId, content: PostContent) =>
  sealer.seal({ scope: 'personal', context: sealingContext(id), plaintext: Buffer.from(JSON.stringify(content)) });

async function openRows(sealer: Sealer, rows: readonly ScheduledRow[]): Promise<StoredScheduled[]> {
  return Promise.all(
    rows.map(async ({ keyId, ciphertext, ...row }) => {
      if (keyId === null || ciphertext === null) return { ...row, content: undefined };
      const plaintext = await sealer.open({ keyId, ciphertext, context: sealingContext(row.id) });
      return { ...row, content: JSON.parse(String(plaintext)) as PostContent }; // only `seal` above writes these bytes
    }),
  );
}

export interface NewScheduled {
  id: ScheduledMessageId;
  userId: UserId;
  clientId: ClientId;
  conversationId: ConversationId;
  sendAt: Date;
  content: PostContent;
}

/** False where the client id is known. */
export async function insertScheduled(tx: Transaction, sealer: Sealer, row: NewScheduled): Promise<boolean> {
  const sealed = await seal(sealer, row.id, row.content);
  const rows = await tx.query(
    `insert into scheduled_messages (id, user_id, client_id, conversation_id, send_at, state, key_id, ciphertext)
     values ($1, $2, $3, $4, $5, 'waiting', $6, $7) on conflict (user_id, client_id) do nothing returning id`,
    [row.id, row.userId, row.clientId, row.conversationId, row.sendAt, sealed.keyId, sealed.ciphertext],
  );
  return rows.length > 0;
}

export async function findByClientId(
  db: Queryable,
  sealer: Sealer,
  { userId, clientId }: { userId: UserId; clientId: ClientId },
): Promise<StoredScheduled | undefined> {
  const rows = await db.query<ScheduledRow>(
    `select ${columns} from scheduled_messages where user_id = $1 and client_id = $2`,
    [userId, clientId],
  );
  return (await openRows(sealer, rows))[0];
}

export async function countOpen(db: Queryable, userId: UserId): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `select count(*) as count from scheduled_messages where user_id = $1 and ${open}`,
    [userId],
  );
  return Number(row?.count ?? 0);
}

/** What is to be sent or could not be, the next one first. */
export const listOpen = async (db: Queryable, sealer: Sealer, userId: UserId): Promise<StoredScheduled[]> =>
  openRows(
    sealer,
    await db.query<ScheduledRow>(
      `select ${columns} from scheduled_messages where user_id = $1 and ${open} order by send_at, id`,
      [userId],
    ),
  );

interface OwnPlace {
  id: ScheduledMessageId;
  userId: UserId;
}

async function readOwn(
  db: Queryable,
  sealer: Sealer,
  { id, userId, lock }: OwnPlace & { lock: '' | 'for update' },
): Promise<StoredScheduled | undefined> {
  const rows = await db.query<ScheduledRow>(
    `select ${columns} from scheduled_messages
     where id = $1 and user_id = $2 and state in ('waiting', 'failed') ${lock}`,
    [id, userId],
  );
  return (await openRows(sealer, rows))[0];
}

/** Of one person. Not while it is being sent. */
export const findOwn = (db: Queryable, sealer: Sealer, place: OwnPlace): Promise<StoredScheduled | undefined> =>
  readOwn(db, sealer, { ...place, lock: '' });

/** The same; holds it until the transaction ends. */
export const lockOwn = (tx: Transaction, sealer: Sealer, place: OwnPlace): Promise<StoredScheduled | undefined> =>
  readOwn(tx, sealer, { ...place, lock: 'for update' });

export async function replaceScheduled(
  tx: Transaction,
  sealer: Sealer,
  { id, sendAt, content }: { id: ScheduledMessageId; sendAt: Date; content: PostContent },
): Promise<void> {
  const sealed = await seal(sealer, id, content);
  await tx.query(
    `update scheduled_messages set send_at = $2, state = 'waiting', refusal = null, key_id = $3, ciphertext = $4
     where id = $1`,
    [id, sendAt, sealed.keyId, sealed.ciphertext],
  );
}

/** Takes one whose time has come, or that a process left behind while it was sending; nobody changes it meanwhile. */
export async function takeDue(
  db: Queryable,
  sealer: Sealer,
  { id, now }: { id: ScheduledMessageId; now: Date },
): Promise<StoredScheduled | undefined> {
  const rows = await db.query<ScheduledRow>(
    `update scheduled_messages set state = 'sending'
     where id = $1 and state in ('waiting', 'sending') and send_at <= $2 returning ${columns}`,
    [id, now],
  );
  return (await openRows(sealer, rows))[0];
}

/** Neither sent nor failed at this time, the oldest first; so many of one turn. */
export async function listOverdue(db: Queryable, before: Date): Promise<ScheduledMessageId[]> {
  const rows = await db.query<{ id: ScheduledMessageId }>(
    `select id from scheduled_messages where state in ('waiting', 'sending') and send_at <= $1
     order by send_at, id limit ${overdueMax}`,
    [before],
  );
  return rows.map(({ id }) => id);
}
const overdueMax = 100;

/** What was sent or cancelled says nothing any more; its client id stays taken. Empty where it has ended already. */
export const endScheduled = (tx: Queryable, id: ScheduledMessageId, state: 'sent' | 'cancelled'): Promise<object[]> =>
  tx.query(
    `update scheduled_messages set state = $2, refusal = null, key_id = null, ciphertext = null
     where id = $1 and ${open} returning id`,
    [id, state],
  );

/** What becomes of one that is being sent; empty where another attempt has ended it. */
export const setState = (
  tx: Queryable,
  { id, state, refusal }: { id: ScheduledMessageId; state: 'waiting' | 'failed'; refusal: RefusalName | null },
): Promise<object[]> =>
  tx.query(`update scheduled_messages set state = $2, refusal = $3 where id = $1 and state = 'sending' returning id`, [
    id,
    state,
    refusal,
  ]);

export function presentScheduled(row: StoredScheduled): ScheduledMessage {
  const { id, conversationId, content, sendAt, state, refusal } = row;
  if (!content) throw new Error(`scheduled message ${id} says nothing any more`);
  return {
    id,
    conversationId,
    content,
    sendAt: sendAt.toISOString(),
    state: state === 'failed' ? 'failed' : 'waiting',
    refusal,
  };
}
