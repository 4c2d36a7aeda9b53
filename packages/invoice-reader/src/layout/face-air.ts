import type { Candidate } from '../document/candidate.ts';
import { toDate } from '../values/date.ts';
import { formatMinor, parseMinor, toAmount, toRate } from '../values/decimal.ts';
import { readFlights, readPassenger } from './face-flights.ts';
import { readAfter, readHeader } from './face-header.ts';
import { type FacePage, firstLabel, labelsOn, putField } from './face-page.ts';
import { type FoundText, foundText, type Label } from './labels.ts';
import { type Glyph, lineThrough } from './page-text.ts';

const FARE_HEADINGS: readonly (readonly [RegExp, string])[] = [
  [/票价/, 'fare'],
  [/燃油附加费/, 'fuelSurcharge'],
  [/增值税税率/, 'taxRate'],
  [/增值税税额/, 'taxAmount'],
  [/民航发展基金/, 'civilAviationDevelopmentFund'],
  [/其他税费/, 'otherTaxes'],
  [/合计/, 'totalAmount'],
];

/** 航空运输电子客票行程单: amounts stand in a row under their headings. */
export function readAirTicket(face: FacePage, candidate: Candidate): void {
  readHeader(face, candidate);
  const date = readAfter(face, /填开日期:?/, /\d{4}[-年]\d{1,2}[-月]\d{1,2}/);
  putField(candidate, face, { name: 'issueDate', value: toDate(date?.plain), at: date });
  const seller = readAfter(face, /填开单位:?/, /.+?(?=填开日期|$)/);
  putField(candidate, face, { name: 'sellerName', value: seller?.text, at: seller });
  const buyer = readAfter(face, /购买方名称:?/, /.+?(?=统一社会信用代码|$)/);
  putField(candidate, face, { name: 'buyerName', value: buyer?.text, at: buyer });
  const taxId = readAfter(face, /纳税人识别号:?/, /[0-9A-Z*]{15,20}/);
  putField(candidate, face, { name: 'buyerTaxId', value: taxId?.plain, at: taxId });
  const ticket = readAfter(face, /电子客票号码:?/, /^\d[\d-]{9,}/);
  putField(candidate, face, { name: 'eTicketNumber', value: ticket?.plain, at: ticket });
  const verification = readAfter(face, /验证码:?/, /^\d{4}/);
  putField(candidate, face, { name: 'verificationCode', value: verification?.plain, at: verification });
  readPassenger(face, candidate);
  readFlights(face, candidate);
  readFares(face, candidate);
  deriveNet(candidate);
}

function readFares(face: FacePage, candidate: Candidate): void {
  const fare = firstLabel(face, /票价/);
  if (!fare) return;
  const headings = FARE_HEADINGS.flatMap(([pattern, name]) =>
    labelsOn(face, pattern)
      .filter((label) => Math.abs(label.top - fare.top) < fare.bottom - fare.top)
      .map((label) => ({ name, label })),
  ).sort((a, b) => a.label.left - b.label.left);
  for (const [index, { name, label }] of headings.entries()) {
    const nextLeft = headings[index + 1]?.label.left ?? face.page.width;
    const found = below(face, label, nextLeft);
    const printed = found?.plain.replace(/^[A-Z]{2,3}(?=[\d.-])/, '');
    const value = name === 'taxRate' ? toRate(printed) : toAmount(printed);
    putField(candidate, face, { name, value, at: found });
  }
}

/** The first text under a heading; amounts are right-aligned to where the next heading begins. */
function below(face: FacePage, label: Label, nextLeft: number): FoundText | null {
  const height = label.bottom - label.top;
  const runs = face.page.runs
    .filter((run) => run.top > label.top + 0.5 * height && run.top < label.top + 4 * height)
    .filter((run) => run.right > label.left && run.right <= nextLeft + 0.6 * height && /\d/.test(run.text))
    .sort((a, b) => a.top - b.top);
  const first = runs[0];
  if (!first) return null;
  const line = lineThrough(face.page, first);
  const isUnder = (glyph: Glyph) => {
    const middle = (glyph.left + glyph.right) / 2;
    return middle > label.left && middle < nextLeft;
  };
  return foundText(line.glyphs.filter(isUnder));
}

/** The tax base of an air ticket is fare plus fuel surcharge; the page does not print it. */
function deriveNet(candidate: Candidate): void {
  const fare = parseMinor(fieldText(candidate, 'fare'));
  const surcharge = parseMinor(fieldText(candidate, 'fuelSurcharge'));
  if (fare === null) return;
  candidate.fields.amountWithoutTax = formatMinor(fare + (surcharge ?? 0n));
  candidate.derived = ['amountWithoutTax'];
}

function fieldText(candidate: Candidate, name: string): string | undefined {
  const value = candidate.fields[name];
  return typeof value === 'string' ? value : undefined;
}
