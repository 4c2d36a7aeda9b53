import { isTimeZone, minuteOfDay, type NotificationSettings, Refusal, type UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { NotificationsContext } from '../deps.ts';
import { mailModeOf, nextDailyMail, type Profile } from '../domain/profile.ts';
import { getProfile, lockPerson, saveProfile } from '../store/person-store.ts';

type SavingContext = Pick<NotificationsContext, 'database' | 'sealer' | 'clock' | 'messaging'>;

/** Changes what is kept of a person, in turn with their other devices, which are told. */
export async function changeProfile(
  context: SavingContext,
  tx: Transaction,
  { userId, change }: { userId: UserId; change(profile: Profile): Profile },
): Promise<void> {
  await lockPerson(tx, userId);
  const profile = change(await getProfile(context.sealer, tx, userId));
  const now = context.clock.now();
  const mail = mailModeOf(profile);
  const mailDueAt =
    mail === 'off'
      ? null
      : mail === 'daily'
        ? nextDailyMail(now, (at) => minuteOfDay(at, profile.settings.timeZone))
        : now;
  await saveProfile(context.sealer, tx, { userId, profile, mail, now, mailDueAt });
  await context.messaging.announceListChanged(tx, { userId, list: 'notification-settings' });
  context.messaging.announceQuietTimes(tx, userId);
}

/** Refuses an unknown zone (`time_zone_unknown`). */
export async function saveSettings(
  context: SavingContext,
  userId: UserId,
  settings: NotificationSettings,
): Promise<void> {
  const zones = [settings.timeZone, ...(settings.quietHours ? [settings.quietHours.timeZone] : [])];
  if (!zones.every(isTimeZone)) throw new Refusal('time_zone_unknown', 'no such time zone');
  const keywords = [...new Set(settings.keywords.map((keyword) => keyword.trim()))];
  const quietExceptions = [...new Set(settings.quietExceptions)];
  const clean = { ...settings, keywords, quietExceptions };
  await context.database.transaction((tx) =>
    changeProfile(context, tx, { userId, change: (profile) => ({ ...profile, settings: clean }) }),
  );
}
