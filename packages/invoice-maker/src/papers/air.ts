import { fenOf, splitTax, textOfFen } from '../amount.ts';
import type { Party } from '../facts.ts';
import { RED_BROWN } from '../page/drawing.ts';
import { type Pen, penWith } from '../page/pen.ts';
import { aParty, aPersonName } from '../parties.ts';
import { randomFrom } from '../random.ts';
import { PLACES } from '../regions.ts';
import { typeface } from '../typeface.ts';
import type { Paper } from './paper.ts';

interface Segment {
  from: string;
  to: string;
  carrier: string;
  flight: string;
  seatClass: string;
  date: string;
  time: string;
}

export interface AirVariant {
  scope: '国内' | '国际';
  segments: readonly Segment[];
  fare: string;
  fuel: string;
  rate: string;
  fund: string;
  other: string;
  /** As printed before each amount. */
  prefix: string;
  plain?: boolean;
}

const segment = (from: string, to: string, flight: string, rest: Partial<Segment> = {}): Segment => ({
  from,
  to,
  flight,
  carrier: '南航',
  seatClass: 'V',
  date: '2026-07-27',
  time: '18:30',
  ...rest,
});

export const AIR_VARIANTS: Record<string, AirVariant> = {
  domestic: {
    scope: '国内',
    segments: [segment('合肥 HFE', '广州 CAN', 'CZ8866')],
    fare: '477.06',
    fuel: '45.87',
    rate: '9%',
    fund: '50.00',
    other: '0.00',
    prefix: 'CNY ',
  },
  two_segments: {
    scope: '国内',
    segments: [
      segment('合肥 HFE', '广州 CAN', 'CZ8866'),
      segment('广州 CAN', '北海 BHY', 'CZ3255', { time: '22:50', seatClass: 'Y' }),
    ],
    fare: '1284.40',
    fuel: '91.74',
    rate: '9%',
    fund: '100.00',
    other: '0.00',
    prefix: 'CNY ',
    plain: true,
  },
  international: {
    scope: '国际',
    segments: [segment('上海 PVG', '东京 NRT', 'MU523', { carrier: '东航', date: '2026-05-03', time: '09:15' })],
    fare: '3210.00',
    fuel: '520.00',
    rate: '0%',
    fund: '90.00',
    other: '212.00',
    prefix: 'CNY',
  },
  without_prefix: {
    scope: '国内',
    segments: [segment('成都天府 TFU', '北京大兴 PKX', '3U6909', { carrier: '川航', seatClass: 'B' })],
    fare: '1100.92',
    fuel: '18.35',
    rate: '9%',
    fund: '50.00',
    other: '0.00',
    prefix: '',
    plain: true,
  },
};

const CARRIER = '中国南方航空股份有限公司';
const PASSENGER_ID = '384932********1234';

interface AirFacts {
  variant: AirVariant;
  date: string;
  number: string;
  ticket: string;
  check: string;
  passenger: string;
  buyer: Party;
  net: string;
  tax: string;
  total: string;
}

function airFacts(seed: string | number, name: string): AirFacts {
  const variant = AIR_VARIANTS[name];
  if (!variant) throw new RangeError(`there is no air variant "${name}"`);
  const random = randomFrom(`air/${seed}/${name}`);
  const place = random.pick(PLACES);
  const netFen = fenOf(variant.fare) + fenOf(variant.fuel);
  const basisPoints = Number(variant.rate.replace('%', '')) * 100;
  const { taxFen } = splitTax({ grossFen: Math.round((netFen * (10_000 + basisPoints)) / 10_000), basisPoints });
  return {
    variant,
    date: '2026-07-28',
    number: `26${place.code}9${random.digits(15)}`,
    ticket: `784${random.digits(10)}`,
    check: random.digits(4),
    passenger: aPersonName(random),
    buyer: aParty({ random, place, suffix: '管理咨询有限公司' }),
    net: textOfFen(netFen),
    tax: textOfFen(taxFen),
    total: textOfFen(netFen + taxFen + fenOf(variant.fund) + fenOf(variant.other)),
  };
}

const FLIGHT_HEADINGS: readonly (readonly [string, number])[] = [
  ['承运人', 34],
  ['航班号', 50],
  ['座位等级', 66],
  ['日期', 84],
  ['时间', 102],
  ['客票级别/客票类别', 116],
  ['客票生效日期', 144],
  ['有效截止日期', 166],
  ['免费行李', 188],
];

type Words = readonly (readonly [text: string, x: number, y: number])[];

function write(pen: Pen, words: Words): void {
  for (const [text, x, y] of words) pen.text({ text, x, y, size: 3 });
}

function drawFlights(pen: Pen, segments: readonly Segment[]): void {
  write(
    pen,
    FLIGHT_HEADINGS.map(([text, x]) => [text, x, 46] as const),
  );
  for (const [index, leg] of segments.entries()) {
    const y = 52 + index * 12;
    const cells = [leg.carrier, leg.flight, leg.seatClass, leg.date, leg.time, 'Y50', '', '', '20K'];
    write(pen, [
      [`自: ${leg.from}`, 10, y],
      [`至: ${leg.to}`, 10, y + 6],
      ...cells.map((text, column) => [text, FLIGHT_HEADINGS[column]?.[1] ?? 0, y + 3] as const),
    ]);
  }
}

function drawFares(pen: Pen, { variant, tax, total }: AirFacts): void {
  const fares: [string, string, number][] = [
    ['票价', `${variant.prefix}${variant.fare}`, 40],
    ['燃油附加费', `${variant.prefix}${variant.fuel}`, 66],
    ['增值税税率', variant.rate, 86],
    ['增值税税额', `${variant.prefix}${tax}`, 108],
    ['民航发展基金', `${variant.prefix}${variant.fund}`, 138],
    ['其他税费', `${variant.prefix}${variant.other}`, 164],
    ['合计', `${variant.prefix}${total}`, 192],
  ];
  for (const [heading, value, right] of fares) {
    pen.text({ text: heading, x: right - 8, y: 84, size: 3, align: 'middle' });
    pen.text({ text: value, x: right, y: 90, size: 3, align: 'end' });
  }
}

function drawPage(facts: AirFacts): Pen {
  const pen = penWith(typeface());
  pen.text({
    text: '电子发票（航空运输电子客票行程单）',
    x: 105,
    y: 12,
    size: 5.5,
    colour: RED_BROWN,
    align: 'middle',
  });
  write(pen, [
    ['开具状态：', 160, 20],
    ['正常', 178, 20],
    ['国内国际标识：', 10, 26],
    [facts.variant.scope, 32, 26],
    ['发票号码：', 150, 26],
    [facts.number, 168, 26],
    ['旅客姓名', 10, 33],
    ['有效身份证件号码', 60, 33],
    ['签注', 110, 33],
    [facts.passenger, 10, 38],
    [PASSENGER_ID, 60, 38],
    ['不得签转', 110, 38],
    ['电子客票号码：', 10, 98],
    [facts.ticket, 32, 98],
    ['验证码：', 66, 98],
    [facts.check, 80, 98],
    ['提示信息：', 100, 98],
    ['保险费： XXX', 160, 98],
    ['销售网点代号： CAN001/08682256', 10, 106],
    ['填开单位：', 76, 106],
    [CARRIER, 92, 106],
    ['填开日期：', 160, 106],
    [facts.date, 176, 106],
    ['购买方名称：', 10, 114],
    [facts.buyer.name, 30, 114],
    ['统一社会信用代码/纳税人识别号：', 110, 114],
    [facts.buyer.taxId, 158, 114],
  ]);
  drawFlights(pen, facts.variant.segments);
  drawFares(pen, facts);
  return pen;
}

const air = (name: string, value: string): string => `<atr:${name} contextRef="c">${value}</atr:${name}>`;

function segmentXml(leg: Segment): string {
  const facts = [
    air('DepartureStation', leg.from),
    air('DestinationStation', leg.to),
    air('Carrier', leg.carrier),
    air('Flight', leg.flight),
    air('SeatClass', leg.seatClass),
    air('CarrierDate', leg.date),
    air('DepartureTime', leg.time),
  ];
  return `<atr:DetailInformationOfAirTicketTuple>${facts.join('')}</atr:DetailInformationOfAirTicketTuple>`;
}

/** The issuer's instance of the itinerary (entry point atr_issuer). */
function airXbrl({ variant, number, date, passenger, tax, total, ticket, check, buyer }: AirFacts): string {
  const facts = [
    air('ElectronicInvoiceAirTransportReceiptNumber', number),
    air('IssueDate', date),
    air('IssueParty', CARRIER),
    air('PassengerName', passenger),
    air('ValidIdNumber', PASSENGER_ID),
    ...variant.segments.map(segmentXml),
    air('Fare', variant.fare),
    air('FuelSurcharge', variant.fuel),
    air('VatRate', String(Number(variant.rate.replace('%', '')) / 100)),
    air('VatTaxAmount', tax),
    air('CivilAviationDevelopmentFund', variant.fund),
    air('OtherTaxes', variant.other),
    air('TotalAmount', total),
    air('ETicketNumber', ticket),
    air('VerificationCode', check),
    air('NameOfPurchaser', buyer.name),
    air('UnifiedSocialCreditCodeOfPurchaser', buyer.taxId),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:atr="http://xbrl.mof.gov.cn/taxonomy/2024-12-31/atr">${facts.join('')}</xbrl>`;
}

function airFields({
  variant,
  number,
  date,
  passenger,
  net,
  tax,
  total,
  ticket,
  check,
  buyer,
}: AirFacts): Paper['fields'] {
  const lines = (pick: (leg: Segment) => string) => variant.segments.map(pick).join('\n');
  return {
    invoiceType: '电子发票（航空运输电子客票行程单）',
    invoiceNumber: number,
    issueDate: date,
    buyerName: buyer.name,
    buyerTaxId: buyer.taxId,
    sellerName: CARRIER,
    fare: variant.fare,
    fuelSurcharge: variant.fuel,
    amountWithoutTax: net,
    taxRate: variant.rate,
    taxAmount: tax,
    civilAviationDevelopmentFund: variant.fund,
    otherTaxes: variant.other,
    totalAmount: total,
    eTicketNumber: ticket,
    verificationCode: check,
    passengerName: passenger,
    passengerIdMasked: PASSENGER_ID,
    flightNumber: lines((leg) => leg.flight),
    carrier: lines((leg) => leg.carrier),
    seatClass: lines((leg) => leg.seatClass),
    travelDate: lines((leg) => leg.date),
    departureTime: lines((leg) => leg.time),
    departurePlace: lines((leg) => leg.from),
    arrivalPlace: lines((leg) => leg.to),
  };
}

/** 电子发票（航空运输电子客票行程单）: net amount is fare and fuel surcharge, printed nowhere. */
export function anAirPaper(seed: string | number, name: keyof typeof AIR_VARIANTS): Paper {
  const facts = airFacts(seed, String(name));
  const attachments = { [`atr_issuer_${facts.number}.xml`]: airXbrl(facts) };
  return {
    name: String(name),
    date: facts.date,
    drawings: [{ width: 210, height: 125, template: [], content: drawPage(facts).marks, seal: null }],
    ...(!facts.variant.plain && { attachments }),
    fields: airFields(facts),
  };
}
