import { textOfFen } from '../amount.ts';
import type { Colour, Mark } from '../page/drawing.ts';
import { type Random, randomFrom } from '../random.ts';
import { typeface } from '../typeface.ts';
import type { PrintedLine, Receipt } from './receipt.ts';
import { authorityOval, companyStamp } from './stamp.ts';

/** What differs from city to city; labels and their order follow receipts in use there. */
export interface TaxiCity {
  name: string;
  title: string;
  office: string;
  /** First five digits of the code: 1 and the region. */
  codeStart: string;
  codeEnd: string;
  plate: { province: string; letter: string; form: 'letters' | 'province' };
  company: 'preprint' | 'stamp';
  companyLabel: string;
  labels: 'preprint' | 'printed';
  rows: readonly TaxiRow[];
  date: 'han' | 'dashes' | 'slashes' | 'short';
  distance: { decimals: 1 | 2; unit: '' | 'KM' | 'km' | '公里' };
  money: { sign: '¥' | ''; unit: '元' | '' };
  /** Fen that fares are multiples of. */
  step: number;
}

type TaxiRow = readonly [
  label: string,
  value:
    | 'plate'
    | 'driver'
    | 'date'
    | 'board'
    | 'alight'
    | 'times'
    | 'price'
    | 'distance'
    | 'wait'
    | 'fare'
    | 'surcharge'
    | 'call'
    | 'total'
    | 'none',
];

export const TAXI_CITIES: readonly TaxiCity[] = [
  {
    name: '深圳',
    title: '深圳市出租汽车专用发票',
    office: '深圳市税务局',
    codeStart: '14403',
    codeEnd: '70119',
    plate: { province: '粤', letter: 'B', form: 'letters' },
    company: 'preprint',
    companyLabel: '单位名称：',
    labels: 'preprint',
    rows: [
      ['车号：', 'plate'],
      ['证号：', 'driver'],
      ['日期：', 'date'],
      ['上车：', 'board'],
      ['下车：', 'alight'],
      ['单价：', 'price'],
      ['里程：', 'distance'],
      ['等候：', 'wait'],
      ['金额：', 'fare'],
      ['另收附加费：', 'surcharge'],
      ['另收电召费：', 'call'],
      ['卡号：', 'none'],
      ['卡余额：', 'none'],
    ],
    date: 'han',
    distance: { decimals: 2, unit: 'KM' },
    money: { sign: '¥', unit: '元' },
    step: 50,
  },
  {
    name: '北京',
    title: '北京市出租汽车专用发票',
    office: '北京市税务局',
    codeStart: '11100',
    codeEnd: '61011',
    plate: { province: '京', letter: 'B', form: 'letters' },
    company: 'stamp',
    companyLabel: '单位：',
    labels: 'preprint',
    rows: [
      ['车号', 'plate'],
      ['证号', 'driver'],
      ['日期', 'date'],
      ['时间', 'times'],
      ['单价', 'price'],
      ['里程', 'distance'],
      ['等候', 'wait'],
      ['金额', 'fare'],
      ['燃油附加费', 'surcharge'],
      ['预约叫车服务费', 'call'],
      ['实收金额', 'total'],
    ],
    date: 'dashes',
    distance: { decimals: 1, unit: 'km' },
    money: { sign: '¥', unit: '' },
    step: 100,
  },
  {
    name: '上海',
    title: '上海市出租汽车统一发票',
    office: '上海市税务局',
    codeStart: '13100',
    codeEnd: '60321',
    plate: { province: '沪', letter: 'A', form: 'letters' },
    company: 'preprint',
    companyLabel: '单位：',
    labels: 'preprint',
    rows: [
      ['车号', 'plate'],
      ['证号', 'driver'],
      ['日期', 'date'],
      ['上车', 'board'],
      ['下车', 'alight'],
      ['单价', 'price'],
      ['里程', 'distance'],
      ['等候', 'wait'],
      ['金额', 'fare'],
    ],
    date: 'han',
    distance: { decimals: 1, unit: 'km' },
    money: { sign: '', unit: '元' },
    step: 100,
  },
  {
    name: '广州',
    title: '广州市出租汽车车费发票',
    office: '广东省税务局',
    codeStart: '14401',
    codeEnd: '70111',
    plate: { province: '粤', letter: 'A', form: 'province' },
    company: 'stamp',
    companyLabel: '单位：',
    labels: 'preprint',
    rows: [
      ['车号:', 'plate'],
      ['证号:', 'driver'],
      ['日期:', 'date'],
      ['上车:', 'board'],
      ['下车:', 'alight'],
      ['单价:', 'price'],
      ['里程:', 'distance'],
      ['等候:', 'wait'],
      ['金额:', 'fare'],
    ],
    date: 'dashes',
    distance: { decimals: 1, unit: '' },
    money: { sign: '¥', unit: '' },
    step: 100,
  },
  {
    name: '成都',
    title: '成都市出租汽车专用发票',
    office: '四川省税务局',
    codeStart: '15101',
    codeEnd: '60110',
    plate: { province: '川', letter: 'A', form: 'province' },
    company: 'stamp',
    companyLabel: '单位：',
    labels: 'printed',
    rows: [
      ['车牌号:', 'plate'],
      ['日期:', 'date'],
      ['上车:', 'board'],
      ['下车:', 'alight'],
      ['单价:', 'price'],
      ['里程:', 'distance'],
      ['等候:', 'wait'],
      ['金额:', 'fare'],
    ],
    date: 'dashes',
    distance: { decimals: 1, unit: '公里' },
    money: { sign: '', unit: '元' },
    step: 10,
  },
  {
    name: '武汉',
    title: '武汉市出租汽车客运发票',
    office: '湖北省税务局',
    codeStart: '14201',
    codeEnd: '60211',
    plate: { province: '鄂', letter: 'A', form: 'letters' },
    company: 'preprint',
    companyLabel: '单位：',
    labels: 'printed',
    rows: [
      ['车号:', 'plate'],
      ['工号:', 'driver'],
      ['日期:', 'date'],
      ['上车时间:', 'board'],
      ['下车时间:', 'alight'],
      ['单价:', 'price'],
      ['里程:', 'distance'],
      ['候时:', 'wait'],
      ['车费:', 'fare'],
      ['燃油附加:', 'surcharge'],
      ['合计:', 'total'],
    ],
    date: 'slashes',
    distance: { decimals: 1, unit: 'km' },
    money: { sign: '', unit: '元' },
    step: 10,
  },
];

const COMPANY_NAMES = ['青槐', '望河', '柳营', '星澜', '云栖', '木棉', '梅岭', '锦晖', '丹枫', '澄江'] as const;
const COMPANY_KINDS = [
  '出租汽车有限公司',
  '客运有限公司',
  '汽车服务股份有限公司',
  '运输集团有限公司',
  '交通运输有限公司',
] as const;

interface Ride {
  code: string;
  number: string;
  company: string;
  taxId: string;
  plate: string;
  values: Readonly<Record<TaxiRow[1], string>>;
  fields: Record<string, string>;
}

const two = (value: number): string => String(value).padStart(2, '0');

function rideIn(city: TaxiCity, random: Random): Ride {
  const year = random.integer(2019, 2024);
  const month = random.integer(1, 12);
  const day = random.integer(1, 28);
  const code = `${city.codeStart}${two((year - random.integer(0, 1)) % 100)}${city.codeEnd}`.slice(0, 12);
  const number = random.digits(8);
  const company = `${city.name}市${random.pick(COMPANY_NAMES)}${random.pick(COMPANY_KINDS)}`;
  const board = random.integer(0, 1380);
  const alight = board + random.integer(4, 58);
  const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const distance = (random.integer(11, 320) / 10 + random.integer(0, 9) / 100).toFixed(city.distance.decimals);
  const fareFen = Math.round((900 + Number(distance) * 260) / city.step) * city.step;
  const surchargeFen = city.rows.some(([, value]) => value === 'total') ? random.pick([0, 100]) : 0;
  const plate = `${city.plate.letter}${random.pick(['D', 'A', 'T', 'X', '3', 'D7', 'AE', 'B2'])}${random.digits(4)}`;
  const printedPlate =
    city.plate.form === 'province' ? `${city.plate.province}${plate.slice(0, 1)}·${plate.slice(1)}` : plate;
  const money = (fen: number): string => `${city.money.sign}${textOfFen(fen)}${city.money.unit}`;
  const dates = {
    han: `${year}年${two(month)}月${two(day)}日`,
    dashes: `${year}-${two(month)}-${two(day)}`,
    slashes: `${year}/${two(month)}/${two(day)}`,
    short: `${two(year % 100)}-${two(month)}-${two(day)}`,
  };
  const values: Ride['values'] = {
    plate: printedPlate,
    driver: random.digits(random.pick([6, 10])),
    date: dates[city.date],
    board: clock(board),
    alight: clock(alight),
    times: `${clock(board)}-${clock(alight)}`,
    price: money(270),
    distance: `${distance}${city.distance.unit}`,
    wait: `00:${two(random.integer(0, 19))}:${two(random.integer(0, 59))}`,
    fare: money(fareFen),
    surcharge: money(surchargeFen),
    call: money(0),
    total: money(fareFen + surchargeFen),
    none: '',
  };
  const fields = {
    invoiceType: '出租汽车发票',
    invoiceCode: code,
    invoiceNumber: number,
    ...(city.company === 'preprint' && { sellerName: company }),
    vehicleNumber: printedPlate,
    issueDate: dates.dashes,
    boardTime: clock(board),
    alightTime: clock(alight),
    distanceKm: distance,
    totalAmount: textOfFen(fareFen + surchargeFen),
    currency: 'CNY',
  };
  return { code, number, company, taxId: `91${random.digits(15)}X`, plate, values, fields };
}

const BROWN: Colour = { red: 110, green: 60, blue: 40 };
const RED: Colour = { red: 224, green: 70, blue: 66 };
const WIDTH = 54;

/** A taxi receipt of one of some cities; the same seed gives the same receipt. */
export function aTaxiReceipt(options: { seed: string | number; city?: TaxiCity }): Receipt {
  const random = randomFrom(`taxi/${options.seed}`);
  const city = options.city ?? random.fork('city').pick(TAXI_CITIES);
  const ride = rideIn(city, random.fork('ride'));
  const look = random.fork('look');
  const colour = look.pick([BROWN, { red: 60, green: 60, blue: 62 }, { red: 40, green: 95, blue: 70 }]);
  const pitch = 4.8;
  const top = 64;
  const height = top + city.rows.length * pitch + 14;
  const print: PrintedLine[] = [];
  const preprint = headOf(city, ride, colour);
  for (const [index, [label, name]] of city.rows.entries()) {
    const y = top + index * pitch;
    if (city.labels === 'preprint') {
      preprint.push(mark(label, { x: 9, y: y + 1, size: 3, colour }));
      print.push({ text: ride.values[name], x: 45, y, align: 'end', size: 2.9 });
    } else print.push({ text: `${label}${ride.values[name]}`, x: 5, y, align: 'start', size: 2.9 });
  }
  const printer = look.pick([
    { head: 'needles', rows: 7, zero: 'slashed' },
    { head: 'needles', rows: 7, zero: 'open' },
    { head: 'fine', rows: 16, zero: 'slashed' },
    { head: 'fine', rows: 20, zero: 'open' },
    { head: 'thermal', rows: 28, zero: 'open' },
  ] as const);
  return {
    fields: ride.fields,
    width: WIDTH,
    height,
    paper: look.pick(['#f4f2ee', '#eef0f2', '#f6f3e8']),
    preprint,
    print,
    printer,
    ink: look.pick(['#23232b', '#34305e', '#101014', '#4a4468']),
    strength: 0.55 + 0.45 * look.fraction(),
    offset: { x: (look.fraction() - 0.5) * 2, y: (look.fraction() - 0.5) * 3 },
    stamps: companyStamp({
      centre: { x: 36 + (look.fraction() - 0.5) * 6, y: height - 10 - 3 * look.fraction() },
      radiusX: 11,
      radiusY: 8,
      colour: RED,
      company: ride.company,
      taxId: ride.taxId,
    }),
  };
}

function mark(text: string, at: { x: number; y: number; size: number; colour: Colour }): Mark {
  return { kind: 'text', text, angleDegrees: 0, ...at };
}

function headOf(city: TaxiCity, ride: Ride, colour: Colour): Mark[] {
  const centred = (text: string, y: number, size: number): Mark =>
    mark(text, { x: (WIDTH - typeface().widthOf(text, size)) / 2, y, size, colour });
  const marks: Mark[] = [
    centred(city.title, 16, 4),
    centred('发 票 联', 24, 4.4),
    ...authorityOval({ centre: { x: WIDTH / 2, y: 20 }, radiusX: 15, radiusY: 9.5, colour: RED, office: city.office }),
    mark(`发票代码 ${ride.code}`, { x: 5, y: 35, size: 3.5, colour }),
    mark('发票号码', { x: 5, y: 41, size: 3.3, colour }),
    mark(ride.number, { x: 19.5, y: 41.2, size: 4.4, colour: RED }),
    mark('投诉电话：12328', { x: 5, y: 46.4, size: 2.7, colour }),
  ];
  if (city.company === 'preprint')
    marks.push(mark(`${city.companyLabel}${ride.company}`, { x: 5, y: 51, size: 2.4, colour }));
  marks.push(mark('手写无效', { x: 28, y: 57.5, size: 3, colour }));
  return marks;
}
