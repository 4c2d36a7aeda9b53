import { formatMinor, parseMinor } from '../../values/decimal.ts';
import type { OcrModels } from '../ocr/models.ts';
import { COLOURED, type FormReading, type FormTask, readForms, type TREATMENTS } from '../ocr/read-forms.ts';
import type { Raster } from '../raster.ts';
import type { Slip } from './find-slips.ts';
import { confirmed, findFigures, nameAfter } from './head-fields.ts';
import type { TaxiLabel } from './labels.ts';
import { plateLetters } from './plate-letters.ts';
import type { ReceiptReading, ReceiptSheet } from './receipt-sheet.ts';
import { type TaxiValue, taxiValues } from './taxi-values.ts';
import {
  amountForms,
  CODE_FORMS,
  dateForms,
  decimalOf,
  distanceForms,
  isoDate,
  moneyOf,
  NUMBER_FORMS,
  plateForms,
  timeForms,
  timesForms,
  yearsOf,
} from './value-forms.ts';

/** How a picture is read once more: its pixels and the networks. */
export interface Rereader {
  raster: Raster;
  models: OcrModels;
  /** Treatments in which values are read once more. */
  rounds: typeof TREATMENTS;
}

/** Reads what a taxi receipt says into the sheet. */
export async function readTaxi(slip: Slip, sheet: ReceiptSheet, reader: Rereader): Promise<void> {
  const code = findFigures(slip.lines, /代码/, { min: 10, max: 12 });
  const number = findFigures(slip.lines, /号码/, { min: 8, max: 8 });
  const values = taxiValues(slip.lines, slip.angle);
  const hasTotal = values.some(({ label }) => label === 'total');
  const asked = values.flatMap((value) => {
    if (value.label === 'surcharge' && !hasTotal) return [];
    const forms = formsFor(value, code?.text);
    return forms.length === 0
      ? []
      : [{ value, task: { quad: value.quad, forms, meaning: MEANINGS[value.label], seen: value.text } }];
  });
  const head: FormTask[] = [code, number].flatMap((run, i) =>
    run === undefined ? [] : [{ quad: run.line.quad, forms: i === 0 ? CODE_FORMS : NUMBER_FORMS, seen: run.text }],
  );
  const figures = await readForms(reader.raster, head, reader.models, COLOURED);
  const readings = await readForms(
    reader.raster,
    asked.map(({ task }) => task),
    reader.models,
    reader.rounds,
  );
  sheet.set('invoiceType', { value: '出租汽车发票', doubtful: false });
  if (code !== undefined) sheet.set('invoiceCode', confirmed(code, figures.shift()));
  if (number !== undefined) sheet.set('invoiceNumber', confirmed(number, figures.shift()));
  sheet.set('sellerName', nameAfter(slip.lines, SELLER_LABEL));
  const found = asked.flatMap(({ value }, i): FoundValue[] => {
    const reading = readings[i];
    return reading === undefined || reading.fit < FIT_HOPELESS ? [] : [{ value, reading }];
  });
  setPrinted(sheet, found);
  // A single look that the first reading does not back is no reading that a person may rely on.
  if (reader.rounds.length < 2) for (const name of unbacked(found)) sheet.doubt(name);
}

const FIELDS: Partial<Record<TaxiLabel, readonly string[]>> = {
  plate: ['vehicleNumber'],
  date: ['issueDate'],
  board: ['boardTime'],
  alight: ['alightTime'],
  times: ['boardTime', 'alightTime'],
  distance: ['distanceKm'],
  fare: ['totalAmount'],
  total: ['totalAmount'],
};

function unbacked(found: readonly FoundValue[]): readonly string[] {
  return found.flatMap(({ value, reading }) => {
    const meaning = MEANINGS[value.label] ?? ((text: string): string => text);
    return meaning(reading.text) === meaning(value.text) ? [] : (FIELDS[value.label] ?? []);
  });
}

const SELLER_LABEL = /^(?:单位名称|收款单位|开票单位|单位全称|公司名称|企业名称|经营单位|销售方名?称?|单位)[::]?/;

function formsFor(value: TaxiValue, code: string | undefined): readonly string[] {
  switch (value.label) {
    case 'date':
      return dateForms(value.text, yearsOf(code));
    case 'board':
    case 'alight':
      return timeForms(value.text);
    case 'times':
      return timesForms(value.text);
    case 'distance':
      return distanceForms(value.text);
    case 'fare':
    case 'total':
    case 'surcharge':
      return amountForms(value.text);
    case 'plate':
      return plateForms(value.text, plateLetters(code));
    case 'driver':
    case 'price':
    case 'wait':
    case 'other':
      return [];
  }
}

interface FoundValue {
  value: TaxiValue;
  reading: FormReading;
}

/** What the text of a value means; texts that mean the same support each other. */
const MEANINGS: Partial<Record<TaxiLabel, (text: string) => string | undefined>> = {
  date: isoDate,
  board: (text) => text.slice(0, 5),
  alight: (text) => text.slice(0, 5),
  distance: decimalOf,
  fare: moneyOf,
  total: moneyOf,
  surcharge: moneyOf,
};

/** Below these the vote of the readings was close, or the line is hardly of the form. Chosen by trial (README). */
const CONFIDENCE_MIN = 0.75;
const FIT_MIN = -0.6;
const CONFIDENCE_OF_MISFIT = 0.99;
/** The line holds something else. */
const FIT_HOPELESS = -2.5;

function isDoubtful({ value, reading }: FoundValue): boolean {
  if (value.text === '' || reading.confidence < CONFIDENCE_MIN) return true;
  return reading.fit < FIT_MIN && (reading.confidence < CONFIDENCE_OF_MISFIT || value.label === 'plate');
}

function printedValue(
  found: FoundValue | undefined,
  parse: (text: string) => string | undefined,
): ReceiptReading | undefined {
  if (found === undefined) return undefined;
  const { reading, value } = found;
  const parsed = parse(reading.text);
  if (parsed === undefined) return undefined;
  const others = [...new Set(reading.others.flatMap((other) => parse(other.text) ?? []))].filter((v) => v !== parsed);
  const doubtful = isDoubtful(found);
  return {
    value: parsed,
    quad: value.quad,
    confidence: reading.confidence,
    doubtful,
    ...(doubtful && others.length > 0 && { alternatives: others.slice(0, 2) }),
  };
}

/** Of several values with one label the one that is of its form best. */
function bestOf(found: readonly FoundValue[], label: TaxiLabel): FoundValue | undefined {
  const all = found.filter(({ value }) => value.label === label);
  return all.sort((a, b) => b.reading.fit - a.reading.fit)[0];
}

function setPrinted(sheet: ReceiptSheet, found: readonly FoundValue[]): void {
  const at = (label: TaxiLabel): FoundValue | undefined => bestOf(found, label);
  sheet.set(
    'vehicleNumber',
    printedValue(at('plate'), (text) => text),
  );
  sheet.set('issueDate', printedValue(at('date'), isoDate));
  const clock = (text: string): string => text.slice(0, 5);
  sheet.set('boardTime', printedValue(at('board') ?? at('times'), clock));
  const alight = printedValue(at('alight'), clock) ?? printedValue(at('times'), (text) => text.slice(6, 11));
  sheet.set('alightTime', alight);
  sheet.set('distanceKm', printedValue(at('distance'), decimalOf));
  sheet.set('totalAmount', totalOf(at('fare'), at('total'), found));
}

/** A total that was not read itself, or that the sum contradicts, weighs this little. */
const UNREAD = 0.02;

/** Fare and extras add up to the total where a receipt prints all of them; that settles unsure figures. */
function totalOf(
  fare: FoundValue | undefined,
  total: FoundValue | undefined,
  found: readonly FoundValue[],
): ReceiptReading | undefined {
  const [printedFare, printedTotal] = [printedValue(fare, moneyOf), printedValue(total, moneyOf)];
  const extras = found.filter(({ value }) => value.label === 'surcharge').slice(0, EXTRAS_MAX);
  if (fare === undefined || printedFare === undefined || extras.length === 0) return printedTotal ?? printedFare;
  let sums = candidatesOf(fare);
  for (const extra of extras) {
    const amounts = candidatesOf(extra).slice(0, 3);
    sums = sums.flatMap((sum) =>
      amounts.map(({ minor, confidence }) => ({ minor: sum.minor + minor, confidence: sum.confidence * confidence })),
    );
  }
  const printed = candidatesOf(total);
  const weighed = sums.map((sum) => {
    const own = printed.find(({ minor }) => minor === sum.minor)?.confidence ?? 0;
    return { minor: sum.minor, isPrinted: own > UNREAD, weight: sum.confidence * Math.max(own, UNREAD) };
  });
  const best = weighed.sort((a, b) => b.weight - a.weight)[0];
  const place = printedTotal ?? printedFare;
  if (best === undefined) return { ...place, doubtful: true };
  return { ...place, value: formatMinor(best.minor), doubtful: !best.isPrinted, alternatives: undefined };
}

const EXTRAS_MAX = 3;

function candidatesOf(found: FoundValue | undefined): { minor: bigint; confidence: number }[] {
  if (found === undefined) return [];
  const { reading } = found;
  return [{ text: reading.text, confidence: reading.confidence }, ...reading.others].flatMap((choice) => {
    const minor = parseMinor(moneyOf(choice.text));
    return minor === null ? [] : [{ minor, confidence: choice.confidence }];
  });
}
