import {
  type DataClass,
  type FileRef,
  type ForwardedMessage,
  fileRefOf,
  forwardedPollText,
  type MessagePosted,
  mayForwardInto,
  type PollSet,
  Refusal,
} from '@countinghouse/protocol';

/** Of all messages of one forward together: some pages of a book, and far below what a request may hold. */
export const forwardTextLengthMax = 200_000;

/** Why what comes from a conversation of this class may not be forwarded into that one; undefined where it may. */
export function refuseForward(from: DataClass | undefined, into: DataClass): Refusal | undefined {
  if (from === undefined || mayForwardInto({ from, into })) return undefined;
  return new Refusal('forward_class_lower', `a message of the class ${from} stays in its class`, { from, into });
}

/**
 * A message as it is passed on: its text as it reads now, its files, and what it had itself been forwarded. A poll goes
 * as text with its result, a recording as a file, and cards stay where work is done on them.
 */
export function forwardedFrom(message: MessagePosted, text: string, result?: PollSet): ForwardedMessage[] {
  const { content, seq, actorId, at } = message;
  const poll = content.poll ? forwardedPollText(content.poll, result) : '';
  const own = [text, poll].filter((part) => part.trim() !== '').join('\n');
  const files: FileRef[] = content.files.map(fileRefOf);
  const items = content.forward?.items ?? [];
  return own === '' && files.length === 0 && items.length > 0
    ? items
    : [{ seq, actorId, at, text: own, files }, ...items];
}

export const textLengthOf = (items: readonly ForwardedMessage[]): number =>
  items.reduce((length, item) => length + item.text.length, 0);

export const fileCountOf = (items: readonly ForwardedMessage[]): number =>
  items.reduce((count, item) => count + item.files.length, 0);
