import type { Clock } from '../../platform/clock.ts';

export interface TravelClock extends Clock {
  /** From now on time goes on from `date`; with null it is now again. */
  travel(date: Date | null): void;
}

/** Real time, until told to travel: the demonstration lays down some months of history before it opens. */
export function createTravelClock(): TravelClock {
  let offsetMs = 0;
  return {
    now: () => new Date(Date.now() + offsetMs),
    travel: (date) => {
      offsetMs = date ? date.getTime() - Date.now() : 0;
    },
  };
}
