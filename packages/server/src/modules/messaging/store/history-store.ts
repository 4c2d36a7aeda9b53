import type { Amendment, ConversationEvent, ConversationId, MessagePosted, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Bind } from '../../../platform/rights/index.ts';
import type { Sealer } from '../../../platform/secrets/sealer.ts';
import { withoutRecalled } from '../domain/recalled.ts';
import { type EventRow, eventColumns, openEvents, visible } from './event-store.ts';

export interface History {
  events: ConversationEvent[];
  amendments: Amendment[];
  headSeq: number;
  firstSeq: number;
}

/** Whose eyes read, and where. */
export interface ReadRequest {
  conversationId: ConversationId;
  userId: UserId;
  /** Predicate on the conversation `c`, its parameters bound by `bind` into `values`. */
  mayRead: string;
  bind: Bind;
  values: unknown[];
}

export interface HistoryPageRequest extends ReadRequest {
  range: { limit: number } & ({ beforeSeq: number } | { afterSeq: number });
}

type PageRow = { headSeq: number; firstSeq: number; recalledSeqs: number[] } & (
  | ({ isLater: boolean } & EventRow)
  | { isLater: null; seq: null }
);

/**
 * Rights, events, what stands on their messages and the position of the log in one statement: one round trip, and all of
 * one moment. Undefined where the person may not read.
 */
export function readHistoryPage(
  db: Queryable,
  sealer: Sealer,
  { range, ...request }: HistoryPageRequest,
): Promise<History | undefined> {
  const { bind } = request;
  const isBack = 'beforeSeq' in range;
  const bound = isBack ? `e.seq < ${bind(range.beforeSeq)}` : `e.seq > ${bind(range.afterSeq)}`;
  return readPage(db, sealer, {
    ...request,
    selection: (id) => `where e.conversation_id = ${id} and ${visible('place.visible_from_seq')} and ${bound}
      order by e.seq ${isBack ? 'desc' : 'asc'} limit ${bind(range.limit)}`,
  });
}

export interface MessagesWithAmendments {
  events: MessagePosted[];
  amendments: Amendment[];
}

/**
 * Messages with what stands on them now, in the order of their numbers; what the person may not see is left out. Undefined
 * where they may not read here at all. `numbers` is SQL that gives the numbers of the messages.
 */
export async function readShownMessages(
  db: Queryable,
  sealer: Sealer,
  { numbers, ...request }: ReadRequest & { numbers: string },
): Promise<MessagesWithAmendments | undefined> {
  const page = await readPage(db, sealer, {
    ...request,
    selection: (id) => `where e.conversation_id = ${id} and e.seq = any(array(${numbers}))
      and e.seq >= place.visible_from_seq and e.kind = 'message.posted'`,
  });
  return (
    page && { events: page.events.filter((event) => event.kind === 'message.posted'), amendments: page.amendments }
  );
}

interface PageRequest extends ReadRequest {
  /** What of `conversation_events e`, beside `place`, the page holds; given the parameter of the conversation. */
  selection(id: string): string;
}

async function readPage(
  db: Queryable,
  sealer: Sealer,
  { conversationId, userId, mayRead, selection, bind, values }: PageRequest,
): Promise<History | undefined> {
  const id = bind(conversationId);
  const sql = `with place as materialized (
       select c.head_seq, m.visible_from_seq from conversations c
       join conversation_members m on m.conversation_id = ${id} and m.user_id = ${bind(userId)} and m.left_at is null
       where c.id = ${id} and ${mayRead}
     ), page as materialized (
       select e.* from place cross join lateral (
         select ${storedColumns}, e.kind, e.message_seq from conversation_events e ${selection(id)}
       ) e
     ), ${standing(id)}
     select place.head_seq as "headSeq", place.visible_from_seq as "firstSeq", recalled.seqs as "recalledSeqs",
       e.is_later as "isLater", ${eventColumns}
     from place cross join recalled left join (
       select ${storedColumns}, false as is_later from page e union all select ${storedColumns}, true from later e
     ) e on true
     order by e.seq`;
  const rows = await db.query<PageRow>(sql, values, 'prepared');
  const [first] = rows;
  if (!first) return undefined;
  const found = rows.flatMap((row) => (row.isLater === null ? [] : [row]));
  const recalled = new Set(first.recalledSeqs);
  const events = (await openEvents(sealer, found)).map((event) => withoutRecalled(event, recalled));
  const laterSeqs = new Set(found.flatMap((row) => (row.isLater ? [row.seq] : [])));
  return {
    events: events.filter((event) => !laterSeqs.has(event.seq)),
    amendments: events
      .filter(isAmendment)
      .filter((event) => laterSeqs.has(event.seq))
      .sort((left, right) => messageOf(left) - messageOf(right) || orderOf(left) - orderOf(right)),
    headSeq: first.headSeq,
    firstSeq: first.firstSeq,
  };
}

/**
 * What stands on the messages of `page` outside of it, and which messages that are given here were recalled: those of the
 * page, those whose text or card a change of the page tells, and the newest ones of threads. Touches the heads once where nothing
 * is a thread.
 */
const standing = (id: string): string =>
  `heads as materialized (
       select h.message_seq, h.card_id, h.event_seq from card_heads h where h.conversation_id = ${id}
         and h.message_seq = any(array(select case kind when 'message.posted' then seq else message_seq end from page
           where kind in ('message.posted', 'message.edited', 'card.set')))
     ), later as (
       select ${storedColumns} from conversation_events e where e.conversation_id = ${id} and e.seq = any(array(
         select h.event_seq from heads h
         where h.message_seq = any(array(select seq from page where kind = 'message.posted'))
           and h.event_seq <> all(array(select seq from page))
       ))
     ), recalled as (
       select array(
         select message_seq from heads where card_id = '/recall' union all
         select h.message_seq from card_heads h where h.conversation_id = ${id} and h.card_id = '/recall'
           and h.message_seq = any(array(select event_seq from heads where card_id = '/thread'))
       )::float8[] as seqs
     )`;

/** Heads lead to nothing else. */
const isAmendment = (event: ConversationEvent): event is Amendment =>
  event.kind === 'message.posted' || 'messageSeq' in event;

const messageOf = (event: Amendment): number =>
  event.kind === 'message.posted' ? (event.content.threadSeq ?? event.seq) : event.messageSeq;
const orderOf = (event: Amendment): number =>
  event.kind === 'card.set' || event.kind === 'reaction.set' ? (event.firstSeq ?? event.seq) : event.seq;

const storedColumns = 'e.conversation_id, e.seq, e.actor_id, e.at, e.message_count, e.key_id, e.ciphertext';
