import { type ReactionSet, Refusal, reactorsNamedMax } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { isReaction, moveReactor, type Reactors, reactionsMax } from '../domain/reactions.ts';
import { openEvents } from '../store/event-store.ts';
import {
  countReactors,
  deleteReaction,
  insertReaction,
  listReactionHeads,
  reactionSlot,
} from '../store/reaction-store.ts';
import { appendEvents } from './append-events.ts';
import { lockStandingMessage, type MessagePlace } from './lock-message.ts';

export interface RequestedReaction extends MessagePlace {
  emoji: string;
  isOn: boolean;
}

/** One emoji on a message, set or taken back; null where it is so already. */
export const react = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, seq, emoji, isOn }: RequestedReaction,
): Promise<ReactionSet | null> =>
  context.database.transaction(async (tx) => {
    if (!isReaction(emoji)) throw new Refusal('reaction_unfit', 'a reaction is one emoji or a short word');
    const locked = await lockStandingMessage(context, tx, subject, { conversationId, seq, action: 'read' });
    const found = await findStanding(context, tx, { conversationId, seq, emoji, isOn });
    if (!found) return null;
    const { reactionNo, standing } = found;
    const place = { conversationId, seq, reactionNo, userId: subject.userId };
    const isChanged = isOn
      ? await insertReaction(tx, { ...place, eventSeq: locked.conversation.headSeq + 1 })
      : await deleteReaction(tx, place);
    if (!isChanged) return null;
    const reactors =
      moveReactor(standing, { userId: subject.userId, isOn, namedMax: reactorsNamedMax }) ??
      (await countReactors(tx, { ...place, namedMax: reactorsNamedMax }));
    const [event] = await appendEvents(context, tx, [
      {
        conversationId,
        actorId: subject.userId,
        slot: reactionSlot(reactionNo),
        body: { kind: 'reaction.set', messageSeq: seq, emoji, isOn, ...reactors },
      },
    ]);
    if (event?.kind !== 'reaction.set') throw new Error('the log gave another kind of event than was written');
    return event;
  });

/**
 * The number of this emoji on the message, a new one where it is to be set, and who has set it, as its newest event tells;
 * undefined where there is none to take back.
 */
async function findStanding(
  { sealer }: Pick<MessagingContext, 'sealer'>,
  tx: Transaction,
  { emoji, isOn, ...place }: RequestedReaction,
): Promise<{ reactionNo: number; standing: Reactors } | undefined> {
  const events = await openEvents(sealer, await listReactionHeads(tx, place));
  for (const [reactionNo, event] of events.entries()) {
    if (event.kind === 'reaction.set' && event.emoji === emoji) return { reactionNo, standing: event };
  }
  if (!isOn) return undefined;
  if (events.length >= reactionsMax) {
    throw new Refusal('reactions_exceeded', 'enough kinds of reactions', { reactionsMax: String(reactionsMax) });
  }
  return { reactionNo: events.length, standing: { count: 0, userIds: [] } };
}
