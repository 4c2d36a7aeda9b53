import {
  type ConversationId,
  type ConversationSummary,
  type Draft,
  type UserEvent,
  userEventPageMax,
} from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { draftKey, listDrafts, openDrafts } from '../store/draft-store.ts';
import { getUserHead, listUserEventsAfter, type StoredUserEvent } from '../store/user-log-store.ts';
import { listPersonalSummaries, readableBy } from './summaries.ts';

type QueryContext = Pick<MessagingContext, 'database' | 'sealer'>;

export const getUserEvents = (
  context: QueryContext,
  subject: Subject,
  afterSeq: number,
): Promise<{ events: UserEvent[]; headSeq: number }> =>
  context.database.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const { headSeq } = await getUserHead(tx, subject.userId);
    const stored = await listUserEventsAfter(tx, { userId: subject.userId, afterSeq, limit: userEventPageMax });
    return { events: await presentUserEvents(context, tx, { subject, stored }), headSeq };
  });

/** What one person is to be told. */
export interface PersonNews {
  subject: Subject;
  stored: readonly StoredUserEvent[];
}

/** Rows of the list and drafts are read as they are now; a row that the person may no longer see is sent as gone. */
export async function presentUserEvents(
  context: Pick<MessagingContext, 'sealer'>,
  db: Queryable,
  news: PersonNews,
): Promise<UserEvent[]> {
  const [events = []] = await presentNews(context, db, [news]);
  return events;
}

/** The same for several people in their order, whose rows are read together: a group of thousands that is renamed. */
export async function presentNews(
  context: Pick<MessagingContext, 'sealer'>,
  db: Queryable,
  all: readonly PersonNews[],
): Promise<UserEvent[][]> {
  const wishes = all
    .map((news) => ({ subject: news.subject, ids: conversationsOf(news, 'conversation.set') }))
    .filter(({ ids }) => ids.length > 0);
  const summaries = await listPersonalSummaries(context, db, wishes);
  return Promise.all(
    all.map(async (news) => {
      const present: Present = {
        summaries: summaries.get(news.subject.userId) ?? new Map(),
        drafts: await findDrafts(context, db, { ...news, ids: conversationsOf(news, 'draft.set') }),
      };
      return news.stored.map((event) => presentUserEvent(event, present));
    }),
  );
}

/** Whether `presentNews` needs the database for it. */
export const needsReading = ({ stored }: PersonNews): boolean =>
  stored.some(({ kind }) => kind === 'conversation.set' || kind === 'draft.set');

const conversationsOf = ({ stored }: PersonNews, kind: 'conversation.set' | 'draft.set'): ConversationId[] => [
  ...new Set(stored.flatMap((event) => (event.kind === kind ? [event.conversationId] : []))),
];

async function findDrafts(
  { sealer }: Pick<MessagingContext, 'sealer'>,
  db: Queryable,
  { subject, ids }: { subject: Subject; ids: readonly ConversationId[] },
): Promise<ReadonlyMap<string, Draft>> {
  if (ids.length === 0) return new Map();
  return openDrafts(sealer, await listDrafts(db, { ...readableBy(subject), conversationIds: ids }));
}

interface Present {
  summaries: ReadonlyMap<ConversationId, ConversationSummary>;
  /** By `draftKey`. */
  drafts: ReadonlyMap<string, Draft>;
}

function presentUserEvent(event: StoredUserEvent, { summaries, drafts }: Present): UserEvent {
  const base = { seq: event.seq, at: event.at.toISOString() };
  switch (event.kind) {
    case 'conversation.set': {
      const summary = summaries.get(event.conversationId);
      if (summary) return { ...base, kind: 'conversation.set', summary };
      return { ...base, kind: 'conversation.gone', conversationId: event.conversationId };
    }
    case 'conversation.gone':
      return { ...base, kind: 'conversation.gone', conversationId: event.conversationId };
    case 'cursor.set':
      return { ...base, kind: 'cursor.set', conversationId: event.conversationId, cursor: event.data };
    case 'mark.set':
      return { ...base, kind: 'mark.set', conversationId: event.conversationId, mark: event.data };
    case 'draft.set': {
      const { conversationId, data } = event;
      const draft = drafts.get(draftKey({ conversationId, threadSeq: data?.threadSeq ?? null })) ?? null;
      return { ...base, kind: 'draft.set', conversationId, ...(data ? { threadSeq: data.threadSeq } : {}), draft };
    }
    case 'inbox.set':
      return { ...base, kind: 'inbox.set', counts: event.data };
    case 'list.changed':
      return { ...base, kind: 'list.changed', list: event.data.list };
    case 'me.changed':
      return { ...base, kind: 'me.changed' };
  }
}
