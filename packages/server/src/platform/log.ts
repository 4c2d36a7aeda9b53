import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs to standard error. Never pass message text, names or other personal data: ids only. */
export function createLogger(level: string): Logger {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    pino.destination({ dest: 2, sync: false }),
  );
}

/** An error without what libraries hang on it: PostgreSQL's `detail` quotes rows, and a connection holds its settings. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error ? { code: String(error.code) } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { type: error.name, message: error.message, stack: error.stack, ...code, ...cause };
}
