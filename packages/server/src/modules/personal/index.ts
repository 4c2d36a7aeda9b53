import { type PersonStatus, personal, type ScheduledMessageId, type UserId } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Queryable } from '../../platform/database/database.ts';
import { everySoOften } from '../../platform/every-so-often.ts';
import { serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { findRecipients } from '../identity/index.ts';
import type { Messaging } from '../messaging/index.ts';
import { putBookmark, removeBookmark } from './actions/keep-bookmarks.ts';
import { cancelScheduled, changeScheduled, scheduleMessage } from './actions/schedule-messages.ts';
import { endOverdue, sendScheduled } from './actions/send-scheduled.ts';
import { setStatus } from './actions/set-status.ts';
import type { PersonalContext } from './context.ts';
import { sendScheduledJob } from './domain/sending.ts';
import { getBookmarks } from './queries/bookmarks.ts';
import { listOpen, presentScheduled } from './store/scheduled-store.ts';
import { listStatuses } from './store/status-store.ts';

export interface Personal {
  registerRoutes(app: FastifyInstance): void;
  /** What people say of themselves now; of everybody, where nobody is named. */
  listStatuses(db: Queryable, userIds?: readonly UserId[]): Promise<ReadonlyMap<UserId, PersonStatus>>;
  /** Sends one whose time has come; the queue does it by itself. */
  sendScheduled(id: ScheduledMessageId): Promise<void>;
  /** Ends those that the queue gave up; the clock does it by itself once started. */
  endOverdue(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const lookForOverdueMs = 60_000;

export function createPersonal(platform: Platform, { messaging }: { messaging: Messaging }): Personal {
  const context: PersonalContext = {
    ...platform,
    messaging,
    findSubject: async (db, userId) => {
      const [found] = await findRecipients(db, [userId]);
      return found && { userId, kind: found.kind, roles: found.roles, sessionId: undefined };
    },
  };
  const send = (id: ScheduledMessageId) => sendScheduled(context, id);
  // Only this module adds these jobs.
  platform.jobs.define(sendScheduledJob, (payload) => send((payload as { id: ScheduledMessageId }).id)); // see above
  const recurring = everySoOften(
    { everyMs: lookForOverdueMs, log: platform.log, what: 'looking for scheduled messages that were not sent' },
    (isStopping) => endOverdue(context, isStopping),
  );
  return {
    ...recurring,
    endOverdue: () => endOverdue(context),
    registerRoutes: (app) => registerRoutes(app, context),
    listStatuses: (db, userIds) =>
      listStatuses(db, platform.sealer, { now: platform.clock.now(), ...(userIds ? { userIds } : {}) }),
    sendScheduled: send,
  };
}

function registerRoutes(app: FastifyInstance, context: PersonalContext): void {
  serve(app, personal.listBookmarks, ({ subject, query }) => getBookmarks(context, subject, query));
  serve(app, personal.putBookmark, async ({ subject, params, body }) => {
    await putBookmark(context, subject, { ...params, ...body });
    return {};
  });
  serve(app, personal.removeBookmark, async ({ subject, params }) => {
    await removeBookmark(context, subject, params);
    return {};
  });
  serve(app, personal.listScheduled, async ({ subject }) => ({
    messages: (await listOpen(context.database, context.sealer, subject.userId)).map(presentScheduled),
  }));
  serve(app, personal.schedule, ({ subject, body }) => scheduleMessage(context, subject, body));
  serve(app, personal.changeScheduled, ({ subject, params, body }) =>
    changeScheduled(context, subject, { id: params.scheduledMessageId, ...body }),
  );
  serve(app, personal.cancelScheduled, async ({ subject, params }) => {
    await cancelScheduled(context, subject, params.scheduledMessageId);
    return {};
  });
  serve(app, personal.setStatus, async ({ subject, body }) => ({
    status: await setStatus(context, subject, body.status),
  }));
}
