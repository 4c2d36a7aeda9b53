import { expect, test } from 'vitest';
import { nextMorning, parseMinute, showMinute } from './quiet-times.ts';

test('a minute of the day is written and read as a time', () => {
  for (const minute of [0, 5, 480, 1439]) expect(parseMinute(showMinute(minute))).toBe(minute);
  expect(['', '24:00', '7:5', 'noon'].map(parseMinute)).toEqual([undefined, undefined, undefined, undefined]);
});

test('tomorrow morning is the next eight o’clock, also for whoever is up at night', () => {
  expect(nextMorning(new Date(2026, 10, 22, 23, 30))).toEqual(new Date(2026, 10, 23, 8));
  expect(nextMorning(new Date(2026, 10, 23, 2))).toEqual(new Date(2026, 10, 23, 8));
  expect(nextMorning(new Date(2026, 10, 23, 8))).toEqual(new Date(2026, 10, 24, 8));
});
