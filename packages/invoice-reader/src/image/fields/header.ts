import type { PageGlyph, PageText } from '../page-text.ts';
import { calendarDate } from '../qr-payload.ts';
import { confidenceOf, type FormAreas, findLabels, findNearly, type Label, rightOf, textOf } from './labels.ts';
import type { FieldReading } from './sheet.ts';

/** Below this the least sure digit of a number is shown to a person. */
export const DIGIT_CONFIDENCE_MIN = 0.85;

export interface HeaderReadings {
  invoiceCode?: FieldReading;
  invoiceNumber?: FieldReading;
  issueDate?: FieldReading;
  checkCode?: FieldReading;
  machineNumber?: FieldReading;
}

/** Code, number, date, check code and machine number, which stand above the table. */
export function readHeader(page: PageText, areas: FormAreas): HeaderReadings {
  const above = page.lines.filter((line) => areas.itemsY === undefined || line.y < areas.itemsY);
  const printed = (labels: readonly Label[], lengths: readonly number[]): FieldReading | undefined =>
    best(labels.map((label) => digitsOf(rightOf(label), lengths)));
  return {
    invoiceCode: withPlausibleCode(
      printed(findLabels(above, /票代.?码|代码:/), [10, 12]) ?? standing(page, areas, [10, 12]),
    ),
    invoiceNumber: printed(findLabels(above, /票号.?码|号码:|票号:/), [8, 20]) ?? standing(page, areas, [8, 20]),
    issueDate: dateReading(page),
    checkCode: printed(findLabels(above, /校.{0,2}码|校.{0,2}:|验码/), [20]),
    machineNumber: printed(findNearly(above, '机器编号:', 2), [12]),
  };
}

function best(readings: readonly (FieldReading | undefined)[]): FieldReading | undefined {
  const found = readings.filter((reading) => reading !== undefined);
  return found.find((reading) => !reading.doubtful) ?? found[0];
}

/** The first run of digits of an expected length; any other long run is kept as a doubtful reading. */
export function digitsOf(glyphs: readonly PageGlyph[], lengths: readonly number[]): FieldReading | undefined {
  const text = textOf(glyphs);
  const match = /\d{6,}/.exec(text);
  if (match === null) return undefined;
  const digits = glyphs.slice(match.index, match.index + match[0].length);
  const rest = text.slice(match.index + match[0].length);
  const isExpected = lengths.includes(match[0].length) && !/^[A-Z]/i.test(rest);
  return {
    value: isExpected ? match[0] : withoutRepeatedStart(match[0], lengths),
    source: 'ocr',
    glyphs: digits,
    doubtful: !isExpected || confidenceOf(digits) < DIGIT_CONFIDENCE_MIN,
  };
}

/** The first figure is sometimes seen twice at the edge of the box; with one more, 10 figures could be 12 with a loss. */
function withoutRepeatedStart(digits: string, lengths: readonly number[]): string {
  const isOneTooLong = lengths.includes(digits.length - 1) && !lengths.includes(digits.length + 1);
  return isOneTooLong && digits[0] === digits[1] ? digits.slice(1) : digits;
}

/** Codes name a province (GB/T 2260, 11 to 65) in their first two figures, 12-digit ones after a 0 or 1. */
function withPlausibleCode(reading: FieldReading | undefined): FieldReading | undefined {
  if (reading === undefined) return undefined;
  const isPlausible = /^(?:[01](?=\d{11}$))?(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])\d{8,9}$/.test(reading.value);
  return isPlausible ? reading : { ...reading, doubtful: true };
}

/** Paper forms print code and number without a label, twice; two equal readings confirm each other. */
function standing(page: PageText, areas: FormAreas, lengths: readonly number[]): FieldReading | undefined {
  const found: FieldReading[] = [];
  for (const piece of page.pieces) {
    const y = (piece.top + piece.bottom) / 2;
    if (areas.itemsY !== undefined && y > areas.itemsY) continue;
    const match = /^(?:N[o0°º][.:]?)?(\d+)$/i.exec(textOf(piece.glyphs));
    const digits = match?.[1];
    if (digits === undefined || !lengths.includes(digits.length)) continue;
    const glyphs = piece.glyphs.slice(piece.glyphs.length - digits.length);
    found.push({ value: digits, source: 'ocr', glyphs, doubtful: true });
  }
  const twice = found.find((one) => found.some((other) => other !== one && other.value === one.value));
  if (twice !== undefined) return { ...twice, doubtful: false };
  return found.length === 1 ? found[0] : largest(found);
}

function largest(readings: readonly FieldReading[]): FieldReading | undefined {
  const size = (reading: FieldReading): number => reading.glyphs?.[0]?.height ?? 0;
  return [...readings].sort((a, b) => size(b) - size(a))[0];
}

const DATE = /(\d{4})年(\d{1,2})月(\d{1,2})日?|(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/;

function dateReading(page: PageText): FieldReading | undefined {
  const labelled = findLabels(page.lines, /开票.{0,2}期|票日期|日期:/).map((label) => dateIn(rightOf(label)));
  return best(labelled) ?? best(page.lines.map((line) => dateIn(line.glyphs)).map(unlabelled));
}

function dateIn(glyphs: readonly PageGlyph[]): FieldReading | undefined {
  const match = DATE.exec(textOf(glyphs));
  if (match === null) return undefined;
  const [, y1, m1, d1, y2, m2, d2] = match;
  const value = calendarDate(y1 ?? y2 ?? '', m1 ?? m2 ?? '', d1 ?? d2 ?? '');
  if (value === undefined) return undefined;
  const own = glyphs.slice(match.index, match.index + match[0].length);
  const digits = own.filter((glyph) => /\d/.test(glyph.plain));
  return { value, source: 'ocr', glyphs: own, doubtful: confidenceOf(digits) < DIGIT_CONFIDENCE_MIN };
}

function unlabelled(reading: FieldReading | undefined): FieldReading | undefined {
  return reading === undefined ? undefined : { ...reading, doubtful: true };
}
