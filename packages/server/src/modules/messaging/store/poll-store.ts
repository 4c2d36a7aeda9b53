import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealed } from '../../../platform/secrets/sealer.ts';
import type { EventPlace } from './event-store.ts';

export interface PollRow extends EventPlace, Sealed {
  authorId: UserId;
  optionCount: number;
  isMultiple: boolean;
  isAnonymous: boolean;
  closesAt: Date | null;
  closedAt: Date | null;
}

export const insertPoll = (tx: Transaction, poll: Omit<PollRow, 'closedAt'>): Promise<object[]> =>
  tx.query(
    `insert into polls
       (conversation_id, seq, author_id, option_count, is_multiple, is_anonymous, closes_at, key_id, ciphertext)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      poll.conversationId,
      poll.seq,
      poll.authorId,
      poll.optionCount,
      poll.isMultiple,
      poll.isAnonymous,
      poll.closesAt,
      poll.keyId,
      poll.ciphertext,
    ],
  );

export async function findPoll(db: Queryable, place: EventPlace): Promise<PollRow | undefined> {
  const [row] = await db.query<PollRow>(
    `select conversation_id as "conversationId", seq, author_id as "authorId", option_count as "optionCount",
       is_multiple as "isMultiple", is_anonymous as "isAnonymous", closes_at as "closesAt", closed_at as "closedAt",
       key_id as "keyId", ciphertext
     from polls where conversation_id = $1 and seq = $2`,
    [place.conversationId, place.seq],
  );
  return row;
}

export const markClosed = (tx: Transaction, place: EventPlace, at: Date): Promise<object[]> =>
  tx.query('update polls set closed_at = $3 where conversation_id = $1 and seq = $2', [
    place.conversationId,
    place.seq,
    at,
  ]);

export interface VoteRow {
  voter: Buffer;
  options: number[];
}

export async function findVote(db: Queryable, place: EventPlace, voter: Buffer): Promise<number[] | undefined> {
  const [row] = await db.query<Pick<VoteRow, 'options'>>(
    'select options from poll_votes where conversation_id = $1 and seq = $2 and voter = $3',
    [place.conversationId, place.seq, voter],
  );
  return row?.options;
}

/** In no order that tells when they were cast. */
export const listVotes = (db: Queryable, place: EventPlace): Promise<VoteRow[]> =>
  db.query('select voter, options from poll_votes where conversation_id = $1 and seq = $2 order by voter', [
    place.conversationId,
    place.seq,
  ]);

export const upsertVote = (
  tx: Transaction,
  { conversationId, seq }: { conversationId: ConversationId; seq: number },
  { voter, options }: VoteRow,
): Promise<object[]> =>
  tx.query(
    `insert into poll_votes (conversation_id, seq, voter, options) values ($1, $2, $3, $4)
     on conflict (conversation_id, seq, voter) do update set options = excluded.options`,
    [conversationId, seq, voter, options],
  );

export const deleteVote = (tx: Transaction, place: EventPlace, voter: Buffer): Promise<object[]> =>
  tx.query('delete from poll_votes where conversation_id = $1 and seq = $2 and voter = $3', [
    place.conversationId,
    place.seq,
    voter,
  ]);
