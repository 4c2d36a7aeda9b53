import type { ConversationId, FileId, FileRef, Person, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MessagingMetrics } from './metrics.ts';

/** What the parts of this module work with. */
export interface MessagingContext
  extends Pick<Platform, 'database' | 'clock' | 'newId' | 'sealer' | 'bus' | 'events' | 'log'> {
  metrics: MessagingMetrics;
  findPeople(db: Queryable, ids: readonly UserId[]): Promise<Person[]>;
  findFiles(db: Queryable, ids: readonly FileId[]): Promise<(FileRef & { ownerId: UserId })[]>;
}

export interface MemberPlace {
  conversationId: ConversationId;
  userId: UserId;
}
