import dayjs from 'dayjs';
import { expect, test } from 'vitest';
import { usualTimes } from './usual-times.ts';

const namesAt = (at: string) => usualTimes(dayjs(at)).map((time) => `${time.name} ${time.at.format('MM-DD HH:mm')}`);

test('usual times lie ahead, each once', () => {
  expect(namesAt('2026-11-18T10:30:20')).toEqual([
    'inThreeHours 11-18 13:30',
    'thisEvening 11-18 20:00',
    'tomorrowMorning 11-19 09:00',
    'mondayMorning 11-23 09:00',
  ]);
  expect(namesAt('2026-11-22T21:00:00')).toEqual(['inThreeHours 11-23 00:00', 'tomorrowMorning 11-23 09:00']);
  expect(namesAt('2026-11-23T08:00:00').at(-1)).toBe('mondayMorning 11-30 09:00');
});
