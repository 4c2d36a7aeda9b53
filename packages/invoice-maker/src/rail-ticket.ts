import { amountInWords, splitTax, textOfFen } from './amount.ts';
import type { InvoiceFacts, Party } from './facts.ts';
import { aPersonName } from './parties.ts';
import type { Random } from './random.ts';
import { PLACES, type Place } from './regions.ts';

const NO_PARTY: Party = { name: '', taxId: '', address: '', phone: '', bank: '', bankAccount: '' };

const SEAT_CLASSES = ['二等座', '一等座'] as const;

/** The day before, by the calendar alone. */
function dayBefore(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}

/** A rail e-ticket has no seller on its face, and its net amount and tax stand only in the embedded XBRL. */
export function aRailTicket({
  random,
  issueDate,
  buyer,
  place,
}: {
  random: Random;
  issueDate: string;
  buyer: Party;
  place: Place;
}): InvoiceFacts {
  const trip = random.fork('rail');
  const destination = trip.pick(PLACES.filter((other) => other.city !== place.city));
  const fareFen = trip.integer(60, 1_200) * 50;
  const { netFen, taxFen } = splitTax({ grossFen: fareFen, basisPoints: 900 });
  const year = issueDate.slice(2, 4);
  return {
    kind: 'rail_ticket',
    title: '电子发票（铁路电子客票）',
    code: '',
    number: `${year}${place.code}9${trip.digits(15)}`,
    issueDate,
    checkCode: '',
    machineNumber: '',
    cipherText: '',
    region: { code: place.code, shortName: place.shortName, bureau: place.bureau },
    buyer,
    seller: NO_PARTY,
    items: [],
    amountWithoutTax: textOfFen(netFen),
    taxAmount: textOfFen(taxFen),
    totalAmount: textOfFen(fareFen),
    totalInWords: amountInWords(fareFen),
    currency: 'CNY',
    remarks: '',
    drawer: '',
    payee: '',
    reviewer: '',
    businessTag: '',
    trips: [],
    cancelsNumber: '',
    rail: {
      trainNumber: `G${trip.integer(100, 9_999)}`,
      departureStation: `${place.city}南`,
      departureStationLatin: `${place.cityLatin}nan`,
      arrivalStation: `${destination.city}东`,
      arrivalStationLatin: `${destination.cityLatin}dong`,
      travelDate: dayBefore(issueDate),
      departureTime: `${String(trip.integer(6, 21)).padStart(2, '0')}:${String(trip.integer(0, 59)).padStart(2, '0')}`,
      carriage: `${String(trip.integer(1, 16)).padStart(2, '0')}车`,
      seat: `${String(trip.integer(1, 18)).padStart(2, '0')}${trip.pick(['A', 'B', 'C', 'D', 'F'])}号`,
      seatClass: trip.pick(SEAT_CLASSES),
      eTicketNumber: `${trip.integer(1, 9)}${trip.digits(24)}`,
      passengerName: aPersonName(trip),
      passengerIdMasked: `${place.division}1990****${trip.digits(4)}`,
    },
  };
}
