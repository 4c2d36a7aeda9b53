import type { MessageContent } from '@countinghouse/protocol';

/** Is a repeated client id a repetition, or another message under the same name? */
export const isSameMessage = (stored: MessageContent, repeated: MessageContent): boolean =>
  stored.text === repeated.text &&
  isSameList(stored.mentions, repeated.mentions) &&
  isSameList(
    stored.files.map((file) => file.fileId),
    repeated.files.map((file) => file.fileId),
  );

const isSameList = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((value, index) => value === right[index]);
