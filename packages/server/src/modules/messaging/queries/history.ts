import type { CardSet, ConversationEvent, ConversationId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { findEvents, listCardHeads, listEventsAfter, listEventsBefore } from '../store/event-store.ts';

const pageSize = 50;

export interface HistoryRequest {
  conversationId: ConversationId;
  beforeSeq?: number;
  afterSeq?: number;
  limit?: number;
}

export interface History {
  events: ConversationEvent[];
  laterCards: CardSet[];
  headSeq: number;
  firstSeq: number;
}

/** A range of the log as far as the caller may see it, with the newest state of each card on its messages. */
export async function getHistory(
  { database, sealer }: Pick<MessagingContext, 'database' | 'sealer'>,
  subject: Subject,
  { conversationId, beforeSeq, afterSeq, limit = pageSize }: HistoryRequest,
): Promise<History> {
  return database.transaction(async (tx) => {
    // One snapshot, so that the head and the cards belong to the same moment as the events.
    await tx.query('set transaction isolation level repeatable read, read only');
    const { conversation, member } = await accessConversation(tx, subject, { action: 'read', conversationId });
    const range = { conversationId, visibleFromSeq: member.visibleFromSeq, limit };
    const events =
      afterSeq === undefined
        ? await listEventsBefore(tx, sealer, { ...range, beforeSeq: beforeSeq ?? Number.MAX_SAFE_INTEGER })
        : await listEventsAfter(tx, sealer, { ...range, afterSeq });
    const messageSeqs = events.filter((event) => event.kind === 'message.posted').map((event) => event.seq);
    const onPage = new Set(events.map((event) => event.seq));
    const heads = messageSeqs.length > 0 ? await listCardHeads(tx, conversationId, messageSeqs) : [];
    const later = await findEvents(
      tx,
      sealer,
      heads.filter((head) => !onPage.has(head.eventSeq)).map((head) => ({ conversationId, seq: head.eventSeq })),
    );
    return {
      events,
      laterCards: later.filter((event) => event.kind === 'card.set'),
      headSeq: conversation.headSeq,
      firstSeq: member.visibleFromSeq,
    };
  });
}
