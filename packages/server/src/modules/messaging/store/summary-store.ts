import { type ConversationId, type InboxCounts, mentionSeqsMax, type UserId } from '@countinghouse/protocol';
import { uuids } from '../../../platform/database/binary-arrays.ts';
import type { Queryable } from '../../../platform/database/database.ts';
import type { MemberPlace } from '../context.ts';
import type { DigestRow } from '../domain/sync-digest.ts';
import { type ConversationRow, conversationColumns } from './conversation-store.ts';
import { type DraftPlace, type DraftRow, draftColumns } from './draft-store.ts';
import type { MemberRow } from './member-store.ts';
import { everybody } from './part-store.ts';

type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null };

/** The last message that the member may see. */
export interface LastMessageRow {
  eventSeq: number;
  eventActorId: UserId;
  eventAt: Date;
  eventKeyId: number;
  eventCiphertext: Buffer;
}

/** The event that last changed the text of the last message. */
export interface LastTextRow {
  textSeq: number;
  textAt: Date;
  textKeyId: number;
  textCiphertext: Buffer;
}

/** Null together. */
interface MarkColumns {
  markSeq: number | null;
  markMessageCount: number | null;
}

/** As JSON carries it: bytes in base64. */
export interface ThreadDraftJson {
  threadSeq: number;
  draftSeq: number;
  at: string;
  keyId: number;
  ciphertext: string;
}

/** Only what a row of the list shows: a person may have thousands. */
export type SummaryRow = ConversationRow &
  MarkColumns & {
    isLastRecalled: boolean;
    mentionSeqs: number[];
    threadDrafts: ThreadDraftJson[] | null;
  } & Pick<MemberRow, 'role' | 'cursorSeq' | 'cursorMessageCount' | 'isPinned' | 'notify'> &
  Nullable<Omit<DraftRow, keyof DraftPlace>> &
  Nullable<LastMessageRow> &
  Nullable<LastTextRow>;

export interface SummaryRequest {
  userId: UserId;
  /** All, where absent. */
  ids?: readonly ConversationId[];
  /** Predicate on the conversation `c`, its parameters bound by `bind` into `values`. */
  mayRead: string;
  bind(value: unknown): string;
  values: unknown[];
}

const lastMessageColumns =
  'e.seq as "eventSeq", e.actor_id as "eventActorId", e.at as "eventAt", e.key_id as "eventKeyId", e.ciphertext as "eventCiphertext", t.seq as "textSeq", t.at as "textAt", t.key_id as "textKeyId", t.ciphertext as "textCiphertext", coalesce(c.last_recall_seq > c.last_message_seq, false) as "isLastRecalled"';

/** The newest unread ones. Looked for only where something unread names anybody. */
const mentionColumns = `case when c.last_mention_seq > m.cursor_seq then array(
    select x.seq from message_mentions x
    where x.conversation_id = c.id and x.user_id = any(array[m.user_id, '${everybody}'::uuid])
      and x.seq > m.cursor_seq and x.seq >= m.visible_from_seq
    order by x.seq desc limit ${mentionSeqsMax}
  )::float8[] else '{}' end as "mentionSeqs"`;

/** Drafts in threads of the conversation `m.conversation_id`, as JSON with these members; null where there are none. */
const threadDrafts = (members: string): string =>
  `(select json_agg(json_build_object(${members}) order by x.thread_seq)
    from thread_drafts x where x.conversation_id = m.conversation_id and x.user_id = m.user_id)`;

/** Asked once for a list: whoever has begun nothing in threads costs no look for each row. */
const ifBegun = (user: string, column: string): string =>
  `case when exists (select 1 from thread_drafts y where y.user_id = ${user}) then ${column} end`;

const sealedMembers = `'threadSeq', x.thread_seq, 'draftSeq', x.user_seq, 'at', x.at, 'keyId', x.key_id,
  'ciphertext', encode(x.ciphertext, 'base64')`;

const standingColumns =
  'm.role, m.cursor_seq as "cursorSeq", m.cursor_message_count as "cursorMessageCount", m.mark_seq as "markSeq", m.mark_message_count as "markMessageCount", m.is_pinned as "isPinned", m.notify';

const rowColumns = [conversationColumns('c'), standingColumns, draftColumns, lastMessageColumns, mentionColumns].join(
  ', ',
);

/**
 * Of the conversation `c` and the member `m`. Each event is fetched by its number (`limit` keeps the planner from reading
 * the whole log instead, which it would do for a long list), and nothing is looked for where there is no number.
 */
const besideRow = `left join drafts d on d.conversation_id = m.conversation_id and d.user_id = m.user_id
   left join lateral (
     select * from conversation_events x where x.conversation_id = c.id and x.seq = c.last_message_seq
       and c.last_message_seq >= m.visible_from_seq limit 1
   ) e on true
   left join lateral (
     select * from conversation_events x where x.conversation_id = c.id and x.seq = c.last_text_seq
       and c.last_text_seq > c.last_message_seq and c.last_message_seq >= m.visible_from_seq limit 1
   ) t on true`;

const summarySelect = ({ userId, ids, mayRead, bind }: SummaryRequest): string =>
  `select ${rowColumns}, ${ifBegun(bind(userId), threadDrafts(sealedMembers))} as "threadDrafts"
   from conversation_members m
   join conversations c on c.id = m.conversation_id
   ${besideRow}
   where m.user_id = ${bind(userId)} and m.left_at is null and ${mayRead}
     ${ids ? `and m.conversation_id = any(${bind(ids)}::uuid[])` : ''}`;

export const listSummaryRows = (db: Queryable, request: SummaryRequest): Promise<SummaryRow[]> =>
  db.query(summarySelect(request), request.values);

/** Rows of the lists of several people. */
export type PersonalSummaryRow = SummaryRow & { userId: UserId };

/** The asked rows of several people's lists in one statement. `mayRead` speaks of the person as `w.user_id`. */
export const listPersonalSummaryRows = (
  db: Queryable,
  { places, mayRead, bind, values }: PersonalSummaryRequest,
): Promise<PersonalSummaryRow[]> =>
  db.query(
    `select w.user_id as "userId", ${rowColumns}, ${threadDrafts(sealedMembers)} as "threadDrafts"
     from unnest(${bind(uuids(places.map((place) => place.userId)))}::uuid[],
       ${bind(uuids(places.map((place) => place.conversationId)))}::uuid[]) as w(user_id, conversation_id)
     join conversation_members m on m.conversation_id = w.conversation_id and m.user_id = w.user_id and m.left_at is null
     join conversations c on c.id = m.conversation_id
     ${besideRow}
     where ${mayRead}`,
    values,
  );

export interface PersonalSummaryRequest extends Pick<SummaryRequest, 'mayRead' | 'bind' | 'values'> {
  places: readonly MemberPlace[];
}

interface HeadColumns extends InboxCounts {
  userSeq: number;
}

const headColumns = `coalesce(h.head_seq, 0) as "userSeq", coalesce(h.inbox_approvals, 0) as approvals,
  coalesce(h.inbox_returned, 0) as returned, coalesce(h.inbox_questions, 0) as questions, coalesce(h.inbox_queue, 0) as queue`;

/** Beside the position of the user log, so that both are of one moment: a statement sees one snapshot. */
const besideHead = (inner: string, { userId, bind }: SummaryRequest): string =>
  `select ${headColumns}, s.* from (select ${bind(userId)}::uuid as user_id) u
   left join user_heads h on h.user_id = u.user_id left join (${inner}) s on true`;

export interface SyncRows<Row> {
  userSeq: number;
  inbox: InboxCounts;
  rows: Row[];
}

/** Everything that a client keeps of its person, in one statement. */
export const readSyncRows = async (db: Queryable, request: SummaryRequest): Promise<SyncRows<SummaryRow>> =>
  splitHead(await db.query(besideHead(summarySelect(request), request), request.values, 'prepared'));

interface DigestColumns {
  id: ConversationId;
  headSeq: number;
  messageCount: number;
  cursorSeq: number;
  cursorMessageCount: number;
  draftSeq: number | null;
  markSeq: number | null;
  threadDrafts: { threadSeq: number; draftSeq: number }[] | null;
}

/** What the digest is made of, in one statement that touches no content. */
export async function readDigestRows(db: Queryable, request: SummaryRequest): Promise<SyncRows<DigestRow>> {
  const { userId, mayRead, bind, values } = request;
  const inner = `select c.id, c.head_seq as "headSeq", c.message_count as "messageCount", m.cursor_seq as "cursorSeq",
      m.cursor_message_count as "cursorMessageCount", d.user_seq as "draftSeq", m.mark_seq as "markSeq",
      ${ifBegun(bind(userId), threadDrafts("'threadSeq', x.thread_seq, 'draftSeq', x.user_seq"))} as "threadDrafts"
    from conversation_members m
    join conversations c on c.id = m.conversation_id
    left join drafts d on d.conversation_id = m.conversation_id and d.user_id = m.user_id
    where m.user_id = ${bind(userId)} and m.left_at is null and ${mayRead}`;
  const { rows, ...head } = splitHead(
    await db.query<HeadColumns & (DigestColumns | { id: null })>(besideHead(inner, request), values, 'prepared'),
  );
  return {
    ...head,
    rows: rows.map((row) => ({
      id: row.id,
      headSeq: row.headSeq,
      messageCount: row.messageCount,
      cursor: { seq: row.cursorSeq, messageCount: row.cursorMessageCount },
      draft: row.draftSeq === null ? null : { seq: row.draftSeq },
      ...(row.markSeq === null ? {} : { mark: { seq: row.markSeq } }),
      threadDrafts: (row.threadDrafts ?? []).map(({ threadSeq, draftSeq }) => ({ threadSeq, seq: draftSeq })),
    })),
  };
}

/** The head stands on every row; where there are no conversations, on one row without any. */
function splitHead<Row extends { id: ConversationId }>(
  found: readonly (HeadColumns & (Row | { id: null }))[],
): SyncRows<Row> {
  const [first] = found;
  if (!first) throw new Error('a statement about a person gave no row');
  const { userSeq, approvals, returned, questions, queue } = first;
  return {
    userSeq,
    inbox: { approvals, returned, questions, queue },
    rows: found.filter((row): row is HeadColumns & Row => row.id !== null),
  };
}
