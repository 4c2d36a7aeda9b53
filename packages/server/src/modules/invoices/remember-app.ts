import type { UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../platform/database/database.ts';

/** Asks once per process; an id from a transaction that was rolled back is forgotten. */
export function rememberApp(ensure: (tx: Transaction) => Promise<UserId>): (tx: Transaction) => Promise<UserId> {
  let known: UserId | undefined;
  return async (tx) => {
    if (known) return known;
    const appId = await ensure(tx);
    tx.afterCommit(() => {
      known = appId;
    });
    return appId;
  };
}
