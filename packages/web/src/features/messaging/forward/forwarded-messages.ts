import { type ConversationId, type ForwardedMessage, forwardedPollText } from '@countinghouse/protocol';
import type { OutgoingMessage, TimelineMessage } from '@countinghouse/sdk';

interface ForwardInput {
  from: ConversationId;
  messages: readonly TimelineMessage[];
  /** As one record, or each as a message of its own. */
  isMerged: boolean;
  comment: string;
}

const itemOf = ({ seq, actorId, at, text, files, poll, pollState }: TimelineMessage): ForwardedMessage => ({
  seq,
  actorId,
  at,
  text: [text, poll ? forwardedPollText(poll, pollState) : ''].filter((part) => part.trim() !== '').join('\n'),
  files: [...files],
});

/** What goes out: the comment stands with the one message, or comes after several. */
export function forwardedMessages({ from, messages, isMerged, comment }: ForwardInput): OutgoingMessage[] {
  const words = comment.trim();
  const one = (given: readonly TimelineMessage[], text: string): OutgoingMessage => ({
    text,
    forward: { conversationId: from, seqs: given.map((each) => each.seq), isMerged, items: given.map(itemOf) },
  });
  if (isMerged || messages.length === 1) return [one(messages, words)];
  return [...messages.map((each) => one([each], '')), ...(words ? [{ text: words }] : [])];
}
