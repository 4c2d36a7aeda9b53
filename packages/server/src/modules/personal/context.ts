import type { UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import type { Messaging } from '../messaging/index.ts';

/** What the parts of this module work with. */
export interface PersonalContext extends Pick<Platform, 'database' | 'clock' | 'newId' | 'sealer' | 'jobs' | 'log'> {
  messaging: Pick<
    Messaging,
    'announceListChanged' | 'announceMeChanged' | 'announceStatus' | 'checkPost' | 'postAs' | 'readForSubject'
  >;
  /** Who a person is for the rules, without a session; undefined where they were cut off. */
  findSubject(db: Queryable, userId: UserId): Promise<Subject | undefined>;
}
