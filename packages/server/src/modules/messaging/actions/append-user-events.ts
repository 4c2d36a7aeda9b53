import type { InboxCounts, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import {
  insertUserEvents,
  type OwnList,
  type StoredUserEvent,
  setInboxCounts,
  takeUserSeqs,
  type UserEventDraft,
} from '../store/user-log-store.ts';
import { type UserEventsHint, userEventsTopic } from '../topics.ts';

type UserLogContext = Pick<MessagingContext, 'clock' | 'bus'>;

/** Appends to the logs of several people; the order within one person's log is that of the drafts. Returns them by person. */
export async function appendUserEvents(
  context: UserLogContext,
  tx: Transaction,
  drafts: readonly UserEventDraft[],
): Promise<StoredUserEvent[]> {
  if (drafts.length === 0) return [];
  const byUser = Map.groupBy(drafts, (draft) => draft.userId);
  const heads = await takeUserSeqs(tx, new Map([...byUser].map(([userId, own]) => [userId, own.length])));
  const at = context.clock.now();
  const hints: UserEventsHint[] = [...byUser].map(([userId, own]) => {
    const before = (heads.get(userId) ?? 0) - own.length;
    const events: StoredUserEvent[] = own.map((draft, index) => ({ ...draft, seq: before + index + 1, at }));
    return { userId, events };
  });
  const events = hints.flatMap((hint) => hint.events);
  await insertUserEvents(tx, events);
  tx.afterCommit(() => {
    for (const hint of hints) context.bus.publish(userEventsTopic, hint);
  });
  return events;
}

/** What waits for a person, as absolute values. */
export async function setInbox(
  context: UserLogContext,
  tx: Transaction,
  userId: UserId,
  counts: InboxCounts,
): Promise<void> {
  await appendUserEvents(context, tx, [{ userId, kind: 'inbox.set', conversationId: null, data: counts }]);
  await setInboxCounts(tx, userId, counts);
}

export async function announceMeChanged(context: UserLogContext, tx: Transaction, userId: UserId): Promise<void> {
  await appendUserEvents(context, tx, [{ userId, kind: 'me.changed', conversationId: null, data: null }]);
}

/** Something on one of a person's own lists changed; their devices fetch it where they show it. */
export async function announceListChanged(
  context: UserLogContext,
  tx: Transaction,
  { userId, list }: { userId: UserId; list: OwnList },
): Promise<void> {
  await appendUserEvents(context, tx, [{ userId, kind: 'list.changed', conversationId: null, data: { list } }]);
}
