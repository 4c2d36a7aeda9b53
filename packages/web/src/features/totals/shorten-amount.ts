import type { Locale } from '@countinghouse/protocol';

const formats: Record<Locale, Intl.NumberFormat> = {
  'zh-CN': new Intl.NumberFormat('zh-CN', { notation: 'compact', maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }),
};

/** `5.3万`, `53K`: for axes only; figures that people count on are written out. */
export const shortenAmount = (amountMinor: number, locale: Locale): string =>
  formats[locale].format(Math.round(amountMinor / 100));
