import pg from 'pg';
import type { Logger } from '../log.ts';

// int8 as number: sequence numbers and amounts stay below 2^53 by their schemas. Calendar dates stay text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface Queryable {
  /** Rows of one statement; parameters as `$1`, `$2`, …. */
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface Transaction extends Queryable {
  /** Runs once the transaction is on disk, in order; never runs if it was rolled back. Must not throw. */
  afterCommit(action: () => void): void;
  /** Runs just before commit, after everything else; used to take the busiest lock last. */
  beforeCommit(action: () => Promise<void>): void;
}

export interface Database extends Queryable {
  /** Commits if `work` resolves, rolls back if it rejects. Serialization failures and deadlocks are tried again, so `work` may run more than once. */
  transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result>;
  pool: pg.Pool;
  close(): Promise<void>;
}

const attemptsMax = 4;
const retriedCodes = new Set(['40001', '40P01']);
const connectionsMaxDefault = 16;
/** PostgreSQL is stopping in order; https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const adminShutdown = '57P01';

export function openDatabase({
  url,
  log,
  connectionsMax = connectionsMaxDefault,
}: {
  url: string;
  log: Logger;
  connectionsMax?: number;
}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connectionsMax,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks while lent out reports to whoever waits on it too; without a listener it would end the process.
  const report = (error: Error) => {
    const isShutdown = codeOf(error) === adminShutdown;
    log[isShutdown ? 'info' : 'warn']({ err: error }, 'database connection failed');
  };
  pool.on('error', report);
  const open = new Set<Promise<unknown>>();
  pool.on('connect', (client) => {
    client.on('error', report);
    const ended = new Promise<void>((resolve) => client.once('end', resolve)).finally(() => open.delete(ended));
    open.add(ended);
  });
  return {
    pool,
    query: async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
      (await pool.query<Row & pg.QueryResultRow>(sql, [...params])).rows,
    transaction: (work) => runTransaction(pool, log, work),
    close: async () => {
      await pool.end();
      // The pool forgets its connections before they are closed; the database must not be stopped under them.
      await Promise.allSettled(open);
    },
  };
}

async function runTransaction<Result>(
  pool: pg.Pool,
  log: Logger,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptTransaction(pool, log, work);
    } catch (error) {
      if (attempt >= attemptsMax || !retriedCodes.has(codeOf(error))) throw error;
    }
  }
}

async function attemptTransaction<Result>(
  pool: pg.Pool,
  log: Logger,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  const afterCommit: (() => void)[] = [];
  const beforeCommit: (() => Promise<void>)[] = [];
  let failure: Error | undefined;
  try {
    await client.query('begin');
    const result = await work({
      query: async <Row extends object>(sql: string, params: readonly unknown[] = []) =>
        (await client.query<Row & pg.QueryResultRow>(sql, [...params])).rows,
      afterCommit: (action) => void afterCommit.push(action),
      beforeCommit: (action) => void beforeCommit.push(action),
    });
    for (const action of beforeCommit) await action();
    await client.query('commit');
    for (const action of afterCommit) runHook(action, log);
    return result;
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => {
      failure = rollbackError;
    });
    throw error;
  } finally {
    client.release(failure);
  }
}

function runHook(action: () => void, log: Logger): void {
  try {
    action();
  } catch (error) {
    // The write is on disk; a failing hook must not make it look refused.
    log.error({ err: error }, 'after-commit hook failed');
  }
}

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
