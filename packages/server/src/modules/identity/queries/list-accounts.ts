import type { Queryable } from '../../../platform/database/database.ts';
import { demand, type Subject } from '../../../platform/rights/index.ts';
import { type Account, listAccounts } from '../store/people-store.ts';

export function listAccountsFor(db: Queryable, subject: Subject): Promise<Account[]> {
  demand(subject, 'read', 'account');
  return listAccounts(db);
}
