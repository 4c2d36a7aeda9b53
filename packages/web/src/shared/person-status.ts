import type { PersonStatus, UserId } from '@countinghouse/protocol';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { formatShort } from './format.ts';
import { useLocale, useTexts } from './locale.tsx';
import { useDirectory, useMessenger } from './messenger.tsx';
import { useShownPerson } from './presence.tsx';
import { stateTexts } from './state-texts.ts';

/** A timer waits no longer; what ends later ends while nobody looks, or when the page is drawn next. */
const waitMsMax = 24 * 3_600_000;

/** What somebody says of themselves now: the latest word, unless its time is over. */
export function usePersonStatus(userId: UserId | null): PersonStatus | null {
  const { statuses } = useMessenger();
  const { person } = useDirectory();
  useShownPerson(userId);
  const told = useSyncExternalStore(
    (listener) => statuses.subscribe(listener),
    () => (userId === null ? undefined : statuses.getSnapshot().get(userId)),
  );
  const status = told === undefined ? (person(userId)?.status ?? null) : told;
  const endsAtMs = status?.until ? Date.parse(status.until) : null;
  const [, setOverAtMs] = useState(0);
  useEffect(() => {
    const leftMs = endsAtMs === null ? 0 : endsAtMs - Date.now();
    if (endsAtMs === null || leftMs <= 0 || leftMs > waitMsMax) return;
    const timer = setTimeout(() => setOverAtMs(endsAtMs), leftMs);
    return () => clearTimeout(timer);
  }, [endsAtMs]);
  if (status === null || (endsAtMs !== null && endsAtMs <= Date.now())) return null;
  return status.emoji || status.text ? status : null;
}

export interface StatusWords {
  emoji: string;
  /** What is said and until when; empty where it is the emoji alone. */
  text: string;
}

export function useStatusWords(userId: UserId | null): StatusWords | null {
  const status = usePersonStatus(userId);
  const { locale } = useLocale();
  const texts = useTexts(stateTexts);
  if (!status) return null;
  const until = status.until && texts.until(formatShort(status.until, locale, new Date()));
  return { emoji: status.emoji, text: [status.text, until].filter(Boolean).join(' · ') };
}
