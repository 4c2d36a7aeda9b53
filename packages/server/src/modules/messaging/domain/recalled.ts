import type { Card, ConversationEvent, MessageContent, MessagePosted } from '@countinghouse/protocol';

/** What is left of a recalled message: its place, also in its thread. */
const recalledContent = ({ threadSeq }: MessageContent): MessageContent => ({
  text: '',
  mentions: [],
  files: [],
  ...(threadSeq === undefined ? {} : { threadSeq }),
});

export const withoutContent = (event: MessagePosted): MessagePosted => ({
  ...event,
  content: recalledContent(event.content),
});

/** What is left of a card on a recalled message: it told what stood in the message's files. */
export const blankCard: Card = { type: 'AdaptiveCard', version: '1.5', fallbackText: '', body: [] };

/** The event as it is given to anybody once the messages of these numbers were recalled. */
export function withoutRecalled(event: ConversationEvent, recalled: ReadonlySet<number>): ConversationEvent {
  if (event.kind === 'message.posted' && recalled.has(event.seq)) {
    return withoutContent(event);
  }
  if (event.kind === 'message.edited' && recalled.has(event.messageSeq)) {
    const { mentionGroups: _dropped, ...rest } = event;
    return { ...rest, text: '', mentions: [] };
  }
  return event.kind === 'card.set' && recalled.has(event.messageSeq) ? { ...event, card: blankCard } : event;
}
