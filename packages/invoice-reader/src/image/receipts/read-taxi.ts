import type { OcrModels } from '../ocr/models.ts';
import { type FormReading, type FormTask, readForms } from '../ocr/read-forms.ts';
import type { Raster } from '../raster.ts';
import type { Slip } from './find-slips.ts';
import { type FigureRun, figuresAfter, nameAfter } from './head-fields.ts';
import type { TaxiLabel } from './labels.ts';
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
}

/** Reads what a taxi receipt says into the sheet. */
export async function readTaxi(slip: Slip, sheet: ReceiptSheet, reader: Rereader): Promise<void> {
  const code = findFigures(slip, /代码/, { min: 10, max: 12 });
  const number = findFigures(slip, /号码/, { min: 8, max: 8 });
  const values = taxiValues(slip.lines, slip.angle);
  const asked = values.flatMap((value) => {
    const forms = formsFor(value, yearsOf(code?.text));
    return forms.length === 0 ? [] : [{ value, task: { quad: value.quad, forms } }];
  });
  const head: FormTask[] = [code, number].flatMap((run, i) =>
    run === undefined ? [] : [{ quad: run.line.quad, forms: i === 0 ? CODE_FORMS : NUMBER_FORMS }],
  );
  const readings = await readForms(reader.raster, [...asked.map(({ task }) => task), ...head], reader.models);
  sheet.set('invoiceType', { value: '出租汽车发票', doubtful: false });
  const figures = readings.slice(asked.length);
  if (code !== undefined) sheet.set('invoiceCode', confirmed(code, figures.shift()));
  if (number !== undefined) sheet.set('invoiceNumber', confirmed(number, figures.shift()));
  sheet.set('sellerName', nameAfter(slip.lines, SELLER_LABEL));
  const found = new Map<TaxiLabel, { value: TaxiValue; reading: FormReading }>();
  for (const [i, { value }] of asked.entries()) {
    const reading = readings[i];
    const before = found.get(value.label);
    if (reading === undefined || (before !== undefined && before.reading.fit >= reading.fit)) continue;
    found.set(value.label, { value, reading });
  }
  setPrinted(sheet, found);
}

const SELLER_LABEL = /^(?:单位名称|收款单位|开票单位|单位全称|公司名称|企业名称|经营单位|销售方名?称?|单位)[::]?/;

function findFigures(slip: Slip, label: RegExp, count: { min: number; max: number }): FigureRun | undefined {
  const runs = slip.lines.flatMap((line) => figuresAfter(line, label, count) ?? []);
  return runs[0];
}

function formsFor(value: TaxiValue, years: readonly string[]): readonly string[] {
  switch (value.label) {
    case 'date':
      return dateForms(value.text, years);
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
      return plateForms(value.text);
    case 'driver':
    case 'price':
    case 'wait':
    case 'other':
      return [];
  }
}

/** Preprinted figures were read at the first look; a second look in known length confirms them. */
function confirmed(run: FigureRun, reading: FormReading | undefined): ReceiptReading {
  const agrees = reading?.text === run.text;
  const value = reading !== undefined && !agrees && reading.confidence > SURE ? reading.text : run.text;
  return {
    value,
    quad: run.line.quad,
    confidence: reading?.confidence,
    doubtful: !agrees,
    ...(!agrees && reading !== undefined && { alternatives: [value === run.text ? reading.text : run.text] }),
  };
}

const SURE = 0.9;

/** Below this the vote of the readings was close, or the line is not of the form at all. */
const CONFIDENCE_MIN = 0.6;
const FIT_MIN = -0.6;

function printedValue(
  found: { value: TaxiValue; reading: FormReading } | undefined,
  parse: (text: string) => string | undefined,
): ReceiptReading | undefined {
  if (found === undefined) return undefined;
  const { reading, value } = found;
  const parsed = parse(reading.text);
  if (parsed === undefined || reading.fit < FIT_HOPELESS) return undefined;
  const others = [...new Set(reading.others.flatMap((other) => parse(other.text) ?? []))].filter((v) => v !== parsed);
  return {
    value: parsed,
    quad: value.quad,
    confidence: reading.confidence,
    doubtful: reading.confidence < CONFIDENCE_MIN || reading.fit < FIT_MIN,
    ...(reading.confidence < CONFIDENCE_MIN && others.length > 0 && { alternatives: others.slice(0, 2) }),
  };
}

/** The line holds something else. */
const FIT_HOPELESS = -2.5;

function setPrinted(
  sheet: ReceiptSheet,
  found: ReadonlyMap<TaxiLabel, { value: TaxiValue; reading: FormReading }>,
): void {
  sheet.set(
    'vehicleNumber',
    printedValue(found.get('plate'), (text) => text),
  );
  sheet.set('issueDate', printedValue(found.get('date'), isoDate));
  const clock = (text: string): string => text.slice(0, 5);
  sheet.set('boardTime', printedValue(found.get('board') ?? found.get('times'), clock));
  sheet.set(
    'alightTime',
    printedValue(found.get('alight'), clock) ?? printedValue(found.get('times'), (text) => text.slice(6, 11)),
  );
  sheet.set('distanceKm', printedValue(found.get('distance'), decimalOf));
  const fare = printedValue(found.get('fare'), moneyOf);
  const total = printedValue(found.get('total'), moneyOf);
  sheet.set('totalAmount', total ?? fare);
}
