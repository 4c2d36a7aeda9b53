import type { SeededRandom } from './seeded-random.ts';

/** How often things go wrong at present: probabilities per request, answer or hint. */
export interface Weather {
  latencyMs: number;
  jitterMs: number;
  requestLoss: number;
  answerLoss: number;
  /** The request arrives twice; the second answer goes nowhere. */
  requestDoubled: number;
  refusedInPassing: number;
  serverFault: number;
  /** An answer that takes longer than anybody waits. */
  answerStuck: number;
  crashBeforeCommit: number;
  crashAfterCommit: number;
  crashAfterAnswer: number;
  hintLost: number;
  hintDoubled: number;
  hintDelayMs: number;
  /** The store of a device has no room, or cannot be written. */
  storeFault: number;
}

export const calm: Weather = {
  latencyMs: 5,
  jitterMs: 5,
  requestLoss: 0,
  answerLoss: 0,
  requestDoubled: 0,
  refusedInPassing: 0,
  serverFault: 0,
  answerStuck: 0,
  crashBeforeCommit: 0,
  crashAfterCommit: 0,
  crashAfterAnswer: 0,
  hintLost: 0,
  hintDoubled: 0,
  hintDelayMs: 2,
  storeFault: 0,
};

/**
 * Each run has some faults and not others, and often or seldom: faults that happen all the time hide what single ones do.
 */
export function weatherOf(random: SeededRandom): Weather {
  const rate = (most: number): number => (random.chance(0.45) ? random.next() * most : 0);
  return {
    latencyMs: random.between(1, random.chance(0.3) ? 800 : 60),
    jitterMs: random.between(1, random.chance(0.3) ? 2000 : 100),
    requestLoss: rate(0.2),
    answerLoss: rate(0.2),
    requestDoubled: rate(0.15),
    refusedInPassing: rate(0.1),
    serverFault: rate(0.03),
    answerStuck: rate(0.03),
    crashBeforeCommit: rate(0.01),
    crashAfterCommit: rate(0.01),
    crashAfterAnswer: rate(0.01),
    hintLost: rate(0.25),
    hintDoubled: rate(0.1),
    hintDelayMs: random.between(1, random.chance(0.3) ? 3000 : 40),
    storeFault: rate(0.05),
  };
}
