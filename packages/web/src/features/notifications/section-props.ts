import type { NotificationSettings } from '@countinghouse/protocol';

/** What a part of the settings gets: all of them, and how to change some. */
export interface SectionProps {
  settings: NotificationSettings;
  onChange(change: Partial<NotificationSettings>): void;
}
