import { hash } from 'node:crypto';
import pg from 'pg';
import type { Logger } from '../log.ts';

// int8 as number: sequence numbers and amounts stay below 2^53 by their schemas. Calendar dates stay text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface Queryable {
  /**
   * Rows of one statement; parameters as `$1`, `$2`, …. Statements that are given together are sent together and run in
   * their order. `prepared` ones are read and planned once per connection: for those of the hot path whose best plan does
   * not depend on the parameters. Their text must not hold values, or each would be kept.
   */
  query<Row extends object>(sql: string, params?: readonly unknown[], how?: 'prepared'): Promise<Row[]>;
}

export interface Transaction extends Queryable {
  /** Runs once the transaction is on disk, in order; never runs if it was rolled back. Must not throw. */
  afterCommit(action: () => void): void;
  /**
   * Runs just before commit, after everything else; used to take the busiest lock last. Statements that it gives before it
   * first waits reach the database together with the commit.
   */
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

/**
 * A machine that is cut off or loses its power does not say goodbye. Each side asks a quiet one for a sign of life, so that
 * the server ends such a connection with its locks, and we end one to a server that is gone.
 */
export const keepAliveLimits = {
  /** So long a connection is quiet before it is asked. */
  idleMs: 10_000,
  /** Asked again so often, and given up after so many. */
  intervalMs: 5_000,
  probesMax: 3,
  /** No work of ours thinks so long in the middle of a transaction, where it may hold locks. */
  idleInTransactionMsMax: 60_000,
};

/** Of the server, for one connection; PostgreSQL leaves out the first three where the connection is no TCP. */
const sessionSettings = [
  `set tcp_keepalives_idle = '${keepAliveLimits.idleMs / 1000}s'`,
  `set tcp_keepalives_interval = '${keepAliveLimits.intervalMs / 1000}s'`,
  `set tcp_keepalives_count = ${keepAliveLimits.probesMax}`,
  `set idle_in_transaction_session_timeout = ${keepAliveLimits.idleInTransactionMsMax}`,
].join('; ');

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
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveLimits.idleMs,
    onConnect: async (client) => {
      await client.query(sessionSettings);
    },
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
    query: async <Row extends object>(text: string, params: readonly unknown[] = [], how?: 'prepared') =>
      (await pool.query<Row & pg.QueryResultRow>(statementOf(text, params, how))).rows,
    transaction: (work) => runTransaction(pool, log, work),
    close: async () => {
      await pool.end();
      // The pool forgets its connections before they are closed; the database must not be stopped under them.
      await Promise.allSettled(open);
    },
  };
}

const preparedNames = new Map<string, string>();

/** The name is made of the text, so that it means the same on every connection, whoever else uses it. */
function statementOf(text: string, params: readonly unknown[], how: 'prepared' | undefined): pg.QueryConfig {
  const values = [...params];
  if (!how) return { text, values };
  const name = preparedNames.get(text) ?? hash('sha256', text).slice(0, 32);
  preparedNames.set(text, name);
  return { name, text, values };
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
      query: async <Row extends object>(text: string, params: readonly unknown[] = [], how?: 'prepared') =>
        (await client.query<Row & pg.QueryResultRow>(statementOf(text, params, how))).rows,
      afterCommit: (action) => void afterCommit.push(action),
      beforeCommit: (action) => void beforeCommit.push(action),
    });
    await commit(client, beforeCommit);
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

/** After a failed statement the database takes a commit for a rollback, so nothing is kept of what failed last. */
async function commit(client: pg.PoolClient, beforeCommit: readonly (() => Promise<void>)[]): Promise<void> {
  const last = beforeCommit.map((action) => action());
  const [done] = await Promise.all([client.query('commit'), ...last]);
  if (done.command !== 'COMMIT') throw new Error('the database rolled the transaction back at its end');
}

function runHook(action: () => void, log: Logger): void {
  try {
    action();
  } catch (error) {
    // The write is on disk; a failing hook must not make it look refused.
    log.error({ err: error }, 'after-commit hook failed');
  }
}

/** Connection exceptions, insufficient resources (a full disk among them), operator intervention, system errors. */
const unreachableCodes = /^(08...|53...|57P0.|58...|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
/** What `pg` says, without a code, where a connection broke, could not be made, or is not made any more. */
const unreachableWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Connection ended|Cannot use a pool after calling end)/;

/** The database does not answer or cannot write at present; the same work may succeed later. */
export const isUnreachable = (error: unknown): boolean =>
  unreachableCodes.test(codeOf(error)) ||
  isSocketMissing(error) ||
  (error instanceof Error && unreachableWords.test(error.message));

/** A database on a socket of the file system is away where the socket is; any other file that is missing is a fault. */
const isSocketMissing = (error: unknown): boolean =>
  codeOf(error) === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'connect';

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
