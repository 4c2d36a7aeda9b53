import { randomInt } from 'node:crypto';
import type { SessionId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import webPush from 'web-push';
import { everySoOften } from '../../platform/every-so-often.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Subject } from '../../platform/rights/index.ts';
import { findPeople, findRecipients, personDeactivated, sessionEndedTopic } from '../identity/index.ts';
import { conversationEventsTopic, type Messaging } from '../messaging/index.ts';
import { type NotificationDelays, type NotificationsContext, notificationDelays } from './deps.ts';
import type { PushKeys } from './domain/push-keys.ts';
import { openMailer } from './mail/mailer.ts';
import { lookForMissed, type MissedMailPayload, missedMailJob, sendMissedMail } from './mail/send-missed.ts';
import { createNotificationMetrics } from './metrics.ts';
import { type DeliverPush, deliverPush, isCallable } from './push/deliver-push.ts';
import { Follower } from './push/follower.ts';
import { type PushPayload, pushJob, sendPushes } from './push/send-pushes.ts';
import { registerRoutes } from './routes.ts';
import { keepPushKeys } from './store/firm-store.ts';
import { findProfiles, stopMail } from './store/person-store.ts';
import { deleteSubscriptions, deleteSubscriptionsOf } from './store/subscription-store.ts';

export type { NotificationDelays } from './deps.ts';
export type { DeliverPush, PushRequest } from './push/deliver-push.ts';

export interface Notifications {
  registerRoutes(app: FastifyInstance): void;
  start(): void;
  stop(): Promise<void>;
  /** Looks whose time for a mail has come; the clock does it by itself once started. */
  lookForMissed(): Promise<void>;
}

export interface NotificationsOptions {
  delays?: NotificationDelays;
  /** In the place of push services, for tests; every address is then callable. */
  deliverPush?: DeliverPush;
  newCode?(): string;
}

interface Dependencies {
  messaging: Messaging;
  identity: { findSubjects(ids: readonly SessionId[]): Promise<(Subject & { sessionId: SessionId })[]> };
}

export function createNotifications(
  platform: Platform,
  { messaging, identity }: Dependencies,
  options: NotificationsOptions = {},
): Notifications {
  const mailer = platform.config.mail && openMailer(platform.config.mail);
  const context: NotificationsContext = {
    ...platform,
    messaging,
    metrics: createNotificationMetrics(platform.metrics),
    delays: options.delays ?? notificationDelays,
    deliverPush: options.deliverPush ?? deliverPush,
    isCallable: options.deliverPush ? () => true : isCallable,
    sendMail: mailer?.send,
    newCode: options.newCode ?? (() => String(randomInt(1_000_000)).padStart(6, '0')),
    findSubjects: (ids) => identity.findSubjects(ids),
    findRecipients,
    findPeople,
  };
  messaging.readQuietTimesWith(async (userIds) => {
    const profiles = await findProfiles(context.sealer, context.database, userIds);
    return new Map([...profiles].map(([userId, { settings }]) => [userId, settings]));
  });
  const keys = rememberKeys(context);
  const follower = new Follower(context);
  subscribe(platform, follower);
  // Only this module adds these jobs.
  platform.jobs.define(pushJob, (payload) => sendPushes({ context, keys }, payload as PushPayload)); // see above
  platform.jobs.define(missedMailJob, (payload) => sendMissedMail(context, payload as MissedMailPayload)); // see above
  const look = async (isStopping: () => boolean = () => false) => {
    while (!isStopping() && (await lookForMissed(context)));
  };
  const clock = everySoOften(
    { everyMs: context.delays.lookForMailMs, log: platform.log, what: 'looking for missed messages' },
    look,
  );
  return {
    registerRoutes: (app) => registerRoutes(app, { context, keys }),
    start: () => {
      follower.start();
      if (mailer) clock.start();
    },
    stop: async () => {
      await clock.stop();
      await follower.stop();
      mailer?.close();
    },
    lookForMissed: () => look(),
  };
}

/** Made at the first start, then kept: who has subscribed has done so to these keys. */
function rememberKeys({ sealer, database }: NotificationsContext): () => Promise<PushKeys> {
  let kept: Promise<PushKeys> | undefined;
  return () => {
    kept ??= keepPushKeys(sealer, database, () => webPush.generateVAPIDKeys()).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}

function subscribe({ bus, events, database, log }: Platform, follower: Follower): void {
  bus.subscribe(conversationEventsTopic, (hint) => follower.handle(hint));
  bus.onGap(() => void follower.catchUp());
  bus.subscribe(sessionEndedTopic, ({ sessionIds }) => {
    // Those that this misses are found when a push is to be sent: only live sessions get one.
    deleteSubscriptions(database, sessionIds as SessionId[]).catch(
      (
        error: unknown, // ids of sessions by the topic's meaning
      ) => log.warn({ err: error }, 'subscriptions of ended sessions could not be deleted'),
    );
  });
  events.on(personDeactivated, async (tx, { userId }) => {
    await deleteSubscriptionsOf(tx, userId);
    await stopMail(tx, userId);
  });
}
