/**
 * The shortest time, in milliseconds, that `attempt` reports; tried again until it is below `enoughMs`, `attemptsMax` times
 * at most. Other work on the machine makes any single attempt slow, never quick.
 */
export async function quickest(
  attempt: () => Promise<number>,
  { enoughMs, attemptsMax = 10 }: { enoughMs: number; attemptsMax?: number },
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < attemptsMax && best >= enoughMs; count++) best = Math.min(best, await attempt());
  return best;
}
