import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs to standard error. Never pass message text, names or other personal data: ids only. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  );
}
