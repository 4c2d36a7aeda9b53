import { defaultNotificationSettings } from '@countinghouse/protocol';
import type { ReactNode } from 'react';
import type { MenuItems } from '../../shared/AnchoredMenu.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { notificationTexts } from './texts.ts';
import { useQuiet } from './use-quiet.ts';
import { useSettings } from './use-settings.ts';

/** Do not disturb as an entry of a menu. */
export function useQuietItem(icon: ReactNode): MenuItems[number] {
  const texts = useTexts(notificationTexts);
  const { settings, change } = useSettings();
  const { words, choices } = useQuiet(settings ?? defaultNotificationSettings, change);
  return {
    key: 'quiet',
    icon,
    label: words ?? texts.quiet,
    // What it is now is not known yet.
    disabled: settings === undefined,
    children: choices.map(({ key, label, choose }) => ({ key, label, onClick: choose })),
  };
}
