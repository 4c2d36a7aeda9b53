import type { BilingualName, Locale } from '@countinghouse/protocol';

export const nameIn = (locale: Locale, name: BilingualName | undefined): string =>
  (locale === 'en' ? (name?.en ?? name?.zh) : name?.zh) ?? '';
