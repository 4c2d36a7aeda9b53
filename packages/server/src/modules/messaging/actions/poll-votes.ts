import { type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import type { MessagingContext } from '../context.ts';
import { checkChoice, hasEnded } from '../domain/polls.ts';
import { moveVote, type Tally, tally } from '../domain/tally.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { openEvents } from '../store/event-store.ts';
import { findHeadEvent, findMessage } from '../store/part-store.ts';
import { deleteVote, findPoll, findVote, markClosed, type PollRow, upsertVote } from '../store/poll-store.ts';
import { voterOf } from '../voters.ts';
import { appendEvents } from './append-events.ts';
import { lockStandingMessage, type MessagePlace } from './lock-message.ts';

/** Takes the place of what was chosen before; nothing chosen takes the vote back. The same again changes nothing. */
export const vote = (
  context: MessagingContext,
  subject: Subject,
  { options, ...place }: MessagePlace & { options: readonly number[] },
): Promise<void> =>
  context.database.transaction(async (tx) => {
    await lockStandingMessage(context, tx, subject, { ...place, action: 'read' });
    const poll = await getOpenPoll(context, tx, place);
    const chosen = checkChoice(options, poll);
    const voter = await voterOf(context.sealer, poll, subject.userId);
    const before = (await findVote(tx, place, voter)) ?? [];
    if (before.join() === chosen.join()) return;
    await (chosen.length > 0 ? upsertVote(tx, place, { voter, options: chosen }) : deleteVote(tx, place, voter));
    if (!poll.isAnonymous) recordAct(context, tx, { ...place, actorId: subject.userId, action: 'poll.voted' });
    const standing = await readTally(context, tx, poll);
    await announcePoll(context, tx, { poll, standing: moveVote(standing, { from: before, to: chosen }) });
  });

/** Its author ends it, and owner and admins of a group. Again changes nothing. */
export const closePoll = (context: MessagingContext, subject: Subject, place: MessagePlace): Promise<void> =>
  context.database.transaction(async (tx) => {
    const { message, conversation, member } = await lockStandingMessage(context, tx, subject, {
      ...place,
      action: 'read',
    });
    const poll = await findPoll(tx, place);
    if (!poll) throw new Refusal('object_missing', 'no such poll');
    const governs = conversation.kind === 'group' && (member.role === 'owner' || member.role === 'admin');
    if (message.actorId !== subject.userId && !governs) throw new Refusal('right_missing', 'this poll is not yours');
    if (poll.closedAt !== null) return;
    recordAct(context, tx, { ...place, actorId: subject.userId, action: 'poll.closed' });
    await endPoll(context, tx, poll);
  });

/** What was asked to end at a time does, whether or not anybody is looking. Bears repetition. */
export const closeDuePoll = (context: MessagingContext, place: MessagePlace): Promise<void> =>
  context.database.transaction(async (tx) => {
    const [conversation] = await lockConversations(tx, [place.conversationId]);
    const poll = await findPoll(tx, place);
    const message = await findMessage(tx, place);
    if (!conversation || !poll || poll.closedAt !== null || message?.isRecalled !== false) return;
    await endPoll(context, tx, poll);
  });

async function endPoll(context: MessagingContext, tx: Transaction, poll: PollRow): Promise<void> {
  const closedAt = context.clock.now();
  await markClosed(tx, poll, closedAt);
  await announcePoll(context, tx, { poll: { ...poll, closedAt }, standing: await readTally(context, tx, poll) });
}

async function getOpenPoll({ clock }: Pick<MessagingContext, 'clock'>, tx: Transaction, place: MessagePlace) {
  const poll = await findPoll(tx, place);
  if (!poll) throw new Refusal('object_missing', 'no such poll');
  if (hasEnded(poll, clock.now())) throw new Refusal('poll_closed', 'the poll has ended');
  return poll;
}

/** The event stands in the author's name: whose vote it was is not for the log. */
async function announcePoll(
  context: MessagingContext,
  tx: Transaction,
  { poll, standing }: { poll: PollRow; standing: Tally },
): Promise<void> {
  const { conversationId, seq: messageSeq, authorId: actorId, closedAt } = poll;
  const { counts, voterCount } = standing;
  const body = { kind: 'poll.set' as const, messageSeq, counts, voterCount, isClosed: closedAt !== null };
  await appendEvents(context, tx, [{ conversationId, actorId, body }]);
}

/** What the newest event tells: it is written with each vote, and the votes of a big group are too many to count each time. */
async function readTally({ sealer }: Pick<MessagingContext, 'sealer'>, tx: Transaction, poll: PollRow): Promise<Tally> {
  const row = await findHeadEvent(tx, { ...poll, slot: '/poll' });
  const [event] = row ? await openEvents(sealer, [row]) : [];
  return event?.kind === 'poll.set' ? event : tally([], poll.optionCount);
}

function recordAct(
  { clock }: Pick<MessagingContext, 'clock'>,
  tx: Transaction,
  act: { conversationId: ConversationId; seq: number; actorId: UserId; action: 'poll.voted' | 'poll.closed' },
): void {
  recordAudit(tx, {
    at: clock.now(),
    actorId: act.actorId,
    action: act.action,
    objectType: 'conversation',
    objectId: act.conversationId,
    detail: { seq: act.seq },
  });
}
