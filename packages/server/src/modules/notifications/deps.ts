import type { Person, SessionId, UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import type { Recipient } from '../identity/index.ts';
import type { Messaging } from '../messaging/index.ts';
import type { Mail } from './domain/mail-words.ts';
import type { NotificationMetrics } from './metrics.ts';
import type { DeliverPush } from './push/deliver-push.ts';

export interface NotificationDelays {
  /** Messages that come within so long are looked at together. */
  gatherMs: number;
  /** Whoever is on no device gets a push after so long; a device that was just put down may still be read. */
  offlineMs: number;
  /** Whoever is on the line sees what comes there; a push follows only where it stays unread for so long. */
  onlineMs: number;
  lookForMailMs: number;
  /** After a push service did not answer; twice as long each time. */
  tryAgainMs: number;
}

export const notificationDelays: NotificationDelays = {
  gatherMs: 500,
  offlineMs: 3_000,
  onlineMs: 60_000,
  lookForMailMs: 60_000,
  tryAgainMs: 15_000,
};

/** Sends one mail; absent where the firm has no mail server. Rejects where the mail was not taken. */
export type SendMail = (to: string, mail: Mail) => Promise<void>;

/** What the parts of this module work with. */
export interface NotificationsContext
  extends Pick<Platform, 'database' | 'clock' | 'sealer' | 'log' | 'jobs' | 'bus' | 'config'> {
  messaging: Pick<Messaging, 'announceListChanged' | 'announceQuietTimes' | 'isOnline'>;
  metrics: NotificationMetrics;
  delays: NotificationDelays;
  deliverPush: DeliverPush;
  /** Whether an address may be called at all. */
  isCallable(endpoint: string): boolean;
  sendMail: SendMail | undefined;
  newCode(): string;
  findSubjects(sessionIds: readonly SessionId[]): Promise<(Subject & { sessionId: SessionId })[]>;
  findRecipients(db: Queryable, ids: readonly UserId[]): Promise<Recipient[]>;
  findPeople(db: Queryable, ids: readonly UserId[]): Promise<Person[]>;
}
