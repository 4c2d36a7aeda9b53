const attempts = 8;

/** Milliseconds of the quickest of a few runs: what the work takes where nothing else wants the processor. */
export function quickestMs(work: () => unknown): number {
  return Math.min(
    ...Array.from({ length: attempts }, () => {
      const before = performance.now();
      work();
      return performance.now() - before;
    }),
  );
}
