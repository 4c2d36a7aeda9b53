import type { UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../platform/database/database.ts';

const makingAppsLock = 727_002;

/** Asks once per process; an id from a transaction that was rolled back is forgotten. */
export function rememberApp(ensure: (tx: Transaction) => Promise<UserId>): (tx: Transaction) => Promise<UserId> {
  let known: UserId | undefined;
  return async (tx) => {
    if (known) return known;
    // Two first uses at once would both try to make the account.
    await tx.query('select pg_advisory_xact_lock($1)', [makingAppsLock]);
    const appId = await ensure(tx);
    tx.afterCommit(() => {
      known = appId;
    });
    return appId;
  };
}
