import type { LineForm } from '../ocr/line-forms.ts';

/** Forms that a value may have, chosen by what the first reading of its line looks like. */

const MONTHS = ['0[1-9]', '1[0-2]'] as const;
const DAYS = ['0[1-9]', '[12]#', '3[01]'] as const;

/** Tax codes name the year of printing; receipts are used up within some years (12 digits: places 6 and 7; 10: 5 and 6). */
export function yearsOf(code: string | undefined): string[] {
  const short = code?.length === 12 ? code.slice(5, 7) : code?.length === 10 ? code.slice(4, 6) : undefined;
  const printed = short === undefined ? undefined : 2000 + Number(short);
  if (printed === undefined || printed < 2008 || printed > 2035) return ['20[0123]#'];
  return Array.from({ length: 5 }, (_, i) => String(printed + i));
}

export function dateForms(raw: string, years: readonly string[]): LineForm[] {
  const marks = DATE_MARKS.filter(({ pattern }) => pattern.test(raw));
  const chosen = marks.length > 0 ? marks : DATE_MARKS.filter(({ isUsual }) => isUsual);
  return chosen.flatMap(({ after: [y, m, d], isShort }) =>
    years.flatMap((year) =>
      MONTHS.flatMap((month) => DAYS.map((day) => `${isShort ? year.slice(2) : year}${y}${month}${m}${day}${d}`)),
    ),
  );
}

interface DateMarks {
  pattern: RegExp;
  after: readonly [string, string, string];
  isUsual: boolean;
  isShort: boolean;
}

const DATE_MARKS: readonly DateMarks[] = [
  { pattern: /[年月]/, after: ['年', '月', '日'], isUsual: true, isShort: false },
  { pattern: /^\D*20\d\d-|-\d\d-|^\D*20.{2,3}-.{1,2}-/, after: ['-', '-', ''], isUsual: true, isShort: false },
  { pattern: /\d\/|\/\d/, after: ['/', '/', ''], isUsual: false, isShort: false },
  { pattern: /\d\.\d\d\./, after: ['.', '.', ''], isUsual: false, isShort: false },
  { pattern: /^\D*20\d{6}\D*$/, after: ['', '', ''], isUsual: false, isShort: false },
  { pattern: /^\D{0,2}\d\d-\d\d-\d\d$/, after: ['-', '-', ''], isUsual: false, isShort: true },
  { pattern: /^\D{0,2}\d\d\/\d\d\/\d\d$/, after: ['/', '/', ''], isUsual: false, isShort: true },
];

/** `2024年01月09日`, `24-01-09` and their like as `2024-01-09`. */
export function isoDate(text: string): string | undefined {
  const digits = text.replace(/\D/g, '');
  const full = digits.length === 6 ? `20${digits}` : digits;
  if (full.length !== 8) return undefined;
  const [year, month, day] = [full.slice(0, 4), full.slice(4, 6), full.slice(6)];
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) >= 1 && Number(day) <= days ? `${year}-${month}-${day}` : undefined;
}

const CLOCKS = ['[01]#:[0-5]#', '2[0-3]:[0-5]#'] as const;

export function timeForms(raw: string): LineForm[] {
  const hasSeconds = raw.replace(/\D/g, '').length === 6;
  return hasSeconds ? CLOCKS.map((clock) => `${clock}:[0-5]#`) : [...CLOCKS];
}

export function timesForms(raw: string): LineForm[] {
  const mark = /[~至]/.exec(raw)?.[0] ?? '-';
  return CLOCKS.flatMap((from) => CLOCKS.map((to) => `${from}${mark}${to}`));
}

export function distanceForms(raw: string): LineForm[] {
  const suffix = /公里|里$/.test(raw) ? '公里' : /k/.test(raw) ? 'km' : /[KM]/.test(raw) ? 'KM' : '';
  const suffixes = suffix === '' ? ['', 'KM'] : [suffix];
  return suffixes.flatMap((end) =>
    ['.#', '.##'].flatMap((decimals) => ['#', '[1-9]#', '[1-9]##'].map((whole) => `${whole}${decimals}${end}`)),
  );
}

export function amountForms(raw: string): LineForm[] {
  const prefixes = /[¥羊半Y]/.test(raw) ? ['¥', ''] : ['', '¥'];
  const suffixes = /元/.test(raw) ? ['元'] : ['', '元'];
  const decimals = /\.\d{2}/.test(raw) ? ['.##'] : /\.\d(?!\d)/.test(raw) ? ['.#', '.##'] : ['.##', '.#'];
  return prefixes.flatMap((prefix) =>
    suffixes.flatMap((suffix) =>
      decimals.flatMap((end) =>
        ['#', '[1-9]#', '[1-9]##', '[1-9]###'].map((whole) => `${prefix}${whole}${end}${suffix}`),
      ),
    ),
  );
}

/** The number in an amount or a distance, with two decimals where it is money. */
export function decimalOf(text: string): string | undefined {
  return /\d+(?:\.\d+)?/.exec(text)?.[0];
}

export function moneyOf(text: string): string | undefined {
  const [whole, decimals = ''] = (decimalOf(text) ?? '').split('.');
  return whole === undefined || whole === '' ? undefined : `${whole}.${decimals.padEnd(2, '0')}`;
}

const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

/**
 * Number plates (GA 36-2018): after the letter of the city five places with at most two letters, or six for new-energy
 * cars, of which the first is a letter and the last four are digits. Meters leave out the province.
 */
export function plateForms(raw: string, letters: string | undefined): LineForm[] {
  const hasProvince = [...raw.slice(0, 3)].some((char) => PROVINCES.includes(char)) || raw.length >= 8;
  const letter = letters === undefined ? '@' : `[${letters}]`;
  const starts = hasProvince ? [`[${PROVINCES}]${letter}·`, `[${PROVINCES}]${letter}`, letter] : [letter];
  return starts.flatMap((start) => [
    `${start}[A-HJ-K]%####`,
    `${start}%####`,
    `${start}@@###`,
    `${start}@###@`,
    `${start}####@`,
  ]);
}

export const CODE_FORMS: readonly LineForm[] = ['############', '##########'];
export const NUMBER_FORMS: readonly LineForm[] = ['########'];
