import type { Candidate } from '../document/candidate.ts';
import { matchLine } from './face-header.ts';
import { type FacePage, firstLabel, labelsOn, putField } from './face-page.ts';
import { type FoundText, foundText } from './labels.ts';
import { boxAround, isOnLine, type Line } from './page-text.ts';

const FLIGHT = /(?<![A-Z0-9])(?:[A-Z]{2}|[A-Z]\d|\d[A-Z])\d{3,4}[A-Z]?(?![\d])/;
const DATE = /\d{4}-\d{2}-\d{2}|\d{1,2}[A-Z]{3}(?:\d{2})?/;
const TIME = /(?<!\d)\d{2}:?\d{2}(?!\d)/;
const ID_NUMBER = /[0-9A-Z]{2,14}\*{2,}[0-9A-Z]{0,6}|(?<!\d)\d{17}[\dX](?!\d)/;

/** Name and id stand in the row below their headings. */
export function readPassenger(face: FacePage, candidate: Candidate): void {
  const heading = firstLabel(face, /旅客姓名/);
  const idHeading = firstLabel(face, /有效身份证件号码?/);
  if (!heading || !idHeading) return;
  const height = heading.bottom - heading.top;
  const runs = face.page.runs.filter(
    (run) => run.top > heading.top + 0.5 * height && run.top < heading.top + 3.5 * height,
  );
  const nearest = Math.min(...runs.map((run) => run.top));
  const row = face.lines.find((line) => line.glyphs.some((glyph) => Math.abs(glyph.top - nearest) < 0.3 * height));
  if (!row) return;
  const name = foundText(row.glyphs.filter((glyph) => glyph.left < idHeading.left - height));
  putField(candidate, face, { name: 'passengerName', value: name?.text, at: name });
  const id = matchLine(row, ID_NUMBER);
  putField(candidate, face, { name: 'passengerIdMasked', value: id?.plain, at: id });
}

interface Flight {
  flight: FoundText;
  carrier: string;
  seatClass: string;
  date: string;
  time: string;
}

/** One line per flight in each field; rows that are void or empty are passed over. */
export function readFlights(face: FacePage, candidate: Candidate): void {
  const heading = firstLabel(face, /航班号/);
  if (!heading) return;
  const flights = face.lines.flatMap((line): Flight[] => {
    const flight = matchLine(line, FLIGHT);
    const date = matchLine(line, DATE);
    if (!flight || !date || flight.top < heading.bottom - 1) return [];
    return [{ flight, ...cellsOf(face, line, { flight, date }) }];
  });
  const unique = flights.filter(
    (one, index) => flights.findIndex((other) => isOnLine(other.flight, one.flight)) === index,
  );
  if (unique.length === 0) return;
  const at = { ...boxAround(unique.map(({ flight }) => flight)), text: '', plain: '' };
  const put = (name: string, pick: (flight: Flight) => string) => {
    const lines = unique.map(pick);
    if (lines.some((line) => line !== '')) putField(candidate, face, { name, value: lines.join('\n'), at });
  };
  put('flightNumber', ({ flight }) => flight.plain);
  put('carrier', ({ carrier }) => carrier);
  put('seatClass', ({ seatClass }) => seatClass);
  put('travelDate', ({ date }) => date);
  put('departureTime', ({ time }) => time);
  readStops(face, candidate, unique.length);
}

interface Marks {
  flight: FoundText;
  date: FoundText;
}

function cellsOf(face: FacePage, line: Line, { flight, date }: Marks): Omit<Flight, 'flight'> {
  const size = flight.bottom - flight.top;
  const carrierHeading = firstLabel(face, /承运人/);
  const from = (carrierHeading?.left ?? flight.left) - size;
  const carrier = foundText(line.glyphs.filter((glyph) => glyph.left >= from && glyph.right <= flight.left));
  const between = foundText(line.glyphs.filter((glyph) => glyph.left > flight.right && glyph.right < date.left));
  const after = foundText(line.glyphs.filter((glyph) => glyph.left >= date.right));
  return {
    carrier: carrier?.text ?? '',
    seatClass: between?.plain ?? '',
    date: date.plain,
    time: TIME.exec(after?.plain ?? '')?.[0] ?? '',
  };
}

/** 自: A, 至: B for each flight, or one 自 and several 至. */
function readStops(face: FacePage, candidate: Candidate, count: number): void {
  const stops = labelsOn(face, /[自至]:/)
    .map((label) => {
      const glyphs = label.line.glyphs.slice(label.end);
      const end = glyphs.findIndex((glyph, index) => {
        const previous = glyphs[index - 1];
        return previous !== undefined && glyph.left - previous.right > 1.5 * (glyph.bottom - glyph.top);
      });
      const found = foundText(end < 0 ? glyphs : glyphs.slice(0, end));
      const isDeparture = label.line.glyphs[label.end - 2]?.plain === '自';
      return { found, isDeparture, top: label.top };
    })
    .filter(({ found }) => found !== null && !/^VOID$/i.test(found.plain))
    .sort((a, b) => a.top - b.top);
  const legs: { from: FoundText; to: FoundText }[] = [];
  for (const [index, stop] of stops.entries()) {
    const before = stops[index - 1]?.found;
    if (!stop.isDeparture && before && stop.found) legs.push({ from: before, to: stop.found });
  }
  if (legs.length !== count) return;
  const name = (text: FoundText) => text.text.replace(/([\u4e00-\u9fff])([A-Z]{3})$/, '$1 $2');
  for (const [field, pick] of [
    ['departurePlace', (leg: { from: FoundText }) => leg.from],
    ['arrivalPlace', (leg: { to: FoundText }) => leg.to],
  ] as const) {
    const texts = legs.map(pick);
    const at = { ...boxAround(texts), text: '', plain: '' };
    putField(candidate, face, { name: field, value: texts.map(name).join('\n'), at });
  }
}
