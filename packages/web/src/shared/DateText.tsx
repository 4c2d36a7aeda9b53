import { formatDate, formatDateTime, formatDay, formatShort, formatTime } from './format.ts';
import { useLocale } from './locale.tsx';

interface DateTextProps {
  /** An instant, or a calendar date (`2026-11-22`), which is shown as it is. */
  at: string;
  show?: 'date' | 'time' | 'date-time' | 'day' | 'short';
}

export function DateText({ at, show = 'date' }: DateTextProps) {
  const { locale } = useLocale();
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return <time dateTime={at}>{at}</time>;
  const text = {
    date: () => formatDate(at),
    time: () => formatTime(at, locale),
    'date-time': () => formatDateTime(at, locale),
    day: () => formatDay(at, locale, new Date()),
    short: () => formatShort(at, locale, new Date()),
  }[show]();
  return (
    <time dateTime={at} title={formatDateTime(at, locale)}>
      {text}
    </time>
  );
}
