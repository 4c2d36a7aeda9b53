import { multiply, parseDecimal, parseMinor, parseRate, rescale } from '../../values/decimal.ts';
import { isCutOff } from './party-name.ts';
import type { FieldReading } from './sheet.ts';
import { repairTaxId } from './tax-id-repair.ts';
import { isSurelyRead } from './witness.ts';

const FARE_PARTS = ['fare', 'fuelSurcharge', 'taxAmount', 'civilAviationDevelopmentFund', 'otherTaxes'] as const;

/** Forms of values; a character lost or added shows. A masked id has the 18 places of the id (GB 11643). */
const FORMS: Readonly<Record<string, RegExp>> = {
  invoiceNumber: /^\d{20}$/,
  eTicketNumber: /^(?:\d{3}-?\d{10}|[0-9A-Z]{21,22})$/,
  passengerIdMasked: /^(?=.{18}$)(?:\d{6}|\d{10})\*+\d{3}[\dX]$/,
  verificationCode: /^\d{4}$/,
  flightNumber: /^(?:(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\d{3,4}[A-Z]?\n?)+$/,
  trainNumber: /^[GDCZTKYSL]?\d{1,4}$/,
  departureTime: /^(?:\d{2}:?\d{2}\n?)+$/,
};

/** Settles what can be told about the readings of a rail or air ticket; all others stay doubtful. */
export function judgeTicket(readings: Map<string, FieldReading>): void {
  restoreMask(readings);
  if (parseRate(readings.get('taxRate')?.value) === null) readings.delete('taxRate');
  for (const [name, reading] of readings) {
    if (name === 'buyerTaxId') readings.set(name, judgedTaxId(reading));
    // A class of one letter has neither form nor neighbours that would show a misreading.
    else if (name !== 'seatClass' || reading.value.length > 1) {
      const isShaped = FORMS[name]?.test(reading.value) ?? !isCutOff(reading.value);
      readings.set(name, { ...reading, doubtful: !isShaped || !isSurelyRead(reading.glyphs) });
    }
  }
  judgeFares(readings);
}

/** Asterisks in a row are miscounted; the figures around them and the length of an id tell how many there are. */
function restoreMask(readings: Map<string, FieldReading>): void {
  const reading = readings.get('passengerIdMasked');
  const [, head, tail] = /^(\d{6}|\d{10})\*+(\d{3}[\dX])$/.exec(reading?.value ?? '') ?? [];
  if (reading === undefined || head === undefined || tail === undefined) return;
  const value = head + '*'.repeat(18 - head.length - tail.length) + tail;
  readings.set('passengerIdMasked', {
    ...reading,
    value,
    glyphs: reading.glyphs?.filter(({ plain }) => plain !== '*'),
  });
}

function judgedTaxId(reading: FieldReading): FieldReading {
  const { value, verdict } = repairTaxId(reading.value);
  return { ...reading, value, doubtful: verdict !== 'valid' };
}

/** Fare, surcharge, tax, fund and other taxes make up the total; the rate is that of fare and surcharge. */
function judgeFares(readings: Map<string, FieldReading>): void {
  const minorOf = (name: string): bigint | null => parseMinor(readings.get(name)?.value ?? undefined);
  const total = minorOf('totalAmount');
  const fare = minorOf('fare');
  if (total === null || fare === null) return;
  const parts = FARE_PARTS.map(minorOf);
  const adds = parts.reduce<bigint>((sum, part) => sum + (part ?? 0n), 0n) === total;
  settle(readings, [...FARE_PARTS, 'totalAmount', 'amountWithoutTax'], adds);
  const base = parseDecimal(readings.get('amountWithoutTax')?.value ?? '');
  const rate = parseRate(readings.get('taxRate')?.value);
  const tax = minorOf('taxAmount');
  if (!adds || base === null || rate === null || tax === null) return;
  const off = rescale(multiply(base, rate), 2) - tax;
  settle(readings, ['taxRate'], off >= -1n && off <= 1n);
}

function settle(readings: Map<string, FieldReading>, names: readonly string[], isConfirmed: boolean): void {
  for (const name of names) {
    const reading = readings.get(name);
    if (reading !== undefined) readings.set(name, { ...reading, doubtful: !isConfirmed });
  }
}
