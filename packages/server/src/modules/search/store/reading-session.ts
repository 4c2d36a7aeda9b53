import { Refusal } from '@countinghouse/protocol';
import { codeOf, type Database, type Queryable } from '../../../platform/database/database.ts';

/** A search that takes longer helps nobody and keeps others from theirs. */
const statementMsMax = 3_000;
/** https://www.postgresql.org/docs/current/errcodes-appendix.html: `query_canceled`. */
const queryCanceled = '57014';

/**
 * Compiling a statement of milliseconds takes longer than running it, and what the planner guesses of digests is not worth
 * a scan of everything: the looks into the index are always the better plan.
 */
const settings = `set local jit = off; set local enable_seqscan = off; set local max_parallel_workers_per_gather = 0;
  set local statement_timeout = ${statementMsMax}`;

/** Runs searches with their own settings. Throws `search_too_slow`. */
export async function inReadingSession<Result>(
  database: Database,
  work: (db: Queryable) => Promise<Result>,
): Promise<Result> {
  try {
    return await database.transaction(async (tx) => {
      await tx.query(settings);
      return work(tx);
    });
  } catch (error) {
    if (codeOf(error) === queryCanceled) throw new Refusal('search_too_slow', 'the search took too long');
    throw error;
  }
}
