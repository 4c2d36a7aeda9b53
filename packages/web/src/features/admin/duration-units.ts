export const durationUnits = ['minutes', 'hours', 'days'] as const;
export type DurationUnit = (typeof durationUnits)[number];

export const minutesOf: Readonly<Record<DurationUnit, number>> = { minutes: 1, hours: 60, days: 24 * 60 };

/** In what people would say so many minutes: a whole number of it, and one day is still 24 hours. */
export function unitFor(minutes: number): DurationUnit {
  if (minutes === 0 || minutes % minutesOf.hours !== 0) return 'minutes';
  return minutes > minutesOf.days && minutes % minutesOf.days === 0 ? 'days' : 'hours';
}
