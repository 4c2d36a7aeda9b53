import { amountInWords, basisPointsOf, fenOf, quotientText, splitTax, textOfFen } from './amount.ts';
import { type InvoiceFacts, type InvoiceKind, type ItemFacts, isDigital, type Party, type Trip } from './facts.ts';
import { aParty, aPersonName } from './parties.ts';
import { type Goods, PRESETS, type Preset, type PresetName } from './presets.ts';
import { aRailTicket } from './rail-ticket.ts';
import { type Random, randomFrom } from './random.ts';
import { PLACES, type Place } from './regions.ts';

/** One line in the words of whoever orders: price with tax, not net. */
export interface LineOptions {
  name: string;
  specification?: string;
  unit?: string;
  quantity?: string;
  /** Amount of the whole line with tax. A negative one is a discount line and needs no quantity. */
  amountWithTax: string;
  /** "6%", "免税" or "不征税". */
  taxRate: string;
  classificationCode?: string;
}

export interface InvoiceOptions {
  /** The same seed and options give the same invoice. */
  seed: string | number;
  preset?: PresetName;
  kind?: InvoiceKind;
  issueDate?: string;
  buyer?: Partial<Party>;
  seller?: Partial<Party>;
  /** Instead of lines drawn from the preset. */
  lines?: readonly LineOptions[];
  /** Adds a discount line below the first line. */
  discount?: boolean;
  /** All lines without tax, printed as 免税 and `***`. */
  exempt?: boolean;
  /** The invoice to cancel, by its 20-digit number or by old code and number together: all amounts become negative. */
  cancels?: string;
  /** Put over the finished facts as they are, also where they then contradict each other. */
  override?: Partial<InvoiceFacts>;
}

interface Line {
  facts: ItemFacts;
  netFen: number;
  taxFen: number;
}

function lineOf(order: LineOptions, sign: 1 | -1): Line {
  const grossFen = sign * fenOf(order.amountWithTax);
  const basisPoints = basisPointsOf(order.taxRate);
  const { netFen, taxFen } =
    basisPoints === null ? { netFen: grossFen, taxFen: 0 } : splitTax({ grossFen, basisPoints });
  const quantity = order.quantity ?? '';
  return {
    netFen,
    taxFen,
    facts: {
      name: order.name,
      specification: order.specification ?? '',
      unit: order.unit ?? '',
      quantity: sign < 0 && quantity !== '' ? `-${quantity}` : quantity,
      unitPrice: quantity === '' ? '' : quotientText({ fen: Math.abs(netFen), divisor: quantity }),
      amount: textOfFen(netFen),
      taxRate: order.taxRate,
      taxAmount: basisPoints === null ? '***' : textOfFen(taxFen),
      classificationCode: order.classificationCode ?? '',
    },
  };
}

function orderOf({ goods, random, exempt }: { goods: Goods; random: Random; exempt: boolean }): LineOptions {
  const quantity = random.integer(...goods.quantity);
  const price = random.integer(...goods.priceYuan);
  return {
    name: goods.name,
    specification: goods.specification ?? '',
    unit: goods.unit,
    quantity: String(quantity),
    amountWithTax: `${price * quantity}.00`,
    taxRate: exempt ? '免税' : goods.taxRate,
    classificationCode: goods.classificationCode,
  };
}

function ordersOf({ preset, random, exempt }: { preset: Preset; random: Random; exempt: boolean }): LineOptions[] {
  const goods = [...preset.goods];
  const count = Math.min(goods.length, random.integer(...preset.lines));
  return Array.from({ length: count }, () => {
    const chosen = random.pick(goods);
    goods.splice(goods.indexOf(chosen), 1);
    return orderOf({ goods: chosen, random, exempt });
  });
}

function discountOn(order: LineOptions): LineOptions {
  const fen = Math.max(1, Math.round(fenOf(order.amountWithTax) / 10));
  return {
    name: order.name,
    taxRate: order.taxRate,
    amountWithTax: textOfFen(-fen),
    classificationCode: order.classificationCode ?? '',
  };
}

function titleOf(kind: InvoiceKind): string {
  switch (kind) {
    case 'digital_special':
      return '电子发票（增值税专用发票）';
    case 'digital_ordinary':
      return '电子发票（普通发票）';
    case 'vat_ordinary_electronic':
      return '增值税电子普通发票';
    case 'rail_ticket':
      return '电子发票（铁路电子客票）';
  }
}

/** Twenty digits: year, region, issuing channel, fifteen digits of sequence. */
export const digitalNumber = ({ random, place, year }: { random: Random; place: Place; year: string }): string =>
  `${year.slice(2)}${place.code}2${'0'.repeat(4)}${random.digits(11)}`;

const CIPHER = '0123456789+-*/<>';

function oldIdentity({ random, place, year }: { random: Random; place: Place; year: string }) {
  const line = () => Array.from({ length: 27 }, () => random.pick([...CIPHER])).join('');
  return {
    code: `0${place.oldCode}${year.slice(2)}00111`,
    number: `${random.integer(10_000_000, 99_999_999)}`,
    checkCode: random.digits(20),
    machineNumber: `${random.integer(4, 9)}${random.digits(11)}`,
    cipherText: [line(), line(), line(), line()].join('\n'),
  };
}

function remarksOf({ buyer, seller, cancels }: { buyer: Party; seller: Party; cancels: string }): string {
  const side = (who: string, short: string, party: Party): string[] => [
    `${who}地址:${party.address}; 电话:${party.phone};`,
    `${short}开户银行:${party.bank}; 银行账号:${party.bankAccount};`,
  ];
  const cancelled = cancels === '' ? [] : [`被红冲蓝字数电发票号码：${cancels}`];
  return [...cancelled, ...side('购买方', '购方', buyer), ...side('销售方', '销方', seller)].join('\n');
}

/** On an old red-letter invoice: code (12 digits) and number (8 digits) of the cancelled one. */
const oldRemarksOf = (cancels: string): string =>
  cancels === '' ? '' : `对应正数发票代码:${cancels.slice(0, 12)}号码:${cancels.slice(12)}`;

function anIssueDate(random: Random): string {
  const month = String(random.integer(1, 11)).padStart(2, '0');
  return `2026-${month}-${String(random.integer(1, 20)).padStart(2, '0')}`;
}

function aTrip(options: { random: Random; issueDate: string; place: Place; vehicle: string }): Trip {
  const { random, issueDate, place, vehicle } = options;
  return {
    passengerName: aPersonName(random),
    passengerIdMasked: `${place.division}1990****${random.digits(4)}`,
    date: issueDate,
    from: place.city,
    to: random.pick(PLACES.filter((other) => other.city !== place.city)).city,
    seatClass: '',
    vehicle,
  };
}

/** A fictional invoice whose sums, words, tax ids and codes are right. */
export function anInvoice(options: InvoiceOptions): InvoiceFacts {
  const random = randomFrom(options.seed);
  const kind = options.kind ?? 'digital_ordinary';
  const issueDate = options.issueDate ?? anIssueDate(random.fork('date'));
  const place = random.fork('seller-place').pick(PLACES);
  const buyerPlace = random.fork('buyer-place').pick(PLACES);
  const buyer = {
    ...aParty({ random: random.fork('buyer'), place: buyerPlace, suffix: '会计师事务所（特殊普通合伙）' }),
    ...options.buyer,
  };
  if (kind === 'rail_ticket') {
    return { ...aRailTicket({ random, issueDate, buyer, place }), ...options.override };
  }
  const preset = PRESETS[options.preset ?? 'hotel'];
  const seller = {
    ...aParty({ random: random.fork('seller'), place, suffix: preset.sellerSuffix }),
    ...options.seller,
  };
  const orders = options.lines
    ? [...options.lines]
    : ordersOf({ preset, random: random.fork('goods'), exempt: options.exempt ?? false });
  const [firstOrder] = orders;
  if (options.discount && firstOrder) orders.splice(1, 0, discountOn(firstOrder));
  const cancels = options.cancels ?? '';
  const lines = orders.map((order) => lineOf(order, cancels === '' ? 1 : -1));
  const netFen = lines.reduce((sum, line) => sum + line.netFen, 0);
  const taxFen = lines.reduce((sum, line) => sum + line.taxFen, 0);
  const taxFree = lines.every((line) => line.facts.taxAmount === '***');
  const year = issueDate.slice(0, 4);
  const people = random.fork('people');
  const identity =
    kind === 'vat_ordinary_electronic'
      ? oldIdentity({ random: random.fork('identity'), place, year })
      : {
          code: '',
          number: digitalNumber({ random: random.fork('identity'), place, year }),
          checkCode: '',
          machineNumber: '',
          cipherText: '',
        };
  const facts: InvoiceFacts = {
    kind,
    title: titleOf(kind),
    ...identity,
    issueDate,
    region: { code: place.code, shortName: place.shortName, bureau: place.bureau },
    buyer,
    seller,
    items: lines.map((line) => line.facts),
    amountWithoutTax: textOfFen(netFen),
    taxAmount: taxFree ? '***' : textOfFen(taxFen),
    totalAmount: textOfFen(netFen + taxFen),
    totalInWords: amountInWords(netFen + taxFen),
    currency: 'CNY',
    remarks: '',
    drawer: aPersonName(people),
    payee: aPersonName(people),
    reviewer: aPersonName(people),
    businessTag: preset.businessTag ?? '',
    trips: preset.vehicle ? [aTrip({ random: random.fork('trip'), issueDate, place, vehicle: preset.vehicle })] : [],
    cancelsNumber: cancels,
    rail: null,
  };
  facts.remarks = isDigital(facts) ? remarksOf({ buyer, seller, cancels }) : oldRemarksOf(cancels);
  return { ...facts, ...options.override };
}
