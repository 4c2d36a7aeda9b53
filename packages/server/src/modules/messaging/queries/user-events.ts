import { type ConversationSummary, type UserEvent, userEventPageMax } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { getUserHead, listUserEventsAfter, type StoredUserEvent } from '../store/user-log-store.ts';
import { listSummaries } from './summaries.ts';

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

/** Rows of the list are made as they are now; one that the person may no longer see is sent as gone. */
export async function presentUserEvents(
  context: Pick<MessagingContext, 'sealer'>,
  db: Queryable,
  { subject, stored }: { subject: Subject; stored: readonly StoredUserEvent[] },
): Promise<UserEvent[]> {
  const ids = new Set(stored.flatMap((event) => (event.kind === 'conversation.set' ? [event.conversationId] : [])));
  const summaries = ids.size > 0 ? await listSummaries(context, db, { subject, ids: [...ids] }) : [];
  const byId = new Map(summaries.map((summary) => [summary.id, summary]));
  return stored.map((event) => presentUserEvent(event, byId));
}

function presentUserEvent(event: StoredUserEvent, summaries: ReadonlyMap<string, ConversationSummary>): UserEvent {
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
    case 'inbox.set':
      return { ...base, kind: 'inbox.set', counts: event.data };
    case 'me.changed':
      return { ...base, kind: 'me.changed' };
  }
}
