import type { UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Approvals } from '../approvals/index.ts';
import type { Identity } from '../identity/index.ts';
import type { Invoices, Messaging } from '../invoices/index.ts';
import type { Ledger } from '../ledger/index.ts';

export interface ClaimsDeps {
  identity: Pick<Identity, 'ensureApp'>;
  messaging: Messaging;
  approvals: Approvals;
  ledger: Ledger;
  invoices: Pick<Invoices, 'claiming' | 'countOpenQuestionsFor' | 'listOpenQuestionsFor'>;
}

/** What the parts of this module work with. */
export interface ClaimsContext extends Pick<Platform, 'database' | 'clock' | 'newId' | 'events'>, ClaimsDeps {
  /** The approvals assistant, in whose conversations claims stand. */
  appId(tx: Transaction): Promise<UserId>;
}
