import { type ConversationId, type Draft, threadDraftsMax, type UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import type { MemberPlace } from '../context.ts';

/** Null: in the conversation itself. */
export interface DraftPlace extends MemberPlace {
  threadSeq: number | null;
}

export interface DraftRow extends DraftPlace {
  draftSeq: number;
  draftAt: Date;
  draftKeyId: number;
  draftCiphertext: Buffer;
}

/** Of `drafts` under the alias `d`. */
export const draftColumns =
  'd.user_seq as "draftSeq", d.at as "draftAt", d.key_id as "draftKeyId", d.ciphertext as "draftCiphertext"';

/** Binds the ciphertext to its writer and place in the log, so that it can neither be moved nor be replaced by an older one. */
const sealingContext = ({ conversationId, userId, threadSeq, draftSeq }: DraftPlace & { draftSeq: number }): string =>
  `draft ${conversationId} ${userId} ${draftSeq}${threadSeq === null ? '' : ` in ${threadSeq}`}`;

/** In the order of the rows. */
export async function openDraftRows(sealer: Sealer, rows: readonly DraftRow[]): Promise<Draft[]> {
  const plaintexts = await sealer.openAll(
    rows.map((row) => ({ keyId: row.draftKeyId, ciphertext: row.draftCiphertext, context: sealingContext(row) })),
  );
  return rows.map((row, index) => {
    // Only `upsertDraft` writes these bytes, and their seal was just checked.
    const content = JSON.parse(String(plaintexts[index])) as Pick<Draft, 'text' | 'mentions'>;
    return { seq: row.draftSeq, at: row.draftAt.toISOString(), ...content };
  });
}

/** Of one person, by `draftKey`. */
export async function openDrafts(sealer: Sealer, rows: readonly DraftRow[]): Promise<Map<string, Draft>> {
  const drafts = await openDraftRows(sealer, rows);
  return new Map(rows.flatMap((row, index) => (drafts[index] ? [[draftKey(row), drafts[index]]] : [])));
}

export const draftKey = ({ conversationId, threadSeq }: Pick<DraftPlace, 'conversationId' | 'threadSeq'>): string =>
  `${conversationId} ${threadSeq ?? ''}`;

/** A person's drafts in those of `conversationIds` that fit the predicate `mayRead` on the conversation `c`. */
export const listDrafts = (
  db: Queryable,
  { userId, conversationIds, mayRead, bind, values }: DraftsRequest,
): Promise<DraftRow[]> =>
  db.query(
    `select d.conversation_id as "conversationId", d.user_id as "userId", d.thread_seq as "threadSeq", ${draftColumns}
     from (select *, null::bigint as thread_seq from drafts union all
       select conversation_id, user_id, user_seq, at, key_id, ciphertext, thread_seq from thread_drafts) d
     join conversations c on c.id = d.conversation_id
     where d.user_id = ${bind(userId)} and d.conversation_id = any(${bind(conversationIds)}::uuid[]) and ${mayRead}`,
    values,
  );

export interface DraftsRequest {
  userId: UserId;
  conversationIds: readonly ConversationId[];
  mayRead: string;
  bind(value: unknown): string;
  values: unknown[];
}

/** Holds the membership, so that a removal waits and then finds the draft; false where there is none. */
export async function lockMembership(tx: Transaction, place: MemberPlace): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from conversation_members where conversation_id = $1 and user_id = $2 and left_at is null for update',
    [place.conversationId, place.userId],
  );
  return rows.length > 0;
}

export async function findDraft(db: Queryable, place: DraftPlace): Promise<DraftRow | undefined> {
  const { conversationId, userId, threadSeq } = place;
  const [row] = await db.query<Omit<DraftRow, keyof DraftPlace>>(
    threadSeq === null
      ? `select ${draftColumns} from drafts d where d.conversation_id = $1 and d.user_id = $2`
      : `select ${draftColumns} from thread_drafts d where d.conversation_id = $1 and d.user_id = $2 and d.thread_seq = $3`,
    threadSeq === null ? [conversationId, userId] : [conversationId, userId, threadSeq],
  );
  return row && { ...row, conversationId, userId, threadSeq };
}

export async function upsertDraft(
  tx: Transaction,
  sealer: Sealer,
  { place, draft }: { place: DraftPlace; draft: Draft },
): Promise<void> {
  const { text, mentions } = draft;
  const { conversationId, userId, threadSeq } = place;
  const { keyId, ciphertext } = await sealer.seal({
    scope: conversationId,
    context: sealingContext({ ...place, draftSeq: draft.seq }),
    plaintext: Buffer.from(JSON.stringify({ text, mentions })),
  });
  const values = [conversationId, userId, draft.seq, draft.at, keyId, ciphertext];
  const change = `do update set user_seq = excluded.user_seq, at = excluded.at, key_id = excluded.key_id,
    ciphertext = excluded.ciphertext`;
  if (threadSeq === null) {
    await tx.query(
      `insert into drafts (conversation_id, user_id, user_seq, at, key_id, ciphertext) values ($1, $2, $3, $4, $5, $6)
       on conflict (conversation_id, user_id) ${change}`,
      values,
    );
    return;
  }
  await tx.query(
    `insert into thread_drafts (conversation_id, user_id, user_seq, at, key_id, ciphertext, thread_seq)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (conversation_id, user_id, thread_seq) ${change}`,
    [...values, threadSeq],
  );
}

/** False where there was none. */
export async function deleteDraft(tx: Transaction, place: DraftPlace): Promise<boolean> {
  const { conversationId, userId, threadSeq } = place;
  const rows = await tx.query(
    threadSeq === null
      ? 'delete from drafts where conversation_id = $1 and user_id = $2 returning 1'
      : 'delete from thread_drafts where conversation_id = $1 and user_id = $2 and thread_seq = $3 returning 1',
    threadSeq === null ? [conversationId, userId] : [conversationId, userId, threadSeq],
  );
  return rows.length > 0;
}

/** The threads whose drafts gave way, because there were more than `threadDraftsMax`. */
export async function trimThreadDrafts(tx: Transaction, { conversationId, userId }: MemberPlace): Promise<number[]> {
  const rows = await tx.query<{ threadSeq: number }>(
    `delete from thread_drafts where conversation_id = $1 and user_id = $2 and thread_seq in (
       select thread_seq from thread_drafts where conversation_id = $1 and user_id = $2
       order by user_seq desc offset ${threadDraftsMax})
     returning thread_seq as "threadSeq"`,
    [conversationId, userId],
  );
  return rows.map((row) => row.threadSeq);
}

/** In the conversation and in its threads. */
export async function deleteAllDrafts(tx: Transaction, place: MemberPlace): Promise<void> {
  await deleteDraft(tx, { ...place, threadSeq: null });
  await tx.query('delete from thread_drafts where conversation_id = $1 and user_id = $2', [
    place.conversationId,
    place.userId,
  ]);
}
