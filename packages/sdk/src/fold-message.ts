import type { Amendment, CardSet, MessageContent, MessagePosted, ReactionSet, UserId } from '@countinghouse/protocol';
import type { Reaction, TimelineMessage } from './types.ts';

/** Who looks, and what they have done that the server does not know yet. */
export interface Viewer {
  me(): UserId | undefined;
  /** Own reactions on a message that are under way, by emoji: set or taken back. */
  pendingReactions(messageSeq: number): ReadonlyMap<string, boolean> | undefined;
}

/** Somebody who has no reactions. */
export const nobody: Viewer = { me: () => undefined, pendingReactions: () => undefined };

/** A message as it is drawn: what was posted, and the newest of everything that was done to it. */
export function foldMessage(event: MessagePosted, amendments: Iterable<Amendment>, viewer: Viewer): TimelineMessage {
  const { clientId, seq, at, actorId, content } = event;
  const message: TimelineMessage = {
    clientId,
    seq,
    at,
    actorId,
    text: content.text,
    mentions: content.mentions,
    mentionGroups: content.mentionGroups ?? [],
    files: content.files,
    cards: [],
    reactions: [],
    state: 'sent',
    uploads: [],
  };
  addParts(message, content);
  const cards: CardSet[] = [];
  const reactions: ReactionSet[] = [];
  for (const amendment of amendments) {
    if (amendment.kind === 'card.set') cards.push(amendment);
    else if (amendment.kind === 'reaction.set') reactions.push(amendment);
    else amend(message, amendment);
  }
  if (message.recalled) return withoutSaying(message);
  cards.sort((left, right) => left.firstSeq - right.firstSeq);
  message.cards = cards.map(({ cardId, card }) => ({ cardId, card }));
  message.reactions = foldReactions(reactions, viewer, seq);
  return message;
}

function addParts(message: TimelineMessage, { replyTo, threadSeq, forward, voice, poll }: MessageContent): void {
  if (replyTo !== undefined) message.replyTo = replyTo;
  if (threadSeq !== undefined) message.threadSeq = threadSeq;
  if (forward) message.forward = forward;
  if (voice) message.voice = voice;
  if (poll) message.poll = poll;
}

function amend(message: TimelineMessage, amendment: Exclude<Amendment, CardSet | ReactionSet>): void {
  const { actorId, at } = amendment;
  switch (amendment.kind) {
    case 'message.edited':
      message.text = amendment.text;
      message.mentions = amendment.mentions;
      message.mentionGroups = amendment.mentionGroups ?? [];
      message.editedAt = at;
      break;
    case 'message.recalled':
      message.recalled = { actorId, at };
      break;
    case 'pin.set':
      if (amendment.isPinned) message.pinned = { actorId, at };
      break;
    case 'poll.set': {
      const { counts, voterCount, isClosed } = amendment;
      message.pollState = { counts, voterCount, isClosed };
      break;
    }
    case 'message.posted':
      message.thread = { count: amendment.threadCount ?? 0, lastSeq: amendment.seq, lastAt: at, lastActorId: actorId };
  }
}

/** Who wrote it and when, who took it back, and the thread that stands below it. */
function withoutSaying({ clientId, seq, at, actorId, threadSeq, thread, recalled }: TimelineMessage): TimelineMessage {
  const nothing = { text: '', mentions: [], mentionGroups: [], files: [], cards: [], reactions: [], uploads: [] };
  const left: TimelineMessage = { clientId, seq, at, actorId, ...nothing, state: 'sent', recalled };
  if (threadSeq !== undefined) left.threadSeq = threadSeq;
  if (thread) left.thread = thread;
  return left;
}

function foldReactions(sets: ReactionSet[], viewer: Viewer, messageSeq: number): Reaction[] {
  const me = viewer.me();
  const inOrder = sets.sort((left, right) => (left.firstSeq ?? left.seq) - (right.firstSeq ?? right.seq));
  const reactions = inOrder.map(({ emoji, count, userIds }): Reaction => {
    const isMine = me !== undefined && userIds.includes(me);
    return { emoji, count, userIds, isMine };
  });
  const pending = me === undefined ? undefined : viewer.pendingReactions(messageSeq);
  if (me === undefined || !pending) return reactions.filter(({ count }) => count > 0);
  for (const [emoji, isOn] of pending) {
    const at = reactions.findIndex((reaction) => reaction.emoji === emoji);
    const known = reactions[at] ?? { emoji, count: 0, userIds: [], isMine: false };
    if (known.isMine === isOn) continue;
    const others = known.userIds.filter((userId) => userId !== me);
    const userIds = isOn ? [...others, me] : others;
    const changed: Reaction = { emoji, count: Math.max(0, known.count + (isOn ? 1 : -1)), userIds, isMine: isOn };
    if (at < 0) reactions.push(changed);
    else reactions[at] = changed;
  }
  return reactions.filter(({ count }) => count > 0);
}
