/** Time and waiting, so that tests need neither. */
export interface Clock {
  now(): number;
  /** Runs `action` after `delayMs`; returns the function that prevents it. */
  after(delayMs: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Numbers from 0 to below 1. */
export type Random = () => number;

/** Doubles with each attempt up to the limit, and is spread so that clients do not come back all at once. */
export function backOffMs(attempt: number, random: Random, limits: { firstMs: number; mostMs: number }): number {
  const spread = 0.5 + random() / 2;
  return Math.round(Math.min(limits.mostMs, limits.firstMs * 2 ** Math.min(attempt, 20)) * spread);
}
