import type { UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import { type EventPlace, type EventRow, eventColumns } from './event-store.ts';

/** Each emoji of a message has a number, in the order in which they came; the slot of its events is named by it. */
export const reactionSlot = (reactionNo: number): string => `/reaction/${reactionNo}`;

/** The newest event of each emoji on a message, in the order of their numbers from 0 on. */
export const listReactionHeads = (db: Queryable, place: EventPlace): Promise<EventRow[]> =>
  db.query(
    `select ${eventColumns} from card_heads h
     join conversation_events e on e.conversation_id = h.conversation_id and e.seq = h.event_seq
     where h.conversation_id = $1 and h.message_seq = $2 and h.card_id like '/reaction/%' order by h.first_seq`,
    [place.conversationId, place.seq],
  );

interface ReactionPlace extends EventPlace {
  reactionNo: number;
}

/** False where it stands already. */
export async function insertReaction(
  tx: Transaction,
  place: ReactionPlace & { userId: UserId; eventSeq: number },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into message_reactions (conversation_id, message_seq, reaction_no, user_id, event_seq)
     values ($1, $2, $3, $4, $5) on conflict do nothing returning 1`,
    [place.conversationId, place.seq, place.reactionNo, place.userId, place.eventSeq],
  );
  return rows.length > 0;
}

/** False where there is none. */
export async function deleteReaction(tx: Transaction, place: ReactionPlace & { userId: UserId }): Promise<boolean> {
  const rows = await tx.query(
    `delete from message_reactions
     where conversation_id = $1 and message_seq = $2 and reaction_no = $3 and user_id = $4 returning 1`,
    [place.conversationId, place.seq, place.reactionNo, place.userId],
  );
  return rows.length > 0;
}

/** How many, and the earliest of them. */
export async function countReactors(
  db: Queryable,
  place: ReactionPlace & { namedMax: number },
): Promise<{ count: number; userIds: UserId[] }> {
  const rows = await db.query<{ userId: UserId; count: number }>(
    `select user_id as "userId", count(*) over () as count from message_reactions
     where conversation_id = $1 and message_seq = $2 and reaction_no = $3 order by event_seq limit $4`,
    [place.conversationId, place.seq, place.reactionNo, place.namedMax],
  );
  return { count: rows[0]?.count ?? 0, userIds: rows.map((row) => row.userId) };
}
