import { createHash } from 'node:crypto';
import type { ConversationId, PushMessage, SessionId, UserId } from '@countinghouse/protocol';
import webPush from 'web-push';
import { InsideAddressError } from '../../../platform/outside/outside-address.ts';
import type { NotificationsContext } from '../deps.ts';
import { mayShowWords } from '../domain/news.ts';
import { areKeysUsable, type PushKeys } from '../domain/push-keys.ts';
import { wordPush } from '../domain/push-words.ts';
import { nameIn } from '../name-in.ts';
import { isPreviewAllowed } from '../store/firm-store.ts';
import { deleteSubscriptions, listSubscriptions, type Subscription } from '../store/subscription-store.ts';
import { gatherNews, type PushNews } from './gather-news.ts';

export const pushJob = 'push-news';

export interface PushPayload {
  conversationId: ConversationId;
  afterSeq: number;
  toSeq: number;
  userIds: readonly UserId[];
  /** Only these devices: those that did not answer before. */
  sessionIds?: readonly SessionId[];
  attempt: number;
}

/** The queue goes by the clock of the database, not by ours; at once where there is nothing to wait for. */
export const laterBy = (delayMs: number): { runAt?: Date } =>
  delayMs > 0 ? { runAt: new Date(Date.now() + delayMs) } : {};

const attemptsMax = 4;
/** A push that could not be handed over for so long is of no use any more. */
const lifeSeconds = 4 * 3_600;

export interface PushParts {
  context: NotificationsContext;
  keys(): Promise<PushKeys>;
}

/** Looks at everything anew, for what was true when the job was made may have changed, and sends what is left. */
export async function sendPushes({ context, keys }: PushParts, payload: PushPayload): Promise<void> {
  const { database, sealer } = context;
  const { conversationId, afterSeq, toSeq, userIds, sessionIds } = payload;
  const found = await gatherNews(context, database, { userIds, ranges: [{ conversationId, afterSeq, toSeq }] });
  if (found.length === 0) return;
  const subscriptions = await listSubscriptions(
    sealer,
    database,
    found.map(({ recipient }) => recipient.userId),
  );
  const asked = sessionIds ? new Set(sessionIds) : undefined;
  const chosen = subscriptions.filter(({ sessionId }) => asked?.has(sessionId) ?? true);
  const live = await liveOnes(context, chosen);
  const messages = await wordFor(context, found);
  const vapid = await keys();
  const unanswered: SessionId[] = [];
  await Promise.all(
    live.map(async (subscription) => {
      const message = messages.get(subscription.userId);
      if (!message) return;
      if (!(await hand(context, vapid, { subscription, message }))) unanswered.push(subscription.sessionId);
    }),
  );
  if (unanswered.length > 0) await tryAgain(context, payload, unanswered);
}

/** Devices whose session goes on; the others are forgotten. */
async function liveOnes(context: NotificationsContext, all: readonly Subscription[]): Promise<Subscription[]> {
  const subjects = await context.findSubjects(all.map(({ sessionId }) => sessionId));
  const live = new Map(subjects.map((subject) => [subject.sessionId, subject.userId]));
  const isLive = ({ sessionId, userId }: Subscription) => live.get(sessionId) === userId;
  const ended = all.filter((subscription) => !isLive(subscription)).map(({ sessionId }) => sessionId);
  if (ended.length > 0) await deleteSubscriptions(context.database, ended);
  return all.filter(isLive);
}

async function wordFor(
  { database, findPeople }: NotificationsContext,
  found: readonly PushNews[],
): Promise<ReadonlyMap<UserId, PushMessage>> {
  const isAllowed = await isPreviewAllowed(database);
  const senderIds = new Set(found.flatMap(({ news }) => news.messages.map((message) => message.actorId)));
  const people = new Map((await findPeople(database, [...senderIds])).map((person) => [String(person.id), person]));
  return new Map(
    found.map(({ news, recipient, profile }) => {
      const nameOf = (userId: string) => nameIn(recipient.locale, people.get(userId)?.name);
      const choice = { isPreviewAllowed: isAllowed, isPreviewShown: profile.settings.isPreviewShown };
      const isWordsShown = mayShowWords(news.place, choice);
      return [recipient.userId, wordPush({ news, locale: recipient.locale, nameOf, isWordsShown })];
    }),
  );
}

/** False where it is worth another try. */
async function hand(
  context: NotificationsContext,
  vapid: PushKeys,
  { subscription, message }: { subscription: Subscription; message: PushMessage },
): Promise<boolean> {
  const { metrics, log, database } = context;
  if (!areKeysUsable(subscription.target)) {
    metrics.pushes.inc({ outcome: 'refused' });
    await deleteSubscriptions(database, [subscription.sessionId]);
    log.warn('a push subscription had keys that nothing can be encrypted for and was forgotten');
    return true;
  }
  try {
    const { endpoint, headers, body } = webPush.generateRequestDetails(subscription.target, JSON.stringify(message), {
      vapidDetails: { subject: vapidSubject(context), ...vapid },
      TTL: lifeSeconds,
      urgency: 'high',
      // A newer push about the conversation takes the place of one that waits at the service.
      topic: createHash('sha256').update(message.conversationId).digest('base64url').slice(0, 32),
      contentEncoding: 'aes128gcm',
    });
    const status = await context.deliverPush({ endpoint, headers: plainHeaders(headers), body });
    if (status >= 200 && status < 300) {
      metrics.pushes.inc({ outcome: 'taken' });
      return true;
    }
    if (status === 429 || status >= 500) {
      metrics.pushes.inc({ outcome: 'failed' });
      return false;
    }
    // 404 and 410: the device is gone. Any other refusal comes again each time, as from keys that do not fit.
    metrics.pushes.inc({ outcome: status === 404 || status === 410 ? 'gone' : 'refused' });
    if (status !== 413) await deleteSubscriptions(database, [subscription.sessionId]);
    if (status !== 404 && status !== 410) log.warn({ status }, 'a push service refused a push');
    return true;
  } catch (error) {
    metrics.pushes.inc({ outcome: 'failed' });
    if (!(error instanceof InsideAddressError)) return false;
    await deleteSubscriptions(database, [subscription.sessionId]);
    log.warn('a push subscription led to an address inside and was forgotten');
    return true;
  }
}

const plainHeaders = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** RFC 8292 wants an address at which a push service finds who sends. */
const vapidSubject = ({ config }: Pick<NotificationsContext, 'config'>): string =>
  config.publicUrl.startsWith('https:')
    ? config.publicUrl
    : `mailto:${config.mail?.from ?? `push@${new URL(config.publicUrl).hostname}`}`;

async function tryAgain(
  { database, jobs, log, delays }: NotificationsContext,
  payload: PushPayload,
  sessionIds: readonly SessionId[],
): Promise<void> {
  if (payload.attempt >= attemptsMax) {
    log.warn({ devices: sessionIds.length }, 'push services did not answer; given up');
    return;
  }
  const next: PushPayload = { ...payload, sessionIds, attempt: payload.attempt + 1 };
  await database.transaction((tx) =>
    jobs.add(tx, { name: pushJob, payload: next, ...laterBy(delays.tryAgainMs * 2 ** (payload.attempt - 1)) }),
  );
}
