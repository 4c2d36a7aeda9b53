import type {
  ConversationId,
  EngagementId,
  EngagementMember,
  FileId,
  FileRef,
  Person,
  UserId,
} from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MessagingMetrics } from './metrics.ts';

/** What the parts of this module work with. */
export interface MessagingContext
  extends Pick<Platform, 'database' | 'clock' | 'newId' | 'sealer' | 'bus' | 'events' | 'jobs' | 'log'> {
  metrics: MessagingMetrics;
  findPeople(db: Queryable, ids: readonly UserId[]): Promise<Person[]>;
  listEngagementMembers: ListEngagementMembers;
  findFiles(db: Queryable, ids: readonly FileId[]): Promise<(FileRef & { ownerId: UserId })[]>;
}

export interface MemberPlace {
  conversationId: ConversationId;
  userId: UserId;
}

/** Who works on an engagement, and as what. Engagements are above this module, so that the answer is plugged in. */
export type ListEngagementMembers = (db: Queryable, engagementId: EngagementId) => Promise<EngagementMember[]>;
