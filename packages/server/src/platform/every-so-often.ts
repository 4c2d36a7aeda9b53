import type { Logger } from './log.ts';

export interface Recurring {
  start(): void;
  /** Resolves once nothing is under way any more; afterwards nothing begins. */
  stop(): Promise<void>;
}

/**
 * Does its work every so often, one turn at a time. `work` is asked to look at `isStopping` between its steps. What fails
 * is told to the log and comes again with the next turn.
 */
export function everySoOften(
  { everyMs, log, what }: { everyMs: number; log: Pick<Logger, 'warn'>; what: string },
  work: (isStopping: () => boolean) => Promise<void>,
): Recurring {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let hasStopped = false;
  const turn = () => {
    running ??= work(() => hasStopped)
      .catch((error: unknown) => log.warn({ err: error }, `${what} failed; tried again`))
      .finally(() => {
        running = undefined;
      });
  };
  return {
    start: () => {
      timer = setInterval(turn, everyMs).unref();
    },
    stop: async () => {
      hasStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
