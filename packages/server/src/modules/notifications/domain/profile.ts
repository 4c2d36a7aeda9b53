import { defaultNotificationSettings, type NotificationSettings } from '@countinghouse/protocol';

/** An address that waits for the code that was mailed there. */
export interface PendingEmail {
  address: string;
  codeDigest: string;
  expiresAt: string;
  wrongCodes: number;
}

/** Everything that is kept of one person, sealed. */
export interface Profile {
  settings: NotificationSettings;
  email: string | null;
  pending: PendingEmail | null;
  /** When codes were mailed lately. */
  codesMailedAt: string[];
}

export const emptyProfile: Profile = {
  settings: defaultNotificationSettings,
  email: null,
  pending: null,
  codesMailedAt: [],
};

/** Mail goes out only to an address that was confirmed. */
export const mailModeOf = ({ email, settings }: Profile): NotificationSettings['mail'] =>
  email === null ? 'off' : settings.mail;

const dailyMinute = 18 * 60;
const dayMs = 24 * 3_600_000;

/** The next 18:00 in the zone, after `now`. `minuteOfDay` tells the minutes since midnight there. */
export function nextDailyMail(now: Date, minuteOfDay: (at: Date) => number): Date {
  const startOfMinute = now.getTime() - (now.getTime() % 60_000);
  const wait = (dailyMinute - minuteOfDay(now) + 24 * 60) % (24 * 60);
  const first = new Date(startOfMinute + (wait === 0 ? dayMs : wait * 60_000));
  // Where the clocks of the zone were changed in between, the hour is put right.
  const off = minuteOfDay(first) - dailyMinute;
  return off === 0 ? first : new Date(first.getTime() - off * 60_000);
}
