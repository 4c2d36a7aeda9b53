import { isQuietAt, type NotificationSettings, quietForGood } from '@countinghouse/protocol';
import { formatDateTime } from '../../shared/format.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { nextMorning } from './quiet-times.ts';
import { notificationTexts } from './texts.ts';

const hourMs = 3_600_000;

export interface Quiet {
  /** How long still, in words; null where the person may be disturbed, or only the daily hours say otherwise. */
  words: string | null;
  /** How long, or its end. */
  choices: readonly { key: string; label: string; choose(): void }[];
}

/** Do not disturb as it is now, and what can be made of it. */
export function useQuiet(
  { quietUntil }: Pick<NotificationSettings, 'quietUntil'>,
  onChange: (part: Pick<NotificationSettings, 'quietUntil'>) => void,
): Quiet {
  const texts = useTexts(notificationTexts);
  const { locale } = useLocale();
  if (quietUntil !== null && isQuietAt({ quietUntil, quietHours: null }, new Date())) {
    const words = quietUntil === quietForGood ? texts.quietOn : texts.quietNow(formatDateTime(quietUntil, locale));
    return {
      words,
      choices: [{ key: 'quiet-end', label: texts.quietEnd, choose: () => onChange({ quietUntil: null }) }],
    };
  }
  // The clock is read when one is chosen: the page may have stood there for long.
  const until = (at: () => Date) => () => onChange({ quietUntil: at().toISOString() });
  return {
    words: null,
    choices: [
      { key: 'quiet-hour', label: texts.quietHour, choose: until(() => new Date(Date.now() + hourMs)) },
      { key: 'quiet-tomorrow', label: texts.quietTomorrow, choose: until(() => nextMorning(new Date())) },
      { key: 'quiet-for-good', label: texts.quietUntilEnded, choose: until(() => new Date(quietForGood)) },
    ],
  };
}
