import { fenOf, splitTax, textOfFen } from '../amount.ts';
import { anInvoice } from '../an-invoice.ts';
import type { RailJourney } from '../facts.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import { type Mark, RED_BROWN } from '../page/drawing.ts';
import { penWith } from '../page/pen.ts';
import { aParty, aPersonName } from '../parties.ts';
import { makeRailXbrl } from '../rail-xbrl.ts';
import { randomFrom } from '../random.ts';
import { PLACES } from '../regions.ts';
import { typeface } from '../typeface.ts';
import type { Paper } from './paper.ts';

export interface RailVariant {
  seat?: Partial<RailJourney>;
  /** What the page calls the price. */
  priceLabel?: string;
  /** Negative, with the number of the ticket that it takes back. */
  cancels?: string;
  marks?: readonly string[];
  /** Without the embedded instance, as a page that somebody printed. */
  plain?: boolean;
}

export const RAIL_VARIANTS: Record<string, RailVariant> = {
  slow_train: {
    plain: true,
    seat: { trainNumber: 'K1557', carriage: '05车', seat: '012号中铺', seatClass: '新空调硬卧' },
  },
  numbered_train: { plain: true, seat: { trainNumber: '1461', carriage: '加1车', seat: '无座', seatClass: '硬座' } },
  student: { plain: true, seat: { seatClass: '二等座' }, marks: ['学', '惠'] },
  passport: { plain: true, seat: { passengerIdMasked: 'E12****89', passengerName: 'SMITH/JOHN' } },
  long_names: { seat: { departureStation: '呼和浩特东', arrivalStation: '齐齐哈尔南', seatClass: '商务座' } },
  refund_fee: { plain: true, priceLabel: '退票费', marks: ['退票'] },
  changed: { plain: true, marks: ['始发改签'] },
  red_letter: { cancels: '26329166851000825795' },
  plain: { plain: true },
};

/** 电子发票（铁路电子客票） in the variants that travellers hand in. */
export async function aRailPaper(seed: string | number, name: keyof typeof RAIL_VARIANTS): Promise<Paper> {
  const variant = RAIL_VARIANTS[name] ?? {};
  const made = anInvoice({ seed: `rail/${seed}/${name}`, kind: 'rail_ticket' });
  if (!made.rail) throw new TypeError('a rail ticket has a journey');
  const rail = { ...made.rail, ...variant.seat };
  const sign = variant.cancels === undefined ? '' : '-';
  const facts = {
    ...made,
    rail,
    totalAmount: `${sign}${made.totalAmount}`,
    amountWithoutTax: `${sign}${made.amountWithoutTax}`,
    taxAmount: `${sign}${made.taxAmount}`,
  };
  const drawing = await drawInvoice(facts);
  const label = variant.priceLabel;
  const extra = penWith(typeface());
  for (const [index, text] of (variant.marks ?? []).entries())
    extra.text({ text, x: 50 + index * 8, y: 63, size: 4.2 });
  if (variant.cancels) extra.text({ text: `原发票号码:${variant.cancels}`, x: 9, y: 26.5, size: 4.2 });
  const content = drawing.content.map(
    (mark): Mark =>
      label && mark.kind === 'text' && mark.text === '票价:' ? { ...mark, text: `${label}:`, x: mark.x - 4.2 } : mark,
  );
  const xbrl = makeRailXbrl(facts, rail);
  return {
    name: String(name),
    date: facts.issueDate,
    drawings: [{ ...drawing, content: [...content, ...extra.marks] }],
    ...(!variant.plain && { attachments: { [`rai_issuer_${facts.number}.xml`]: xbrl } }),
    fields: {
      invoiceType: facts.title,
      invoiceNumber: facts.number,
      issueDate: facts.issueDate,
      buyerName: facts.buyer.name,
      buyerTaxId: facts.buyer.taxId,
      totalAmount: facts.totalAmount,
      trainNumber: rail.trainNumber,
      departureStation: rail.departureStation,
      arrivalStation: rail.arrivalStation,
      travelDate: rail.travelDate,
      departureTime: rail.departureTime,
      seat: `${rail.carriage}${rail.seat}`,
      seatClass: rail.seatClass,
      eTicketNumber: rail.eTicketNumber,
      passengerName: rail.passengerName,
      passengerIdMasked: rail.passengerIdMasked,
      ...(variant.cancels && { originalInvoiceNumber: variant.cancels }),
      ...(!variant.plain && { amountWithoutTax: facts.amountWithoutTax, taxAmount: facts.taxAmount, taxRate: '9%' }),
    },
  };
}

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

const air = (name: string, value: string): string => `<atr:${name} contextRef="c">${value}</atr:${name}>`;

/** 电子发票（航空运输电子客票行程单）: net amount is fare and fuel surcharge, printed nowhere. */
export function anAirPaper(seed: string | number, name: keyof typeof AIR_VARIANTS): Paper {
  const variant = AIR_VARIANTS[name];
  if (!variant) throw new RangeError(`there is no air variant "${name}"`);
  const random = randomFrom(`air/${seed}/${name}`);
  const place = random.pick(PLACES);
  const buyer = aParty({ random, place, suffix: '管理咨询有限公司' });
  const date = '2026-07-28';
  const number = `26${place.code}9${random.digits(15)}`;
  const ticket = `784${random.digits(10)}`;
  const check = random.digits(4);
  const passenger = aPersonName(random);
  const netFen = fenOf(variant.fare) + fenOf(variant.fuel);
  const rate = Number(variant.rate.replace('%', '')) * 100;
  const { taxFen } = splitTax({ grossFen: Math.round((netFen * (10_000 + rate)) / 10_000), basisPoints: rate });
  const total = textOfFen(netFen + taxFen + fenOf(variant.fund) + fenOf(variant.other));
  const tax = textOfFen(taxFen);
  const pen = penWith(typeface());
  const put = (text: string, x: number, y: number) => pen.text({ text, x, y, size: 3 });
  pen.text({
    text: '电子发票（航空运输电子客票行程单）',
    x: 105,
    y: 12,
    size: 5.5,
    colour: RED_BROWN,
    align: 'middle',
  });
  put('开具状态：', 160, 20);
  put('正常', 178, 20);
  put('国内国际标识：', 10, 26);
  put(variant.scope, 32, 26);
  put('发票号码：', 150, 26);
  put(number, 168, 26);
  for (const [index, text] of ['旅客姓名', '有效身份证件号码', '签注'].entries()) put(text, 10 + index * 50, 33);
  put(passenger, 10, 38);
  put('384932********1234', 60, 38);
  put('不得签转', 110, 38);
  const headings = [
    '承运人',
    '航班号',
    '座位等级',
    '日期',
    '时间',
    '客票级别/客票类别',
    '客票生效日期',
    '有效截止日期',
    '免费行李',
  ];
  const columns = [34, 50, 66, 84, 102, 116, 144, 166, 188];
  for (const [index, text] of headings.entries()) put(text, columns[index] ?? 0, 46);
  for (const [index, leg] of variant.segments.entries()) {
    const y = 52 + index * 12;
    put(`自: ${leg.from}`, 10, y);
    put(`至: ${leg.to}`, 10, y + 6);
    const cells = [leg.carrier, leg.flight, leg.seatClass, leg.date, leg.time, 'Y50', '', '', '20K'];
    for (const [column, text] of cells.entries()) put(text, columns[column] ?? 0, y + 3);
  }
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
  put('电子客票号码：', 10, 98);
  put(ticket, 32, 98);
  put('验证码：', 66, 98);
  put(check, 80, 98);
  put('提示信息：', 100, 98);
  put('保险费： XXX', 160, 98);
  put('销售网点代号： CAN001/08682256', 10, 106);
  put('填开单位：', 76, 106);
  put('中国南方航空股份有限公司', 92, 106);
  put('填开日期：', 160, 106);
  put(date, 176, 106);
  put('购买方名称：', 10, 114);
  put(buyer.name, 30, 114);
  put('统一社会信用代码/纳税人识别号：', 110, 114);
  put(buyer.taxId, 158, 114);
  const lines = (pick: (leg: Segment) => string) => variant.segments.map(pick).join('\n');
  const facts = [
    air('ElectronicInvoiceAirTransportReceiptNumber', number),
    air('IssueDate', date),
    air('IssueParty', '中国南方航空股份有限公司'),
    air('PassengerName', passenger),
    air('ValidIdNumber', '384932********1234'),
    ...variant.segments.map(
      (leg) =>
        `<atr:DetailInformationOfAirTicketTuple>${air('DepartureStation', leg.from)}${air('DestinationStation', leg.to)}${air('Carrier', leg.carrier)}${air('Flight', leg.flight)}${air('SeatClass', leg.seatClass)}${air('CarrierDate', leg.date)}${air('DepartureTime', leg.time)}</atr:DetailInformationOfAirTicketTuple>`,
    ),
    air('Fare', variant.fare),
    air('FuelSurcharge', variant.fuel),
    air('VatRate', String(rate / 10_000)),
    air('VatTaxAmount', tax),
    air('CivilAviationDevelopmentFund', variant.fund),
    air('OtherTaxes', variant.other),
    air('TotalAmount', total),
    air('ETicketNumber', ticket),
    air('VerificationCode', check),
    air('NameOfPurchaser', buyer.name),
    air('UnifiedSocialCreditCodeOfPurchaser', buyer.taxId),
  ];
  const xbrl = `<?xml version="1.0" encoding="UTF-8"?><xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:atr="http://xbrl.mof.gov.cn/taxonomy/2024-12-31/atr">${facts.join('')}</xbrl>`;
  return {
    name: String(name),
    date,
    drawings: [{ width: 210, height: 125, template: [], content: pen.marks, seal: null }],
    ...(!variant.plain && { attachments: { [`atr_issuer_${number}.xml`]: xbrl } }),
    fields: {
      invoiceType: '电子发票（航空运输电子客票行程单）',
      invoiceNumber: number,
      issueDate: date,
      buyerName: buyer.name,
      buyerTaxId: buyer.taxId,
      sellerName: '中国南方航空股份有限公司',
      fare: variant.fare,
      fuelSurcharge: variant.fuel,
      amountWithoutTax: textOfFen(netFen),
      taxRate: variant.rate,
      taxAmount: tax,
      civilAviationDevelopmentFund: variant.fund,
      otherTaxes: variant.other,
      totalAmount: total,
      eTicketNumber: ticket,
      verificationCode: check,
      passengerName: passenger,
      passengerIdMasked: '384932********1234',
      flightNumber: lines((leg) => leg.flight),
      carrier: lines((leg) => leg.carrier),
      seatClass: lines((leg) => leg.seatClass),
      travelDate: lines((leg) => leg.date),
      departureTime: lines((leg) => leg.time),
      departurePlace: lines((leg) => leg.from),
      arrivalPlace: lines((leg) => leg.to),
    },
  };
}
