export interface BatcherLimits {
  /** Keys of one run. */
  sizeMax: number;
  /** Runs at once, so that a flood of keys leaves room for others. */
  runsMax: number;
}

/**
 * Answers keys that come together with one run. When nothing is under way a key runs at once; those that come meanwhile
 * share the next run. A failed run fails its keys only.
 */
export function createBatcher<Key, Answer>(
  limits: BatcherLimits,
  run: (keys: readonly Key[]) => Promise<readonly Answer[]>,
): (key: Key) => Promise<Answer> {
  interface Asked {
    key: Key;
    resolve(answer: Answer): void;
    reject(error: unknown): void;
  }
  let waiting: Asked[] = [];
  let running = 0;

  const start = () => {
    while (running < limits.runsMax && waiting.length > 0) {
      const batch = waiting.slice(0, limits.sizeMax);
      waiting = waiting.slice(limits.sizeMax);
      running += 1;
      void answer(batch);
    }
  };

  const answer = async (batch: readonly Asked[]): Promise<void> => {
    try {
      const answers = await run(batch.map((asked) => asked.key));
      if (answers.length !== batch.length) throw new Error('a run gave another number of answers than it got keys');
      // The lengths were just compared, so each has its answer.
      for (const [index, asked] of batch.entries()) asked.resolve(answers[index] as Answer);
    } catch (error) {
      for (const asked of batch) asked.reject(error);
    } finally {
      running -= 1;
      start();
    }
  };

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      // Keys of one turn of the event loop come together even when nothing is under way.
      if (waiting.length === 1) queueMicrotask(start);
    });
}
