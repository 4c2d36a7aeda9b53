import { minuteOfDay, type UserId } from '@countinghouse/protocol';
import type { Database } from '../../../platform/database/database.ts';
import type { Recipient } from '../../identity/index.ts';
import { type MessageRange, readMessages } from '../../messaging/index.ts';
import type { NotificationsContext } from '../deps.ts';
import { wordMissedMail } from '../domain/mail-words.ts';
import { mayShowWords, type News, pickNews, type WaitingPlace } from '../domain/news.ts';
import { emptyProfile, nextDailyMail, type Profile } from '../domain/profile.ts';
import { nameIn } from '../name-in.ts';
import { isPreviewAllowed } from '../store/firm-store.ts';
import { type DuePerson, findProfiles, lockDuePeople, type MailTurn, setMailTurns } from '../store/person-store.ts';
import { listWaitingPlaces, subjectOf } from '../store/waiting-store.ts';

export const missedMailJob = 'send-missed-mail';

export interface MissedMailPayload {
  userId: UserId;
  /** Messages of this time: after the one, up to the other. */
  after: string;
  until: string;
}

/** People who are looked at in one turn; the next turn takes the next. */
const peopleMax = 200;
const nothingPauseMs = 60_000;
/** Of one conversation and span, the newest; a mail tells of no more. */
const messagesMax = 200;
const minuteMs = 60_000;

/** Up to when messages are old enough to be missed, and when to look again after a mail. */
function turnOf({ mail }: Pick<DuePerson, 'mail'>, profile: Profile, now: Date): { until: Date; next: Date } {
  if (mail === 'daily') {
    return { until: now, next: nextDailyMail(now, (at) => minuteOfDay(at, profile.settings.timeZone)) };
  }
  const waitMs = Number(mail) * minuteMs;
  return { until: new Date(now.getTime() - waitMs), next: new Date(now.getTime() + waitMs) };
}

/** Takes those whose time has come: who missed something gets a job, which looks again. True where there may be more. */
export function lookForMissed(context: NotificationsContext): Promise<boolean> {
  const { database, sealer, clock, jobs } = context;
  return database.transaction(async (tx) => {
    const now = clock.now();
    const due = await lockDuePeople(tx, now, peopleMax);
    const profiles = await findProfiles(
      sealer,
      tx,
      due.map(({ userId }) => userId),
    );
    const planned = due.map((person) => {
      const { userId, mailedUntil } = person;
      const { until, next } = turnOf(person, profiles.get(userId) ?? emptyProfile, now);
      return { userId, mailedUntil, until, next, isDaily: person.mail === 'daily' };
    });
    const asked = planned.filter(({ until, mailedUntil }) => until > mailedUntil);
    const missed = await findMissed(
      context,
      tx,
      asked.map(({ userId, mailedUntil, until }) => ({ userId, after: mailedUntil, until })),
    );
    const turns: MailTurn[] = [];
    for (const { userId, mailedUntil, until, next, isDaily } of planned) {
      if (!missed.has(userId)) {
        turns.push({ userId, dueAt: isDaily ? next : new Date(now.getTime() + nothingPauseMs), mailedUntil });
        continue;
      }
      const payload: MissedMailPayload = { userId, after: mailedUntil.toISOString(), until: until.toISOString() };
      await jobs.add(tx, { name: missedMailJob, payload });
      turns.push({ userId, dueAt: next, mailedUntil: until });
    }
    await setMailTurns(tx, turns);
    return due.length === peopleMax;
  });
}

interface Missed {
  recipient: Recipient;
  profile: Profile;
  email: string;
  /** Never empty. */
  news: News[];
}

interface AskedSpan {
  userId: UserId;
  after: Date;
  until: Date;
}

/**
 * What these people missed in their spans, by what is true now; whoever missed nothing, or gets no mail, is not in it. The
 * same few statements for any number of people.
 */
async function findMissed(
  context: Pick<NotificationsContext, 'sealer' | 'clock' | 'findRecipients'>,
  db: Pick<Database, 'query'>,
  asked: readonly AskedSpan[],
): Promise<ReadonlyMap<UserId, Missed>> {
  if (asked.length === 0) return new Map();
  const ids = asked.map(({ userId }) => userId);
  const profiles = await findProfiles(context.sealer, db, ids);
  const recipients = (await context.findRecipients(db, ids)).filter(({ userId }) => {
    const profile = profiles.get(userId);
    return profile && profile.email !== null && profile.settings.mail !== 'off';
  });
  if (recipients.length === 0) return new Map();
  const spans = new Map(asked.map((span) => [span.userId, span]));
  const since = new Date(Math.min(...asked.map(({ after }) => after.getTime())));
  const places = await listWaitingPlaces(db, recipients.map(subjectOf), { since });
  const messages = Map.groupBy(await readMessages(context, db, rangesOf(places, spans)), (each) => each.conversationId);
  const placesOf = Map.groupBy(places, (place) => place.userId);
  const found = new Map<UserId, Missed>();
  for (const recipient of recipients) {
    const { userId } = recipient;
    const [span, profile] = [spans.get(userId), profiles.get(userId)];
    if (!span || !profile || profile.email === null) continue;
    // A mail disturbs nobody; what was missed in quiet hours is what it is for.
    const settings = { ...profile.settings, quietHours: null, quietUntil: null };
    const rules = { settings, now: context.clock.now(), afterSeq: 0 };
    const news = (placesOf.get(userId) ?? []).flatMap((place) => {
      const all = messages.get(place.conversationId) ?? [];
      const own = all.filter(({ at }) => at > span.after && at <= span.until).slice(-messagesMax);
      return pickNews(place, own, rules) ?? [];
    });
    if (news.length > 0) found.set(userId, { recipient, profile, email: profile.email, news });
  }
  return found;
}

/**
 * What all of them together may have missed, each message once. How long messages are left unread is one of a few choices,
 * so that a conversation is read a few times at most, however many of its members are looked at.
 */
function rangesOf(places: readonly WaitingPlace[], spans: ReadonlyMap<UserId, AskedSpan>): MessageRange[] {
  const ranges = new Map<string, MessageRange & { span: { after: Date; until: Date } }>();
  for (const { conversationId, userId, cursorSeq } of places) {
    const span = spans.get(userId);
    if (!span) continue;
    const key = `${conversationId} ${span.until.getTime()}`;
    const known = ranges.get(key);
    const after = known && known.span.after < span.after ? known.span.after : span.after;
    ranges.set(key, {
      conversationId,
      afterSeq: Math.min(cursorSeq, known?.afterSeq ?? cursorSeq),
      toSeq: Number.MAX_SAFE_INTEGER,
      span: { after, until: span.until },
      limit: messagesMax,
    });
  }
  return [...ranges.values()];
}

/** One mail about everything that is still missed; nothing where it was read, recalled or taken out of reach meanwhile. */
export async function sendMissedMail(context: NotificationsContext, payload: MissedMailPayload): Promise<void> {
  const { database, sendMail, metrics, config } = context;
  const { userId } = payload;
  const span = { userId, after: new Date(payload.after), until: new Date(payload.until) };
  const missed = (await findMissed(context, database, [span])).get(userId);
  if (!missed || !sendMail) return;
  const { recipient, profile, email, news } = missed;
  const isAllowed = await isPreviewAllowed(database);
  const choice = { isPreviewAllowed: isAllowed, isPreviewShown: profile.settings.isPreviewShown };
  const senderIds = news.flatMap(({ messages }) => messages.map(({ actorId }) => actorId));
  const found = await context.findPeople(database, [...new Set([recipient.userId, ...senderIds])]);
  const people = new Map(found.map((person) => [String(person.id), person]));
  const nameOf = (userId: string) => nameIn(recipient.locale, people.get(userId)?.name);
  const mail = wordMissedMail({
    locale: recipient.locale,
    name: nameOf(recipient.userId),
    news: news.map((each) => ({ news: each, isWordsShown: mayShowWords(each.place, choice) })),
    publicUrl: config.publicUrl,
    nameOf,
  });
  try {
    await sendMail(email, mail);
    metrics.mails.inc({ outcome: 'taken' });
  } catch (error) {
    metrics.mails.inc({ outcome: 'failed' });
    throw error;
  }
}
