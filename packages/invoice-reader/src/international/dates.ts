import { squash } from './sheet.ts';

/** Which part of a date stands first where all parts are figures. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

export interface FoundDate {
  iso: string;
  from: number;
  to: number;
  /** Set where the figures also make sense in another order. */
  alternative?: string;
}

/** Beginnings of the names of months in the languages that are read. */
const MONTHS: readonly (readonly string[])[] = [
  ['JANUAR', 'JANVIER', 'ENERO', 'GENNAIO', 'JANEIRO', 'JANUARI', 'JAN', 'JANV', 'ENE', 'GEN', 'JAENNER', 'JANNER'],
  ['FEBRUAR', 'FEVRIER', 'FEBRERO', 'FEBBRAIO', 'FEVEREIRO', 'PEBRUARI', 'FEB', 'FEV', 'FEVR'],
  ['MARCH', 'MAERZ', 'MARZ', 'MARS', 'MARZO', 'MARCO', 'MAART', 'MARET', 'MAC', 'MAR', 'MRT', 'MRZ'],
  ['APRIL', 'AVRIL', 'ABRIL', 'APRILE', 'APR', 'AVR', 'ABR'],
  ['MAY', 'MAI', 'MAYO', 'MAGGIO', 'MAIO', 'MEI', 'MAG'],
  ['JUNE', 'JUNI', 'JUIN', 'JUNIO', 'GIUGNO', 'JUNHO', 'JUN', 'GIU'],
  ['JULY', 'JULI', 'JUILLET', 'JULIO', 'LUGLIO', 'JULHO', 'JULAI', 'JUL', 'JUIL', 'LUG'],
  ['AUGUST', 'AOUT', 'AGOSTO', 'AUGUSTUS', 'AGUSTUS', 'OGOS', 'AUG', 'AGO', 'AGT'],
  ['SEPTEMBER', 'SEPTEMBRE', 'SEPTIEMBRE', 'SETTEMBRE', 'SETEMBRO', 'SEP', 'SEPT', 'SET'],
  ['OCTOBER', 'OKTOBER', 'OCTOBRE', 'OCTUBRE', 'OTTOBRE', 'OUTUBRO', 'OCT', 'OKT', 'OTT', 'OUT'],
  ['NOVEMBER', 'NOVEMBRE', 'NOVIEMBRE', 'NOVEMBRO', 'NOPEMBER', 'NOV'],
  [
    'DECEMBER',
    'DEZEMBER',
    'DECEMBRE',
    'DICIEMBRE',
    'DICEMBRE',
    'DEZEMBRO',
    'DESEMBER',
    'DISEMBER',
    'DEC',
    'DEZ',
    'DIC',
    'DES',
    'DIS',
  ],
];

const MONTH_OF = new Map(MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

function monthOf(word: string): number | undefined {
  const name = squash(word);
  return MONTH_OF.get(name) ?? MONTH_OF.get(name.replace(/Y$/, ''));
}

const WORD = '[\\p{L}]{3,10}';
const DAY_NAMED = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th|er|º)?\\s*(?:[.\\-/,]|de)?\\s*(${WORD})\\.?\\s*(?:[\\-/,]|de)?\\s*((?:20)?\\d{2})(?=\\d{1,2}:\\d{2}|\\D|$)`,
  'giu',
);
const MONTH_FIRST = new RegExp(
  `(${WORD})\\.?[\\s\\-/]*(\\d{1,2})(?:st|nd|rd|th)?(?:\\s*[,\\-/]\\s*|\\s+)((?:20)\\d{2}|\\d{2}(?=\\D|$))(?!\\d)`,
  'giu',
);
const EAST_ASIAN =
  /(?:(民國|民国|令和|平成)\s*(?=\d)|(?=\d{2}))(\d{1,4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?/g;
const YEAR_FIRST = /(?<![\d/-]|\d[.,])(20\d{2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d{3})/g;
/** A year of four figures, unless the last two are the hour: "12-01-1921:13" is a day of 2019 and a time. */
const FULL_YEAR = /(?<![\d/-]|\d[.,])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(20\d{2})(?!:\d{2})/g;
const SHORT_YEAR = /(?<![\d/-]|\d[.,])(\d{1,2})([-/.])(\d{1,2})\2(\d{2})(?=\d{1,2}:\d{2}|\D|$)/g;

/** Without separators only a word before it makes eight figures a date. */
const COMPACT = /(?<=(?:date|tarikh|tanggal|tgl|datum|fecha|日期)[^\d\p{L}]{0,4})(20\d{2})(\d{2})(\d{2})(?!\d)/giu;

/** Years outside of this range belong to other numbers. */
const YEAR_MIN = 2000;

/** Finds the dates of a text. `yearMax` is the last year that a date may have; a short year beyond it is no year. */
export function findDates(text: string, order: DateOrder, yearMax: number): FoundDate[] {
  const found: FoundDate[] = [];
  const add = (match: RegExpMatchArray, iso: string | undefined, alternative?: string): void => {
    const from = match.index ?? 0;
    const to = from + match[0].length;
    if (iso === undefined || found.some((other) => from < other.to && other.from < to)) return;
    const year = Number(iso.slice(0, 4));
    if (year < YEAR_MIN || year > yearMax) return;
    found.push({ iso, from, to, ...(alternative !== undefined && alternative !== iso && { alternative }) });
  };
  for (const match of text.matchAll(EAST_ASIAN)) add(match, eastAsianDate(match));
  for (const match of text.matchAll(DAY_NAMED))
    add(match, isoDate(fullYear(match[3]), monthOf(match[2] ?? ''), Number(match[1])));
  for (const match of text.matchAll(MONTH_FIRST))
    add(match, isoDate(fullYear(match[3]), monthOf(match[1] ?? ''), Number(match[2])));
  for (const match of text.matchAll(COMPACT)) {
    add(match, isoDate(Number(match[1]), Number(match[2]), Number(match[3])));
  }
  for (const match of text.matchAll(YEAR_FIRST))
    add(match, isoDate(Number(match[1]), Number(match[3]), Number(match[4])));
  for (const match of text.matchAll(FULL_YEAR)) {
    const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
    const dayFirst = isoDate(year, second, first);
    const monthFirst = isoDate(year, first, second);
    if (order === 'mdy') add(match, monthFirst ?? dayFirst, dayFirst);
    else add(match, dayFirst ?? monthFirst, monthFirst);
  }
  for (const match of text.matchAll(SHORT_YEAR)) addShort(match, { order, yearMax, add });
  return found.sort((a, b) => a.from - b.from);
}

interface ShortOptions {
  order: DateOrder;
  yearMax: number;
  add: (match: RegExpMatchArray, iso: string | undefined, alternative?: string) => void;
}

function addShort(match: RegExpMatchArray, { order, yearMax, add }: ShortOptions): void {
  const [a, b, c] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const inRange = (iso: string | undefined): string | undefined =>
    iso !== undefined && Number(iso.slice(0, 4)) <= yearMax ? iso : undefined;
  const readings: Record<DateOrder, string | undefined> = {
    dmy: inRange(isoDate(2000 + c, b, a)),
    mdy: inRange(isoDate(2000 + c, a, b)),
    ymd: inRange(isoDate(2000 + a, b, c)),
  };
  const others = (['dmy', 'mdy', 'ymd'] as const).filter((other) => other !== order).map((other) => readings[other]);
  const rest = others.filter((iso) => iso !== undefined && iso !== readings[order]);
  add(match, readings[order] ?? rest[0], readings[order] === undefined ? rest[1] : rest[0]);
}

function fullYear(text: string | undefined): number {
  const year = Number(text);
  return year < 100 ? 2000 + year : year;
}

/** Years of the Republic of China count from 1912, Heisei from 1989, Reiwa from 2019. */
function eastAsianDate(match: RegExpMatchArray): string | undefined {
  const [, era, year = '', month, day] = match;
  const number = Number(year);
  const epoch =
    era === undefined
      ? number < 100
        ? 2000
        : number < 200
          ? 1911
          : 0
      : era === '令和'
        ? 2018
        : era === '平成'
          ? 1988
          : 1911;
  return isoDate(number + epoch, Number(month), Number(day));
}

/** A calendar date, or undefined where the parts are none. */
export function isoDate(year: number, month: number | undefined, day: number): string | undefined {
  if (month === undefined || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const iso = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? undefined : iso;
}
