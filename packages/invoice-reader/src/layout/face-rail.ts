import type { Candidate } from '../document/candidate.ts';
import { toDate } from '../values/date.ts';
import { toAmount } from '../values/decimal.ts';
import { matchLine, readAfter, readHeader } from './face-header.ts';
import { type FacePage, putField } from './face-page.ts';
import { type FoundText, foundText } from './labels.ts';
import type { Line } from './page-text.ts';

const DEPARTURE = /(\d{4}年\d{1,2}月\d{1,2}日)(\d{1,2}:\d{2})开/;
const TRAIN = /(?<![A-Z0-9])[GDCZTKYSL]?\d{1,4}(?!\d)/;
const SEAT = /(?:加?\d{1,2})车(?:[0-9A-Z]{1,4}号(?:[上中下]铺)?|不?无座|无座)/;
const SEAT_CLASS =
  /商务座|特等座|一等座|二等座|优选一等座|硬座|软座|硬卧|软卧|高级软卧|动卧|一等卧|二等卧|无座|新空调硬座|新空调硬卧/;
const ID_NUMBER = /[0-9A-Z]{4,12}\*{4}[0-9A-Z]{2,4}/;

/** 铁路电子客票: no seller and no tax on the page; those are in the embedded instance. */
export function readRailTicket(face: FacePage, candidate: Candidate): void {
  readHeader(face, candidate);
  const fare = readAfter(face, /票价:?/, /-?\d[\d,]*\.\d{2}/);
  putField(candidate, face, { name: 'totalAmount', value: toAmount(fare?.plain), at: fare });
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
    const id = matchLine(line, ID_NUMBER);
    if (!id) continue;
    putField(candidate, face, { name: 'passengerIdMasked', value: id.plain, at: id });
    const name = foundText(line.glyphs.filter((glyph) => glyph.left > id.right));
    putField(candidate, face, { name: 'passengerName', value: name?.text, at: name });
    return;
  }
}
