import type { Candidate } from '../document/candidate.ts';
import { toDate } from '../values/date.ts';
import { toAmount } from '../values/decimal.ts';
import { matchLine, readAfter, readHeader } from './face-header.ts';
import { type FacePage, putField } from './face-page.ts';
import { type FoundText, foundText } from './labels.ts';
import { glyphsOf, isOnLine, type Line } from './page-text.ts';

const DEPARTURE = /(\d{4}年\d{1,2}月\d{1,2}日)(\d{1,2}:\d{2})开/;
const TRAIN = /(?<![A-Z0-9])[GDCZTKYSL]?\d{1,4}(?!\d)/;
const SEAT = /(?:加?\d{1,2})车(?:[0-9A-Z]{1,4}号(?:[上中下]铺)?|不?无座|无座)/;
const SEAT_CLASS =
  /商务座|特等座|优选一等座|一等座|二等座|(?:新空调)?(?:硬座|软座|硬卧|高级软卧|软卧)|高级动卧|动卧|一等卧|二等卧|观光座|一人软包|二等包座|(?<!车)无座/;
const ID_NUMBER = /[0-9A-Z]{2,14}\*{2,}[0-9A-Z]{1,4}/;
/** A fee for giving a ticket back is an invoice of its own. */
const PRICE = /(?:退票费|改签费|票价|差价):?/;

/** 铁路电子客票: no seller and no tax on the page; those are in the embedded instance. */
export function readRailTicket(face: FacePage, candidate: Candidate): void {
  readHeader(face, candidate);
  const fare = readAfter(face, PRICE, /-?\d[\d,]*\.\d{2}/);
  putField(candidate, face, { name: 'totalAmount', value: toAmount(fare?.plain), at: fare });
  const original = readAfter(face, /原发票号码:?/, /^\d{20}/);
  putField(candidate, face, { name: 'originalInvoiceNumber', value: original?.plain, at: original });
  const ticket = readAfter(face, /电子客票号:?/, /[0-9A-Z]{15,30}/);
  putField(candidate, face, { name: 'eTicketNumber', value: ticket?.plain, at: ticket });
  const buyer = readAfter(face, /购买方名称:?/, /.+?(?=统一社会信用代码|$)/);
  putField(candidate, face, { name: 'buyerName', value: buyer?.text.replace(/^[:：]/, ''), at: buyer });
  const taxId = readAfter(face, /统一社会信用代码:?/, /[0-9A-Z]{15,20}/);
  putField(candidate, face, { name: 'buyerTaxId', value: taxId?.plain, at: taxId });
  readJourney(face, candidate);
  readPassenger(face, candidate);
}

function readJourney(face: FacePage, candidate: Candidate): void {
  for (const line of face.lines) {
    const departure = DEPARTURE.exec(line.text);
    if (departure) {
      const at = matchLine(line, DEPARTURE);
      putField(candidate, face, { name: 'travelDate', value: toDate(departure[1]), at });
      putField(candidate, face, { name: 'departureTime', value: departure[2], at });
      const seat = matchLine(line, SEAT);
      putField(candidate, face, { name: 'seat', value: seat?.plain, at: seat });
      const seatClass = matchLine(line, SEAT_CLASS);
      putField(candidate, face, { name: 'seatClass', value: seatClass?.plain, at: seatClass });
    }
    readStations(face, line, candidate);
  }
}

/** 无锡东站 G1705 苏州北站, in one line. */
function readStations(face: FacePage, line: Line, candidate: Candidate): void {
  const match = /^(\S*?)站([GDCZTKYSL]?\d{1,4})(\S*?)站/.exec(line.text);
  if (!match || match[1] === undefined || match[2] === undefined || match[3] === undefined) return;
  const part = (start: number, length: number): FoundText | null => foundText(line.glyphs.slice(start, start + length));
  const [, from, train, to] = match;
  putField(candidate, face, { name: 'departureStation', value: from, at: part(0, from.length) });
  const trainAt = part(from.length + 1, train.length);
  if (TRAIN.test(train)) putField(candidate, face, { name: 'trainNumber', value: train, at: trainAt });
  const to0 = from.length + 1 + train.length;
  putField(candidate, face, { name: 'arrivalStation', value: to, at: part(to0, to.length) });
}

function readPassenger(face: FacePage, candidate: Candidate): void {
  for (const line of face.lines) {
    const id = maskedId(face, line);
    if (!id) continue;
    putField(candidate, face, { name: 'passengerIdMasked', value: id.plain, at: id });
    const name = foundText(line.glyphs.filter((glyph) => glyph.left >= id.right));
    putField(candidate, face, { name: 'passengerName', value: name?.text, at: name });
    return;
  }
}

/** The name may begin with letters, so the id ends where its run or a blank in it ends. */
function maskedId(face: FacePage, line: Line): FoundText | null {
  const first = line.glyphs[0];
  if (!first) return null;
  for (const run of face.page.runs) {
    if (!isOnLine(run, first)) continue;
    const glyphs = glyphsOf(run);
    const match = ID_NUMBER.exec(glyphs.map((glyph) => glyph.plain).join(''));
    if (match) return foundText(glyphs.slice(match.index, match.index + match[0].length));
  }
  return matchLine(line, ID_NUMBER);
}
