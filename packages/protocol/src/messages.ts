import { type Static, Type } from 'typebox';
import { Card } from './cards.ts';
import { endpoint } from './endpoint.ts';
import { FileRef, filesPerMessageMax } from './files.ts';
import { ClientId, ConversationId, FileId, UserId } from './ids.ts';
import { Instant, oneOf, Seq } from './values.ts';

export const messageTextLengthMax = 20_000;
/** Messages that are asked for by their numbers, at once. */
export const messagesBySeqMax = 100;
/** Numbers of messages, with commas between them. */
export const SeqList = Type.String({ maxLength: 2_000, pattern: '^\\d+(,\\d+)*$' });
export const mentionsMax = 200;
export const forwardedMessagesMax = 100;
export const pollOptionsMax = 20;
/** People whom a reaction names, the earliest first; the count goes on beyond. */
export const reactorsNamedMax = 100;
export const pinsMax = 100;

/** Everybody of a kind in the conversation: by their role in it, or by their role in its engagement. */
export const MentionGroup = oneOf([
  'all',
  'admins',
  'guests',
  'lead',
  'senior',
  'junior',
  'specialist',
  'expert',
  'client',
]);
export type MentionGroup = Static<typeof MentionGroup>;

/** What was said elsewhere, as it was when it was forwarded; `seq` is its number there. */
export const ForwardedMessage = Type.Object({
  seq: Seq,
  actorId: UserId,
  at: Instant,
  text: Type.String({ maxLength: messageTextLengthMax }),
  files: Type.Array(FileRef, { maxItems: filesPerMessageMax }),
});
export type ForwardedMessage = Static<typeof ForwardedMessage>;

export const voiceDurationMsMax = 5 * 60_000;
export const waveformBars = 64;
/** A recording; the message's one file holds its sound. Heights of the waveform from 0 to 100, even in time. */
export const Voice = Type.Object({
  durationMs: Type.Integer({ minimum: 1, maximum: voiceDurationMsMax }),
  waveform: Type.Array(Type.Integer({ minimum: 0, maximum: 100 }), { maxItems: waveformBars }),
});
export type Voice = Static<typeof Voice>;

export const Poll = Type.Object({
  question: Type.String({ minLength: 1, maxLength: 300, pattern: '\\S' }),
  options: Type.Array(Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }), {
    minItems: 2,
    maxItems: pollOptionsMax,
  }),
  isMultiple: Type.Boolean(),
  /** Nobody, the author included, learns who chose what. */
  isAnonymous: Type.Boolean(),
  closesAt: Type.Union([Instant, Type.Null()]),
});
export type Poll = Static<typeof Poll>;

/** Text is Markdown of the kind that `docs/subsystems/messaging.md` describes. */
export const MessageContent = Type.Object({
  text: Type.String({ maxLength: messageTextLengthMax }),
  mentions: Type.Array(UserId, { maxItems: mentionsMax }),
  files: Type.Array(FileRef, { maxItems: filesPerMessageMax }),
  mentionGroups: Type.Optional(Type.Array(MentionGroup, { maxItems: 9 })),
  /** The message that is quoted, in the same conversation. */
  replyTo: Type.Optional(Seq),
  /** The first message of the thread that this one belongs to. */
  threadSeq: Type.Optional(Seq),
  /** One message that was passed on, or several merged into one. */
  forward: Type.Optional(
    Type.Object({
      isMerged: Type.Boolean(),
      items: Type.Array(ForwardedMessage, { minItems: 1, maxItems: forwardedMessagesMax }),
    }),
  ),
  voice: Type.Optional(Voice),
  poll: Type.Optional(Poll),
});
export type MessageContent = Static<typeof MessageContent>;

/** A message as its author hands it in. It needs text, a file, a poll or something forwarded. */
export const postContentFields = {
  text: Type.String({ maxLength: messageTextLengthMax }),
  mentions: Type.Optional(Type.Array(UserId, { maxItems: mentionsMax })),
  mentionGroups: Type.Optional(Type.Array(MentionGroup, { maxItems: 9 })),
  /** Own files; what is forwarded brings its files along. */
  fileIds: Type.Optional(Type.Array(FileId, { maxItems: filesPerMessageMax })),
  replyTo: Type.Optional(Seq),
  threadSeq: Type.Optional(Seq),
  forward: Type.Optional(
    Type.Object({
      conversationId: ConversationId,
      seqs: Type.Array(Seq, { minItems: 1, maxItems: forwardedMessagesMax }),
      /** Several messages that are not merged are handed in as several messages. */
      isMerged: Type.Boolean(),
    }),
  ),
  voice: Type.Optional(Voice),
  poll: Type.Optional(Poll),
};
export const PostContent = Type.Object(postContentFields);
export type PostContent = Static<typeof PostContent>;

const previewLengthMax = 100;

const minutesAndSeconds = (ms: number): string => {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** One line of a message for lists: its text, or what it passes on, or the length of a recording, or else the names of its files. */
export function messagePreview(content: MessageContent): string {
  if (content.voice && content.text.trim() === '') return `🎙 ${minutesAndSeconds(content.voice.durationMs)}`;
  const passedOn = content.forward?.items[0]?.text;
  // Without the arrow the words would seem to be the sender's own.
  const line =
    [content.text, content.poll?.question, passedOn?.trim() && `↪ ${passedOn}`].find((text) => text?.trim()) ??
    content.files.map((file) => file.name).join(', ');
  return [
    ...line
      .slice(0, previewLengthMax * 4)
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, previewLengthMax)
    .join('');
}

/** A poll that was passed on, as it stood then: in words of no language, for everybody reads the same copy. */
export function forwardedPollText(poll: Poll, result?: { counts: readonly number[]; voterCount: number }): string {
  const votes = (option: number) => (result ? ` — ${result.counts[option] ?? 0}` : '');
  const options = poll.options.map((option, place) => `- ${option}${votes(place)}`);
  return [`📊 ${poll.question}`, ...options, ...(result ? ['', `👥 ${result.voterCount}`] : [])].join('\n');
}

export const eventBase = {
  conversationId: ConversationId,
  seq: Seq,
  /** How many messages the conversation holds up to and including this event; unread = this − the cursor's. */
  messageCount: Seq,
  at: Instant,
  actorId: UserId,
};

export const MessagePosted = Type.Object({
  ...eventBase,
  kind: Type.Literal('message.posted'),
  clientId: ClientId,
  /** Empty where the message was recalled before it was read from the log. */
  content: MessageContent,
  /** Where `content.threadSeq` is set: messages of that thread up to and including this one, without the first. */
  threadCount: Type.Optional(Seq),
});
export type MessagePosted = Static<typeof MessagePosted>;

/** A card on a message, new or changed. Several cards may stand on one message; `cardId` tells them apart. */
export const CardSet = Type.Object({
  ...eventBase,
  kind: Type.Literal('card.set'),
  messageSeq: Seq,
  cardId: Type.String({ maxLength: 100 }),
  /** The event that first set this card; cards of a message stand in this order. */
  firstSeq: Seq,
  card: Card,
});
export type CardSet = Static<typeof CardSet>;

/** The text and mentions of a message as they are from now on. Empty where the message was recalled. */
export const MessageEdited = Type.Object({
  ...eventBase,
  kind: Type.Literal('message.edited'),
  messageSeq: Seq,
  text: Type.String({ maxLength: messageTextLengthMax }),
  mentions: Type.Array(UserId, { maxItems: mentionsMax }),
  mentionGroups: Type.Optional(Type.Array(MentionGroup, { maxItems: 9 })),
});
export type MessageEdited = Static<typeof MessageEdited>;

/** What the message said is no longer given to anybody; the event tells who recalled it and when. */
export const MessageRecalled = Type.Object({ ...eventBase, kind: Type.Literal('message.recalled'), messageSeq: Seq });
export type MessageRecalled = Static<typeof MessageRecalled>;

/** One emoji on a message, as it stands after `actorId` set it or took it back. */
export const ReactionSet = Type.Object({
  ...eventBase,
  kind: Type.Literal('reaction.set'),
  messageSeq: Seq,
  emoji: Type.String({ minLength: 1, maxLength: 32 }),
  /** The event that first set this emoji on the message; reactions stand in this order. */
  firstSeq: Type.Optional(Seq),
  isOn: Type.Boolean(),
  count: Seq,
  userIds: Type.Array(UserId, { maxItems: reactorsNamedMax }),
});
export type ReactionSet = Static<typeof ReactionSet>;

export const PinSet = Type.Object({
  ...eventBase,
  kind: Type.Literal('pin.set'),
  messageSeq: Seq,
  isPinned: Type.Boolean(),
});
export type PinSet = Static<typeof PinSet>;

/** The state of a poll after a vote or its end; whose vote it was is not told here (`actorId` is the poll's author). */
export const PollSet = Type.Object({
  ...eventBase,
  kind: Type.Literal('poll.set'),
  messageSeq: Seq,
  /** Votes of each option. */
  counts: Type.Array(Seq, { maxItems: pollOptionsMax }),
  voterCount: Seq,
  isClosed: Type.Boolean(),
});
export type PollSet = Static<typeof PollSet>;

/**
 * Events that change how a message looks. Each belongs to a slot of its message (`amendmentSlot`); the newest of a slot
 * counts. A message of a thread is the newest word on the slot `thread` of the thread's first message.
 */
export const Amendment = Type.Union([
  CardSet,
  MessageEdited,
  MessageRecalled,
  ReactionSet,
  PinSet,
  PollSet,
  MessagePosted,
]);
export type Amendment = Static<typeof Amendment>;

/** Which message an event changes, and which part of it; undefined where it changes none. Card ids have no slash. */
export function amendmentSlot(event: { kind: string } | Amendment): { messageSeq: number; slot: string } | undefined {
  if (!('messageSeq' in event)) {
    const threadSeq = 'content' in event ? event.content.threadSeq : undefined;
    return threadSeq === undefined ? undefined : { messageSeq: threadSeq, slot: '/thread' };
  }
  const { messageSeq } = event;
  switch (event.kind) {
    case 'card.set':
      return { messageSeq, slot: event.cardId };
    case 'message.edited':
      return { messageSeq, slot: '/text' };
    case 'message.recalled':
      return { messageSeq, slot: '/recall' };
    case 'reaction.set':
      return { messageSeq, slot: `/reaction/${event.emoji}` };
    case 'pin.set':
      return { messageSeq, slot: '/pin' };
    case 'poll.set':
      return { messageSeq, slot: '/poll' };
  }
}

const MessageParams = Type.Object({ conversationId: ConversationId, seq: Seq });
const messagePath = '/api/conversations/:conversationId/messages/:seq';

/** Messages with what stands on them now, in the order of their numbers. */
const MessagesWithAmendments = Type.Object({
  events: Type.Array(MessagePosted),
  /** The newest of each slot of these messages. */
  amendments: Type.Array(Amendment),
});

export const messages = {
  /** What the caller may not see, or what is no message, is left out. */
  bySeq: endpoint({
    id: 'messages.by-seq',
    method: 'GET',
    path: '/api/conversations/:conversationId/messages',
    summary: 'Messages by their numbers, such as those that are quoted.',
    params: Type.Object({ conversationId: ConversationId }),
    /** Joined by commas, at most 100. */
    query: Type.Object({ seqs: SeqList }),
    response: MessagesWithAmendments,
  }),
  thread: endpoint({
    id: 'messages.thread',
    method: 'GET',
    path: `${messagePath}/thread`,
    summary: 'A thread: its first message, and a page of the others, the newest page unless `beforeSeq` is given.',
    params: MessageParams,
    query: Type.Object({ beforeSeq: Type.Optional(Seq) }),
    response: Type.Object({ ...MessagesWithAmendments.properties, hasOlder: Type.Boolean() }),
  }),
  pins: endpoint({
    id: 'messages.pins',
    method: 'GET',
    path: '/api/conversations/:conversationId/pins',
    summary: 'The pinned messages, the latest pin first.',
    params: Type.Object({ conversationId: ConversationId }),
    response: MessagesWithAmendments,
  }),
  /** The first message at or after a moment; null where there is none. */
  atDate: endpoint({
    id: 'messages.at-date',
    method: 'GET',
    path: '/api/conversations/:conversationId/seq-at',
    summary: 'Where to begin reading for a date.',
    params: Type.Object({ conversationId: ConversationId }),
    query: Type.Object({ at: Instant }),
    response: Type.Object({ seq: Type.Union([Seq, Type.Null()]) }),
  }),
  edit: endpoint({
    id: 'messages.edit',
    method: 'PUT',
    path: `${messagePath}/text`,
    summary: 'Change the text of an own message within the time that the firm allows.',
    params: MessageParams,
    body: Type.Object({
      clientId: ClientId,
      text: Type.String({ maxLength: messageTextLengthMax }),
      mentions: Type.Optional(Type.Array(UserId, { maxItems: mentionsMax })),
      mentionGroups: Type.Optional(Type.Array(MentionGroup, { maxItems: 9 })),
    }),
    response: MessageEdited,
  }),
  /** Whoever sees the message sees how it read before, unless it was recalled. */
  versions: endpoint({
    id: 'messages.versions',
    method: 'GET',
    path: `${messagePath}/versions`,
    summary: 'The texts that a message has had, oldest first.',
    params: MessageParams,
    response: Type.Object({ versions: Type.Array(Type.Object({ seq: Seq, at: Instant, text: Type.String() })) }),
  }),
  recall: endpoint({
    id: 'messages.recall',
    method: 'POST',
    path: `${messagePath}/recall`,
    summary: 'Take a message back: the author within the time that the firm allows, owner and admins at any time.',
    params: MessageParams,
    response: MessageRecalled,
  }),
  react: endpoint({
    id: 'messages.react',
    method: 'PUT',
    path: `${messagePath}/reactions`,
    summary: 'Set or take back one emoji; the same again changes nothing.',
    params: MessageParams,
    body: Type.Object({ emoji: Type.String({ minLength: 1, maxLength: 32 }), isOn: Type.Boolean() }),
    response: Type.Object({ event: Type.Union([ReactionSet, Type.Null()]) }),
  }),
  pin: endpoint({
    id: 'messages.pin',
    method: 'PUT',
    path: `${messagePath}/pin`,
    summary: 'Pin a message for everybody, or take the pin away.',
    params: MessageParams,
    body: Type.Object({ isPinned: Type.Boolean() }),
    response: Type.Object({ event: Type.Union([PinSet, Type.Null()]) }),
  }),
  vote: endpoint({
    id: 'messages.vote',
    method: 'PUT',
    path: `${messagePath}/vote`,
    summary: 'Choose options of a poll; takes the place of what was chosen before, none takes the vote back.',
    params: MessageParams,
    body: Type.Object({
      options: Type.Array(Type.Integer({ minimum: 0, maximum: pollOptionsMax - 1 }), { maxItems: pollOptionsMax }),
    }),
  }),
  closePoll: endpoint({
    id: 'messages.close-poll',
    method: 'POST',
    path: `${messagePath}/poll/close`,
    summary: 'End a poll (its author, owner and admins).',
    params: MessageParams,
  }),
  poll: endpoint({
    id: 'messages.poll',
    method: 'GET',
    path: `${messagePath}/poll`,
    summary: 'What I chose, the counts, and who chose what unless the poll is anonymous.',
    params: MessageParams,
    response: Type.Object({
      mine: Type.Array(Type.Integer()),
      counts: Type.Array(Seq),
      voterCount: Seq,
      isClosed: Type.Boolean(),
      /** By option; empty where the poll is anonymous. */
      voters: Type.Array(Type.Array(UserId)),
    }),
  }),
};
