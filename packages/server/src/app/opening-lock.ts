import type pg from 'pg';
import { codeOf, type Database } from '../platform/database/database.ts';
import type { Logger } from '../platform/log.ts';

const openingLock = 727_002;
/** PostgreSQL's lock_not_available: `lock_timeout` ran out. */
const lockNotAvailable = '55P03';

export interface OpeningLockLimits {
  /** One wait; between two of them the log says who is waited for. */
  tryMs: number;
  /**
   * Longer than PostgreSQL takes to notice that the machine of the holder is gone (`keepAliveLimits`: 25 s), shorter than
   * a process may take to become ready.
   */
  waitMsMax: number;
}

export const openingLockLimits: OpeningLockLimits = { tryMs: 5_000, waitMsMax: 45_000 };

/** Another process did not finish opening the database. One line: what is wrong and what to do. */
export class OpeningLockError extends Error {}

/** Processes that start together take turns at `work`. Throws `OpeningLockError`. */
export async function oneAtATime<Result>(
  input: { database: Database; log: Logger; limits?: OpeningLockLimits },
  work: () => Promise<Result>,
): Promise<Result> {
  const client = await input.database.pool.connect();
  try {
    await lock(client, input);
    const result = await work();
    await client.query('select pg_advisory_unlock($1)', [openingLock]);
    client.release();
    return result;
  } catch (error) {
    // The lock ends with the connection.
    client.release(true);
    throw error;
  }
}

async function lock(
  client: pg.PoolClient,
  { log, limits = openingLockLimits }: { log: Logger; limits?: OpeningLockLimits },
): Promise<void> {
  const until = performance.now() + limits.waitMsMax;
  for (;;) {
    try {
      await client.query(`set lock_timeout = ${limits.tryMs}`);
      await client.query('select pg_advisory_lock($1)', [openingLock]);
      await client.query('reset lock_timeout');
      return;
    } catch (error) {
      if (codeOf(error) !== lockNotAvailable) throw error;
      const holder = await findHolder(client);
      if (performance.now() >= until) {
        throw new OpeningLockError(
          `Another server process (${holder}) has been preparing the database for more than ${Math.round(limits.waitMsMax / 1000)} s; look at its log, or end it, and start again.`,
        );
      }
      log.warn({ holder }, 'another server process prepares the database; waiting');
    }
  }
}

async function findHolder(client: pg.PoolClient): Promise<string> {
  const { rows } = await client.query<{ pid: number; address: string | null }>(
    `select a.pid, host(a.client_addr) as address from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.granted and l.classid = 0 and l.objid = $1 and l.objsubid = 1
       and l.database = (select oid from pg_database where datname = current_database())`,
    [openingLock],
  );
  const [holder] = rows;
  return holder ? `connection ${holder.pid} from ${holder.address ?? 'the same machine'}` : 'it has just finished';
}
