import { type messages, Refusal, type ResponseOf } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagePlace } from '../actions/lock-message.ts';
import type { MessagingContext } from '../context.ts';
import { hasEnded } from '../domain/polls.ts';
import { tally } from '../domain/tally.ts';
import { findMessage } from '../store/part-store.ts';
import { findPoll, listVotes, type VoteRow } from '../store/poll-store.ts';
import { userIdOf, voterOf } from '../voters.ts';

/** How a poll stands, and what the subject chose. Throws `object_missing` where there is no poll that they see. */
export async function getPoll(
  { database, sealer, clock }: Pick<MessagingContext, 'database' | 'sealer' | 'clock'>,
  subject: Subject,
  place: MessagePlace,
): Promise<ResponseOf<typeof messages.poll>> {
  const { conversationId, seq } = place;
  const { member } = await accessConversation(database, subject, { action: 'read', conversationId });
  const [poll, message, votes] = await Promise.all([
    findPoll(database, place),
    findMessage(database, place),
    listVotes(database, place),
  ]);
  if (!poll || seq < member.visibleFromSeq || message?.isRecalled !== false) {
    throw new Refusal('object_missing', 'no such poll');
  }
  const voter = await voterOf(sealer, poll, subject.userId);
  return {
    mine: votes.find((row) => row.voter.equals(voter))?.options ?? [],
    ...tally(votes, poll.optionCount),
    isClosed: hasEnded(poll, clock.now()),
    voters: poll.isAnonymous ? [] : votersByOption(votes, poll.optionCount),
  };
}

const votersByOption = (votes: readonly VoteRow[], optionCount: number) =>
  Array.from({ length: optionCount }, (_, option) =>
    votes.filter((row) => row.options.includes(option)).map((row) => userIdOf(row.voter)),
  );
