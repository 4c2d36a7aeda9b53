/** Whether something said at `at` may still be changed; null minutes: never. */
export const isWithin = (minutes: number | null, { at, now }: { at: Date; now: Date }): boolean =>
  minutes !== null && now.getTime() - at.getTime() <= minutes * 60_000;
