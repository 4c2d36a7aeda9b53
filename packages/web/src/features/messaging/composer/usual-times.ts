import type { Dayjs } from 'dayjs';

export interface UsualTime {
  name: 'inThreeHours' | 'thisEvening' | 'tomorrowMorning' | 'mondayMorning';
  at: Dayjs;
}

/** Usual times from a moment on; those that are over are left out. */
export function usualTimes(now: Dayjs): UsualTime[] {
  const at = (day: Dayjs, hour: number) => day.hour(hour).minute(0).second(0).millisecond(0);
  const toMonday = (8 - now.day()) % 7 || 7;
  return [
    { name: 'inThreeHours' as const, at: now.add(3, 'hour').second(0).millisecond(0) },
    { name: 'thisEvening' as const, at: at(now, 20) },
    { name: 'tomorrowMorning' as const, at: at(now.add(1, 'day'), 9) },
    { name: 'mondayMorning' as const, at: at(now.add(toMonday, 'day'), 9) },
  ].filter(
    // On a Sunday tomorrow is Monday.
    (time, place, all) => time.at.isAfter(now) && all.findIndex((each) => each.at.isSame(time.at)) === place,
  );
}
