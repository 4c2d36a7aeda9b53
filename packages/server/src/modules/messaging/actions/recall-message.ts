import { type ConversationEvent, type MessageRecalled, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import type { EventDraft } from '../domain/event-body.ts';
import { isWithin } from '../domain/time-allowed.ts';
import { openEvents } from '../store/event-store.ts';
import { findHeadEvent, hasCards } from '../store/part-store.ts';
import { isPinned } from '../store/pin-store.ts';
import { getMessagingPolicy } from '../store/policy-store.ts';
import { appendEvents } from './append-events.ts';
import { type LockedMessage, lockMessage, type MessagePlace } from './lock-message.ts';

/**
 * Takes a message back: from now on nobody gets what it said. The author may within the time that the firm allows; owner
 * and admins of a group at any time. Again gives the event of the first time.
 */
export const recallMessage = (
  context: MessagingContext,
  subject: Subject,
  place: MessagePlace,
): Promise<MessageRecalled> =>
  context.database.transaction(async (tx) => {
    const locked = await lockMessage(context, tx, subject, { ...place, action: 'read' });
    await checkRecall(context, tx, { locked, subject });
    if (locked.isRecalled) return expectRecall(await readRecall(context, tx, place));
    const { conversationId, seq: messageSeq } = place;
    const actorId = subject.userId;
    const drafts: EventDraft[] = [{ conversationId, actorId, body: { kind: 'message.recalled', messageSeq } }];
    if (await isPinned(tx, place)) {
      drafts.push({ conversationId, actorId, body: { kind: 'pin.set', messageSeq, isPinned: false } });
    }
    const [event] = await appendEvents(context, tx, drafts);
    return expectRecall(event);
  });

async function checkRecall(
  { clock, findPeople }: Pick<MessagingContext, 'clock' | 'findPeople'>,
  tx: Transaction,
  { locked, subject }: { locked: LockedMessage; subject: Subject },
): Promise<void> {
  const { message, conversation, member } = locked;
  const [author] = await findPeople(tx, [message.actorId]);
  if (author?.kind === 'app' && (await hasCards(tx, message))) {
    throw new Refusal('message_not_recallable', 'work is done on the cards of this message');
  }
  if (conversation.kind === 'group' && (member.role === 'owner' || member.role === 'admin')) return;
  if (message.actorId !== subject.userId) throw new Refusal('right_missing', 'this message is not yours');
  if (locked.isRecalled) return;
  const { recallMinutes } = await getMessagingPolicy(tx);
  if (!isWithin(recallMinutes, { at: new Date(message.at), now: clock.now() })) {
    throw new Refusal('recall_time_over', 'the time for recalling is over', { minutes: String(recallMinutes ?? 0) });
  }
}

async function readRecall({ sealer }: Pick<MessagingContext, 'sealer'>, tx: Transaction, place: MessagePlace) {
  const row = await findHeadEvent(tx, { ...place, slot: '/recall' });
  const [event] = row ? await openEvents(sealer, [row]) : [];
  return event;
}

function expectRecall(event: ConversationEvent | undefined): MessageRecalled {
  if (event?.kind !== 'message.recalled') throw new Error('no recall was written');
  return event;
}
