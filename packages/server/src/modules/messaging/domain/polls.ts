import { type Poll, Refusal } from '@countinghouse/protocol';

/** Options must be told apart, and there must be time to choose. A repetition of a poll that ended meanwhile is not asked. */
export function checkPoll({ options, closesAt }: Poll, now: Date): Refusal | undefined {
  const words = new Set(options.map((option) => option.trim()));
  if (words.size < options.length) return new Refusal('poll_unfit', 'two options are the same');
  if (closesAt !== null && !(Date.parse(closesAt) > now.getTime())) {
    return new Refusal('poll_unfit', 'the poll would end before it begins');
  }
  return undefined;
}

/** Each option once, in their order. Throws `request_malformed`. */
export function checkChoice(
  options: readonly number[],
  { optionCount, isMultiple }: { optionCount: number; isMultiple: boolean },
): number[] {
  const chosen = [...new Set(options)].sort((left, right) => left - right);
  if (chosen.some((option) => option >= optionCount)) throw new Refusal('request_malformed', 'there is no such option');
  if (!isMultiple && chosen.length > 1) throw new Refusal('request_malformed', 'this poll takes one option');
  return chosen;
}

/** The event that says so may come a moment later. */
export const hasEnded = (
  { closedAt, closesAt }: { closedAt: Date | null; closesAt: Date | null },
  now: Date,
): boolean => closedAt !== null || (closesAt !== null && closesAt.getTime() <= now.getTime());
