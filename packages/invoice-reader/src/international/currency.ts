import type { DateOrder } from './dates.ts';
import type { Money } from './money.ts';
import type { Sheet } from './sheet.ts';

export interface CurrencyReading {
  code: string;
  /** False where neither sign nor country settles it. */
  isSure: boolean;
}

const CODES =
  'MYR|IDR|USD|EUR|GBP|CHF|JPY|SGD|HKD|TWD|AUD|CAD|NZD|INR|THB|KRW|PHP|VND|SEK|NOK|DKK|PLN|CZK|HUF|AED|ZAR|BRL|MXN|TRY|MOP';

/** Signs that mean one currency. The yen sign and the bare dollar need the country. */
const SIGNS: Readonly<Record<string, string>> = {
  RM: 'MYR',
  RH: 'MYR',
  RP: 'IDR',
  US$: 'USD',
  HK$: 'HKD',
  NT$: 'TWD',
  S$: 'SGD',
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  NZ$: 'NZD',
  R$: 'BRL',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  RS: 'INR',
  '₩': 'KRW',
  원: 'KRW',
  '฿': 'THB',
  '₫': 'VND',
  '₱': 'PHP',
  円: 'JPY',
  ZŁ: 'PLN',
  RMB: 'CNY',
};

/** What names a country in addresses, telephone numbers and tax words, and the currency that is used there. */
const COUNTRIES: readonly (readonly [RegExp, string])[] = [
  [
    /SDN\.?BHD|\bS\/B\b|MALAYSIA|KUALALUMPUR|SELANGOR|JOHOR|PENANG|PULAUPINANG|MELAKA|SEREMBAN|\.COM\.MY|(?:^|\W)(?:JLN|TMN)[A-Z]|IPOH|KLANG|SHAHALAM|GSTID(?:NO)?:?\(?0{2}\d{10}|SABAH|SARAWAK|PERAK|PUTRAJAYA/,
    'MYR',
  ],
  [/INDONESIA|JAKARTA|SURABAYA|BANDUNG|\bPPN\b|NPWP|TUNAI.*KEMBALI|KEMBALI(?:AN)?[^A-Z]|\bPB1\b|PAJAKRESTO/, 'IDR'],
  [/SINGAPORE|PTE\.?LTD/, 'SGD'],
  [/HONGKONG|香港|KOWLOON/, 'HKD'],
  [/TAIWAN|台灣|臺灣|統一編號|統編|電子發票證明聯|新台幣/, 'TWD'],
  [/JAPAN|日本|株式会社|税込|領収[書証]|お預[り]?|TOKYO/, 'JPY'],
  [/KOREA|대한민국|부가세/, 'KRW'],
  [/THAILAND|BANGKOK/, 'THB'],
  [/VIETNAM|HANOI|HOCHIMINH/, 'VND'],
  [/PHILIPPINES|MANILA|MAKATI/, 'PHP'],
  [/GSTIN(?!C)|INDIA(?!N)|MUMBAI|BANGALORE|BENGALURU|HARYANA|GURGAON|DELHI/, 'INR'],
  [/AUSTRALIA|\bABN\d|\bABN:|SYDNEY|MELBOURNE/, 'AUD'],
  [/CANADA|ONTARIO|TORONTO|VANCOUVER/, 'CAD'],
  [/UNITEDKINGDOM|LONDON|ENGLAND|SCOTLAND/, 'GBP'],
  [/SCHWEIZ|SUISSE|SWITZERLAND|(?<![A-Z])CHE-?\d{3}\.?\d{3}/, 'CHF'],
  [
    /DEUTSCHLAND|GERMANY|FRANCE|ITALIA|ESPANA|NEDERLAND|BELGI|OSTERREICH|AUSTRIA|IRELAND|PORTUGAL|FINLAND|GMBH|USTID|UST-ID|SIRET|RCS|PARTITAIVA|\bP\.?IVA|BTW-?NR|\bKVK/,
    'EUR',
  ],
  [/UNITEDSTATES|\bUSA\b|SALESTAX|\bWA9\d{4}|NEWYORK|CALIFORNIA|SANFRANCISCO/, 'USD'],
];

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/USDOLLARS?|U\.S\.DOLLARS?/, 'USD'],
  [/EUROS?[^A-Z]/, 'EUR'],
  [/RINGGIT/, 'MYR'],
  [/RUPIAH/, 'IDR'],
  [/POUNDSSTERLING/, 'GBP'],
  [/SWISSFRANCS?/, 'CHF'],
];

/** The currency of the total: its own sign, then the signs of other amounts, then the country. */
export function readCurrency(
  sheet: Sheet,
  amounts: readonly Money[],
  total: Money | undefined,
): CurrencyReading | undefined {
  const country = countryCurrency(sheet);
  const own = ofSign(total?.symbol, country);
  if (own !== undefined) return own;
  const counts = new Map<string, number>();
  for (const { symbol } of amounts) {
    const reading = ofSign(symbol, country);
    if (reading?.isSure) counts.set(reading.code, (counts.get(reading.code) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  if (most) return { code: most[0], isSure: counts.size === 1 };
  const printed = printedCurrency(sheet);
  if (printed !== undefined) return printed;
  if (country !== undefined) return { code: country, isSure: true };
  const dollar = amounts.some((money) => money.symbol === '$');
  if (dollar) return { code: 'USD', isSure: false };
  return looksLikeRupiah(total) ? { code: 'IDR', isSure: false } : undefined;
}

/** Of the currencies without small coins, only rupiah receipts are in Latin letters and run to thousands in hundreds. */
function looksLikeRupiah(total: Money | undefined): boolean {
  return total !== undefined && !total.text.includes('.') && total.minor >= 5_000_00n && total.minor % 100_00n === 0n;
}

function ofSign(symbol: string | undefined, country: string | undefined): CurrencyReading | undefined {
  if (symbol === undefined) return undefined;
  const sign = symbol.toUpperCase();
  const code = SIGNS[sign] ?? (new RegExp(`^(?:${CODES}|CNY)$`).test(sign) ? sign : undefined);
  if (code !== undefined) return { code, isSure: true };
  if (sign === '$') {
    const isDollar = country !== undefined && /USD|HKD|TWD|SGD|AUD|CAD|NZD|MXN/.test(country);
    return { code: isDollar ? country : 'USD', isSure: isDollar || country === undefined };
  }
  if (sign === '¥')
    return country === undefined ? { code: 'JPY', isSure: false } : { code: country, isSure: country === 'JPY' };
  if (sign === 'KR') return country === undefined ? { code: 'SEK', isSure: false } : { code: country, isSure: true };
  return undefined;
}

/** A currency named in a column's head or a sentence, away from the amounts. */
function printedCurrency(sheet: Sheet): CurrencyReading | undefined {
  const text = sheet.rows.map((row) => row.text).join('\n');
  const inBrackets = /[([]\s*(RM|RP|HK\$|NT\$|S\$|€|£)\s*[)\]}]/i.exec(text)?.[1];
  if (inBrackets !== undefined) return ofSign(inBrackets, undefined);
  const standing = new Set(
    [...text.matchAll(new RegExp(`(?<![A-Za-z])(${CODES})(?![A-Za-z])`, 'g'))].map((match) => match[1] ?? ''),
  );
  const [code] = standing;
  if (code !== undefined) return { code, isSure: standing.size === 1 };
  const sign = /€|£|₹|₩/.exec(text)?.[0];
  if (sign !== undefined) return ofSign(sign, undefined);
  const squashed = sheet.rows.map((row) => row.squashed).join(' ');
  const named = NAMES.find(([pattern]) => pattern.test(squashed));
  if (named) return { code: named[1], isSure: true };
  return /(?<![A-Z])RM\d|\bRM\b|AMOUNTRM|TOTALRM/.test(squashed) ? { code: 'MYR', isSure: true } : undefined;
}

export function countryCurrency(sheet: Sheet): string | undefined {
  const rows = sheet.rows.map((row) => row.squashed);
  const counted = COUNTRIES.map(([pattern, code]) => ({ code, count: rows.filter((row) => pattern.test(row)).length }));
  const [most, next] = counted.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
  return most === undefined || (next !== undefined && next.count === most.count) ? undefined : most.code;
}

/** How dates are written where the currency is used; undefined where both orders are usual. */
export function dateOrderOf(currency: string | undefined): DateOrder | undefined {
  if (currency === undefined || currency === 'CAD') return undefined;
  if (/USD|PHP/.test(currency)) return 'mdy';
  if (/JPY|TWD|KRW|CNY|HUF/.test(currency)) return 'ymd';
  return 'dmy';
}
