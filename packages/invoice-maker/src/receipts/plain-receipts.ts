import { amountInWords, textOfFen } from '../amount.ts';
import type { Colour, Mark } from '../page/drawing.ts';
import { type Random, randomFrom } from '../random.ts';
import { typeface } from '../typeface.ts';
import type { DotStyle } from './dot-matrix.ts';
import type { PrintedLine, Receipt } from './receipt.ts';
import { authorityOval, companyStamp } from './stamp.ts';

export type PlainReceiptKind = 'quota' | 'roll' | 'toll' | 'parking' | 'general' | 'coach' | 'rail';

const INK: Colour = { red: 70, green: 55, blue: 50 };
const RED: Colour = { red: 224, green: 70, blue: 66 };
const BLUE: Colour = { red: 60, green: 70, blue: 130 };
const THERMAL: DotStyle = { head: 'thermal', rows: 28, zero: 'open' };

interface Basics {
  code: string;
  number: string;
  date: string;
  year: number;
  company: string;
  taxId: string;
  fen: number;
}

const two = (value: number): string => String(value).padStart(2, '0');
const NAMES = ['青槐', '望河', '柳营', '星澜', '云栖', '木棉', '梅岭', '锦晖'] as const;

function basicsFrom(random: Random, business: string): Basics {
  const year = random.integer(2018, 2024);
  return {
    code: `14403${two(year % 100)}${random.digits(5)}`,
    number: random.digits(8),
    date: `${year}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`,
    year,
    company: `深圳市${random.pick(NAMES)}${business}有限公司`,
    taxId: `91440300MA5${random.digits(6)}X`,
    fen: random.integer(10, 400) * 50,
  };
}

const mark = (text: string, at: { x: number; y: number; size: number; colour?: Colour }): Mark => ({
  kind: 'text',
  text,
  angleDegrees: 0,
  colour: INK,
  ...at,
});

function centred(text: string, at: { width: number; y: number; size: number }): Mark {
  return mark(text, { x: (at.width - typeface().widthOf(text, at.size)) / 2, y: at.y, size: at.size });
}

function head(basics: Basics, options: { title: string; width: number; y: number }): Mark[] {
  const { title, width, y } = options;
  return [
    centred(title, { width, y, size: 4 }),
    centred('发票联', { width, y: y + 7, size: 3.6 }),
    ...authorityOval({
      centre: { x: width / 2, y: y + 3 },
      radiusX: 14,
      radiusY: 8.5,
      colour: RED,
      office: '深圳市税务局',
    }),
    mark(`发票代码 ${basics.code}`, { x: 5, y: y + 16, size: 3.2 }),
    mark('发票号码', { x: 5, y: y + 21.5, size: 3.2 }),
    mark(basics.number, { x: 19, y: y + 21.6, size: 4, colour: RED }),
  ];
}

function rows(lines: readonly string[], at: { x: number; y: number; pitch: number }): PrintedLine[] {
  return lines.map((text, i) => ({ text, x: at.x, y: at.y + i * at.pitch, align: 'start', size: 2.9 }));
}

interface Parts {
  fields: Record<string, string>;
  width: number;
  height: number;
  preprint: Mark[];
  print: PrintedLine[];
}

const fieldsOf = (type: string, basics: Basics): Record<string, string> => ({
  invoiceType: type,
  invoiceCode: basics.code,
  invoiceNumber: basics.number,
  issueDate: basics.date,
  totalAmount: textOfFen(basics.fen),
  currency: 'CNY',
});

function quota(random: Random): Parts {
  const yuan = random.pick([1, 2, 5, 10, 20, 50, 100]);
  const basics = { ...basicsFrom(random, '餐饮服务'), fen: yuan * 100 };
  const { issueDate: _, ...fields } = fieldsOf('通用定额发票', basics);
  const words = amountInWords(basics.fen).replace('圆', '元');
  return {
    fields,
    width: 90,
    height: 60,
    preprint: [
      ...head(basics, { title: '深圳市国家税务局通用定额发票', width: 90, y: 12 }),
      centred(words, { width: 90, y: 44, size: 6 }),
      mark(`￥${yuan}.00`, { x: 66, y: 36, size: 4 }),
    ],
    print: [],
  };
}

function roll(random: Random): Parts {
  const basics = basicsFrom(random, '商贸');
  const money = textOfFen(basics.fen);
  return {
    fields: { ...fieldsOf('增值税普通发票（卷票）', basics), sellerName: basics.company, sellerTaxId: basics.taxId },
    width: 57,
    height: 118,
    preprint: head(basics, { title: '增值税普通发票(卷票)', width: 57, y: 12 }),
    print: rows(
      [
        '机器编号:661616300000',
        `销售方名称:${basics.company}`,
        `销售方税号:${basics.taxId}`,
        `开票日期:${basics.date}`,
        '收款员:李青',
        '购买方名称:个人',
        '项目 单价 数量 金额',
        `办公用品 ${money} 1 ${money}`,
        `合计金额(小写):¥${money}`,
        `合计金额(大写):${amountInWords(basics.fen)}`,
        '校验码:12345678901234567890',
      ],
      { x: 4, y: 44, pitch: 5 },
    ),
  };
}

function machine(
  random: Random,
  options: { title: string; type: string; business: string; lines: (b: Basics) => string[] },
): Parts {
  const basics = basicsFrom(random, options.business);
  const lines = options.lines(basics);
  return {
    fields: fieldsOf(options.type, basics),
    width: 60,
    height: 52 + lines.length * 5 + 14,
    preprint: head(basics, { title: options.title, width: 60, y: 12 }),
    print: rows(lines, { x: 5, y: 44, pitch: 5 }),
  };
}

function toll(random: Random): Parts {
  return machine(random, {
    title: '深圳市车辆通行费专用发票',
    type: '通行费发票',
    business: '高速公路',
    lines: (b) => [
      '入口:南山',
      '出口:龙岗东',
      '车型:客一',
      '收费员:0132',
      `时间:${b.date} 10:22:31`,
      `金额:${textOfFen(b.fen)}元`,
    ],
  });
}

function parking(random: Random): Parts {
  return machine(random, {
    title: '深圳市停车服务费专用发票',
    type: '停车费发票',
    business: '停车管理',
    lines: (b) => ['车牌:粤B12345', `日期:${b.date}`, '入场:09:10', '出场:12:40', `收费金额:${textOfFen(b.fen)}元`],
  });
}

function general(random: Random): Parts {
  const parts = machine(random, {
    title: '深圳市国家税务局通用机打发票',
    type: '通用机打发票',
    business: '酒店管理',
    lines: (b) => [
      `开票日期:${b.date}`,
      `收款单位:${b.company}`,
      '付款单位:个人',
      '项目:住宿费',
      `合计:¥${textOfFen(b.fen)}`,
    ],
  });
  return parts;
}

function coach(random: Random): Parts {
  const parts = machine(random, {
    title: '广东省公路客运汽车票发票',
    type: '客运汽车票',
    business: '客运站',
    lines: (b) => ['起点站:深圳', '到达站:惠州', `日期:${b.date}`, '班次:0812', `票价:${textOfFen(b.fen)}元`],
  });
  return { ...parts, fields: { ...parts.fields, departureStation: '深圳', arrivalStation: '惠州' } };
}

function rail(random: Random): Parts {
  const basics = basicsFrom(random, '铁路');
  const [year, month, day] = basics.date.split('-');
  const number = `${random.pick(['A', 'Z', 'K'])}${random.digits(6)}`;
  const train = `G${random.digits(3).replace(/^0/, '1')}`;
  const time = `${two(random.integer(6, 22))}:${two(random.integer(0, 59))}`;
  return {
    fields: {
      invoiceType: '火车票',
      invoiceNumber: number,
      issueDate: basics.date,
      totalAmount: textOfFen(basics.fen),
      currency: 'CNY',
      trainNumber: train,
      departureStation: '苏州北',
      arrivalStation: '上海虹桥',
      departureTime: time,
      seat: '05车12F号',
      seatClass: '二等座',
    },
    width: 86,
    height: 54,
    preprint: [
      mark(number, { x: 6, y: 8, size: 4.4, colour: RED }),
      mark('检票口:10A', { x: 60, y: 8, size: 3.2 }),
      mark('苏州北站', { x: 8, y: 16, size: 4.6 }),
      mark(train, { x: 38, y: 16, size: 4.6 }),
      mark('上海虹桥站', { x: 56, y: 16, size: 4.6 }),
      mark(`${year}年${month}月${day}日${time}开`, { x: 6, y: 24, size: 3.6 }),
      mark('05车12F号', { x: 58, y: 24, size: 3.6 }),
      mark(`￥${textOfFen(basics.fen).replace(/0$/, '')}元`, { x: 6, y: 30, size: 3.6 }),
      mark('二等座', { x: 60, y: 30, size: 3.6 }),
      mark('限乘当日当次车', { x: 6, y: 36, size: 3.2 }),
      mark('3205021990****1234王青', { x: 6, y: 42, size: 3.4 }),
      mark('买票请到12306 发货请到95306', { x: 8, y: 48, size: 2.8, colour: BLUE }),
    ],
    print: [],
  };
}

const MAKERS: Readonly<Record<PlainReceiptKind, (random: Random) => Parts>> = {
  quota,
  roll,
  toll,
  parking,
  general,
  coach,
  rail,
};

/** A paper receipt that is no taxi's; the same seed gives the same receipt. */
export function aPlainReceipt(options: { seed: string | number; kind: PlainReceiptKind }): Receipt {
  const random = randomFrom(`receipt/${options.kind}/${options.seed}`);
  const parts = MAKERS[options.kind](random.fork('facts'));
  const look = random.fork('look');
  const hasStamp = options.kind !== 'rail';
  return {
    ...parts,
    paper: options.kind === 'rail' ? '#d9e8f2' : look.pick(['#f4f2ee', '#eef0f2', '#f6f3e8']),
    printer: look.pick([THERMAL, { head: 'fine', rows: 18, zero: 'open' }]),
    ink: look.pick(['#1c1c22', '#101014', '#34305e']),
    strength: 0.7 + 0.3 * look.fraction(),
    offset: { x: look.fraction() - 0.5, y: look.fraction() - 0.5 },
    stamps: hasStamp
      ? companyStamp({
          centre: { x: parts.width - 15, y: parts.height - 9 },
          radiusX: 11,
          radiusY: 8,
          colour: RED,
          company: '深圳市演示用有限公司',
          taxId: '91440300000000000X',
        })
      : [],
  };
}
