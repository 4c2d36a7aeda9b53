import type { PersonStatus } from '@countinghouse/protocol';

export type StatusTime = 'half-hour' | 'hour' | 'four-hours' | 'today' | 'week' | 'never';
export const statusTimes: readonly StatusTime[] = ['half-hour', 'hour', 'four-hours', 'today', 'week', 'never'];

const minuteMs = 60_000;

/** When a status that is set now ends; days end at midnight where the person is, weeks on Sunday. */
export function statusEnd(time: StatusTime, now: Date): string | null {
  switch (time) {
    case 'half-hour':
      return new Date(now.getTime() + 30 * minuteMs).toISOString();
    case 'hour':
      return new Date(now.getTime() + 60 * minuteMs).toISOString();
    case 'four-hours':
      return new Date(now.getTime() + 240 * minuteMs).toISOString();
    case 'today':
      return midnightAfter(now, 1);
    case 'week':
      return midnightAfter(now, 8 - (now.getDay() || 7));
    case 'never':
      return null;
  }
}

const midnightAfter = (now: Date, days: number): string =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();

/** What people of an accounting firm often are; the text is the person's to change. */
export interface StatusPreset {
  emoji: PersonStatus['emoji'];
  name: 'statusClient' | 'statusMeeting' | 'statusTravel' | 'statusFocus' | 'statusLeave' | 'statusSick';
  time: StatusTime;
}

export const statusPresets: readonly StatusPreset[] = [
  { emoji: '🏢', name: 'statusClient', time: 'today' },
  { emoji: '📅', name: 'statusMeeting', time: 'hour' },
  { emoji: '🚄', name: 'statusTravel', time: 'today' },
  { emoji: '🎧', name: 'statusFocus', time: 'four-hours' },
  { emoji: '🌴', name: 'statusLeave', time: 'week' },
  { emoji: '🤒', name: 'statusSick', time: 'today' },
];
