import type { MessageContent } from '@countinghouse/protocol';

/**
 * Is a repeated client id a repetition, or another message under the same name? Of mentions the log keeps those of members,
 * and of what is forwarded what it said at the time, so that a repetition may name more and read otherwise.
 */
export const isSameMessage = (stored: MessageContent, repeated: MessageContent): boolean =>
  stored.text === repeated.text &&
  stored.replyTo === repeated.replyTo &&
  stored.threadSeq === repeated.threadSeq &&
  isSubsequence(stored.mentions, repeated.mentions) &&
  isSubsequence(stored.mentionGroups ?? [], repeated.mentionGroups ?? []) &&
  isSameList(
    stored.files.map((file) => file.fileId),
    repeated.files.map((file) => file.fileId),
  ) &&
  isSameForward(stored.forward, repeated.forward) &&
  JSON.stringify([stored.voice, stored.poll]) === JSON.stringify([repeated.voice, repeated.poll]);

type Forward = MessageContent['forward'];
const isSameForward = (stored: Forward, repeated: Forward): boolean =>
  stored?.isMerged === repeated?.isMerged &&
  isSameList((stored?.items ?? []).map(sourceOf), (repeated?.items ?? []).map(sourceOf));

const sourceOf = ({ seq, actorId, at }: NonNullable<Forward>['items'][number]): string => `${seq} ${actorId} ${at}`;

/** Every value of the one stands in the other, in its order. */
export function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  return part.every((value) => {
    at = whole.indexOf(value, at) + 1;
    return at > 0;
  });
}

const isSameList = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((value, index) => value === right[index]);
