/** `480` as `08:00`. */
export const showMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** `08:00` as `480`; undefined where it is no time. */
export function parseMinute(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute < 24 * 60 ? minute : undefined;
}

const morningHour = 8;

/** The next eight o'clock in the morning of this device. */
export function nextMorning(now: Date): Date {
  const morning = new Date(now);
  morning.setHours(morningHour, 0, 0, 0);
  if (morning <= now) morning.setDate(morning.getDate() + 1);
  return morning;
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
