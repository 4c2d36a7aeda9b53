import type { UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';

export type EngagementsContext = Pick<Platform, 'database' | 'clock' | 'newId'>;

export interface EngagementsDeps {
  /** Tells people's clients that what their directory shows has changed. */
  announceMeChanged(tx: Transaction, userId: UserId): Promise<void>;
}
