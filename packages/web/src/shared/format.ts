import { currencyExponent, type Locale } from '@countinghouse/protocol';

const currencySigns: Record<string, string> = {
  CNY: '¥',
  USD: '$',
  EUR: '€',
  GBP: '£',
  HKD: 'HK$',
  JPY: 'JP¥',
  XXX: '¤',
};

/** `¥ 53,000.00` from 5300000; exact for every integer that the contract allows. */
export function formatMoney(amountMinor: number, currency = 'CNY'): string {
  const sign = currencySigns[currency] ?? currency;
  return `${amountMinor < 0 ? '−' : ''}${sign} ${formatAmount(Math.abs(amountMinor), currency)}`;
}

/** `53,000.00`: the figure alone, for tables whose head names the currency. */
export function formatAmount(amountMinor: number, currency = 'CNY'): string {
  const minus = amountMinor < 0 ? '−' : '';
  const digits = Math.abs(amountMinor).toString();
  const exponent = currencyExponent(currency);
  if (exponent === 0) return minus + groupThousands(digits);
  const padded = digits.padStart(exponent + 1, '0');
  return `${minus}${groupThousands(padded.slice(0, -exponent))}.${padded.slice(-exponent)}`;
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `10,000`. */
export const formatCount = (count: number): string => groupThousands(String(count));

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'zh-CN', options);
  formatters.set(key, made);
  return made;
}

export function formatTime(instant: string, locale: Locale): string {
  return formatter(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));
}

/** 2026-11-22 in the reader's time zone; the same in both languages, for 06/05/2026 reads differently in each country. */
export function formatDate(instant: string): string {
  const date = new Date(instant);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function formatDateTime(instant: string, locale: Locale): string {
  return `${formatDate(instant)} ${formatTime(instant, locale)}`;
}

/** Calendar day in the reader's time zone, as a number of days, so that days can be compared. */
export function dayNumber(instant: Date): number {
  return Math.floor(Date.UTC(instant.getFullYear(), instant.getMonth(), instant.getDate()) / 86_400_000);
}

/** 今天, 昨天, 11月20日, 2025年11月20日: for day dividers. */
export function formatDay(instant: string, locale: Locale, now: Date): string {
  const date = new Date(instant);
  const ago = dayNumber(now) - dayNumber(date);
  if (ago === 0) return locale === 'en' ? 'Today' : '今天';
  if (ago === 1) return locale === 'en' ? 'Yesterday' : '昨天';
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  const day = formatter(locale, { year, month: 'long', day: 'numeric' }).format(date);
  const weekday = formatter(locale, { weekday: 'short' }).format(date);
  return locale === 'en' ? `${weekday} ${day}` : `${day} ${weekday}`;
}

/** 14:32 today, 昨天, 11-20, 2025-11-20: for narrow lists. */
export function formatShort(instant: string, locale: Locale, now: Date): string {
  const date = new Date(instant);
  const ago = dayNumber(now) - dayNumber(date);
  if (ago === 0) return formatTime(instant, locale);
  if (ago === 1) return locale === 'en' ? 'Yest.' : '昨天';
  if (date.getFullYear() === now.getFullYear()) {
    return locale === 'en'
      ? formatter(locale, { month: 'short', day: 'numeric' }).format(date)
      : formatter(locale, { month: '2-digit', day: '2-digit' }).format(date).replaceAll('/', '-');
  }
  return formatDate(instant);
}

export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1024) return `${sizeBytes} B`;
  if (sizeBytes < 1024 * 1024) return `${Math.round(sizeBytes / 1024)} KB`;
  return `${(sizeBytes / 1024 / 1024).toFixed(1)} MB`;
}
