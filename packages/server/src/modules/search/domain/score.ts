/** `[start, end)` of a place where a term stands. */
type Span = readonly [number, number];

const dayMs = 86_400_000;
/** After a month a hit is worth half as much for being new. */
const freshDays = 30;

/**
 * How well a text answers: its terms near each other, early, in a short text, of late. `spans` holds the places of each
 * term; each has one at least.
 */
export function scoreText(input: { spans: readonly (readonly Span[])[]; length: number; ageMs: number }): number {
  const { spans, length, ageMs } = input;
  const covered = spans.reduce((sum, [first]) => sum + (first ? first[1] - first[0] : 0), 0);
  const extent = Math.max(covered, shortestExtent(spans));
  const nearness = covered / extent;
  const density = Math.min(1, covered / Math.max(1, length));
  const freshness = freshDays / (freshDays + Math.max(0, ageMs) / dayMs);
  return nearness * 2 + density + freshness;
}

/** Length of the shortest stretch that holds a place of every term. */
function shortestExtent(spans: readonly (readonly Span[])[]): number {
  const marks = spans
    .flatMap((own, term) => own.map(([start, end]) => ({ start, end, term })))
    .sort((left, right) => left.start - right.start);
  const counts = new Map<number, number>();
  let shortest = Number.POSITIVE_INFINITY;
  let from = 0;
  for (const mark of marks) {
    counts.set(mark.term, (counts.get(mark.term) ?? 0) + 1);
    for (let first = marks[from]; first && counts.size === spans.length; first = marks[from]) {
      shortest = Math.min(shortest, mark.end - first.start);
      const left = (counts.get(first.term) ?? 1) - 1;
      if (left === 0) counts.delete(first.term);
      else counts.set(first.term, left);
      from += 1;
    }
  }
  return shortest;
}
