export interface Tally {
  counts: number[];
  voterCount: number;
}

/** Votes of each option, and how many people chose anything. */
export function tally(votes: readonly { options: readonly number[] }[], optionCount: number): Tally {
  const counts = Array.from({ length: optionCount }, () => 0);
  for (const { options } of votes) for (const option of options) counts[option] = (counts[option] ?? 0) + 1;
  return { counts, voterCount: votes.length };
}

/** As it stands after one voter chose `to` instead of `from`; nothing chosen is no vote. */
export function moveVote(
  { counts, voterCount }: Tally,
  { from, to }: { from: readonly number[]; to: readonly number[] },
): Tally {
  const has = (options: readonly number[], option: number) => Number(options.includes(option));
  return {
    counts: counts.map((count, option) => count - has(from, option) + has(to, option)),
    voterCount: voterCount - Number(from.length > 0) + Number(to.length > 0),
  };
}
