import type { ConversationId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { groupAlike, parameters, type Subject, whereAlike } from '../../../platform/rights/index.ts';
import type { WaitingPlace } from '../domain/news.ts';

/**
 * Conversations in which these people have something unread and which they may read: those that are named, or all that
 * had a message after `since`. One statement for each kind of right.
 */
export async function listWaitingPlaces(
  db: Queryable,
  subjects: readonly Subject[],
  only: { conversationIds: readonly ConversationId[] } | { since: Date },
): Promise<WaitingPlace[]> {
  const found = await Promise.all(
    groupAlike(subjects.map((subject) => ({ subject }))).map((group) => {
      const { bind, values } = parameters();
      const userIds = bind(group.map(({ subject }) => subject.userId));
      const mayRead = whereAlike(group, 'read', 'conversation', { alias: 'c', user: 'k.user_id', bind });
      const chosen =
        'since' in only
          ? `exists (select 1 from conversation_events e
               where e.conversation_id = c.id and e.seq = c.last_message_seq and e.at > ${bind(only.since)})`
          : `c.id = any(${bind(only.conversationIds)}::uuid[])`;
      return db.query<WaitingPlace>(
        `select k.user_id as "userId", c.id as "conversationId", c.kind, c.title, c.data_class as "dataClass",
           c.member_count as "memberCount", m.notify, m.cursor_seq as "cursorSeq", m.visible_from_seq as "visibleFromSeq"
         from unnest(${userIds}::uuid[]) as k(user_id)
         join conversation_members m on m.user_id = k.user_id and m.left_at is null
         join conversations c on c.id = m.conversation_id
         where m.cursor_seq < c.last_message_seq and ${chosen} and ${mayRead}`,
        values,
      );
    }),
  );
  return found.flat();
}

export interface ProgressRow {
  conversationId: ConversationId;
  /** Dealt with up to here. */
  seq: number;
  lastMessageSeq: number;
}

/**
 * Takes conversations whose messages were not looked at yet, until the transaction ends; those that another process works
 * on are left to it. `from` gives where to begin a conversation of which nothing is known.
 */
export async function takeProgress(db: Queryable, from: ReadonlyMap<ConversationId, number>): Promise<ProgressRow[]> {
  const ids = [...from.keys()];
  await db.query(
    `insert into notification_progress (conversation_id, seq)
     select * from unnest($1::uuid[], $2::bigint[]) order by 1 on conflict do nothing`,
    [ids, ids.map((id) => Math.max(0, (from.get(id) ?? 1) - 1))],
  );
  return db.query(
    `select p.conversation_id as "conversationId", p.seq, c.last_message_seq as "lastMessageSeq"
     from notification_progress p join conversations c on c.id = p.conversation_id
     where p.conversation_id = any($1::uuid[]) and c.last_message_seq > p.seq
     order by p.conversation_id for update of p skip locked`,
    [ids],
  );
}

export const setProgress = (db: Queryable, rows: readonly { conversationId: ConversationId; seq: number }[]) =>
  db.query(
    `update notification_progress p set seq = v.seq
     from unnest($1::uuid[], $2::bigint[]) as v(id, seq) where p.conversation_id = v.id and p.seq < v.seq`,
    [rows.map((row) => row.conversationId), rows.map((row) => row.seq)],
  );

/** Conversations that moved on while nobody followed. */
export const listBehind = (db: Queryable): Promise<{ conversationId: ConversationId; seq: number }[]> =>
  db.query(
    `select p.conversation_id as "conversationId", p.seq from notification_progress p
     join conversations c on c.id = p.conversation_id where c.last_message_seq > p.seq`,
  );

/** The person behind each id, as the rules see them without a session. */
export const subjectOf = (recipient: Omit<Subject, 'sessionId'>): Subject => ({ ...recipient, sessionId: undefined });
