import type { UserId } from '@countinghouse/protocol';

/** More kinds than anybody reads; each is an entry on the message for everybody. */
export const reactionsMax = 50;
const wordLengthMax = 8;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const word = new RegExp(`^[\\p{L}\\p{N}+\\-!?！？]{1,${wordLengthMax}}$`, 'u');

/** One emoji as people see it, or a short word such as 收到 or +1; nothing that could pass for a sentence. */
export function isReaction(text: string): boolean {
  if (word.test(text)) return true;
  const [first, ...others] = graphemes.segment(text);
  return first !== undefined && others.length === 0 && /^\p{RGI_Emoji}$/v.test(first.segment);
}

export interface Reactors {
  count: number;
  /** The earliest, at most `namedMax`. */
  userIds: UserId[];
}

/** As they stand after one came or went; undefined where somebody who was not named takes the place of who went. */
export function moveReactor(
  { count, userIds }: Reactors,
  { userId, isOn, namedMax }: { userId: UserId; isOn: boolean; namedMax: number },
): Reactors | undefined {
  if (isOn) return { count: count + 1, userIds: [...userIds, userId].slice(0, namedMax) };
  if (count > userIds.length && userIds.includes(userId)) return undefined;
  return { count: count - 1, userIds: userIds.filter((named) => named !== userId) };
}
