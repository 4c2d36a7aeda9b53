import type { ConversationId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { EventBody, EventDraft } from '../domain/event-body.ts';
import { countThreads } from '../store/thread-store.ts';

/** Messages of each thread so far. */
export type ThreadCounts = Map<string, number>;

const keyOf = (conversationId: ConversationId, threadSeq: number): string => `${conversationId} ${threadSeq}`;

/** Of the threads that the drafts go on; under the lock of their conversations, so that nobody counts beside. */
export async function readThreadCounts(tx: Transaction, drafts: readonly EventDraft[]): Promise<ThreadCounts> {
  const places = drafts.flatMap(({ conversationId, body }) => {
    const threadSeq = body.kind === 'message.posted' ? body.content.threadSeq : undefined;
    return threadSeq === undefined ? [] : [{ conversationId, threadSeq }];
  });
  const rows = places.length > 0 ? await countThreads(tx, places) : [];
  return new Map(rows.map((row) => [keyOf(row.conversationId, row.threadSeq), row.count]));
}

/** A message of a thread learns its place there, and the next one follows it. */
export function countInThread(
  counts: ThreadCounts,
  { conversationId, body }: { conversationId: ConversationId; body: EventBody },
): EventBody {
  if (body.kind !== 'message.posted' || body.content.threadSeq === undefined) return body;
  const { threadSeq } = body.content;
  const key = keyOf(conversationId, threadSeq);
  const threadCount = (counts.get(key) ?? 0) + 1;
  counts.set(key, threadCount);
  return { ...body, threadCount };
}
