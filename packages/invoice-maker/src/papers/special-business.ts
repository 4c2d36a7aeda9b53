import { anInvoice, type InvoiceOptions, type LineOptions } from '../an-invoice.ts';
import type { InvoiceFacts, ItemFacts } from '../facts.ts';
import { digitalTablePages, headFields, type LowerTable, type TableColumn } from './digital-table.ts';
import type { Paper, PaperItem } from './paper.ts';

type Align = TableColumn['align'];
type Key = 'name' | 'specification' | 'unit' | 'quantity' | 'unitPrice' | 'amount' | 'taxRate' | 'taxAmount';

const plain = (key: Key, heading: string, [from, to]: readonly [number, number], align: Align): TableColumn => ({
  heading,
  from,
  to,
  align,
  cell: (item) => item[key],
});

const extra = (heading: string, [from, to]: readonly [number, number], values: readonly string[]): TableColumn => ({
  heading,
  from,
  to,
  align: 'start',
  cell: (_item, index) => values[index] ?? '',
});

const TAIL = [
  plain('amount', '金 额', [132, 153], 'end'),
  plain('taxRate', '税率/征收率', [157, 176], 'middle'),
  plain('taxAmount', '税 额', [180, 204.8], 'end'),
];

export const ORDINARY: readonly TableColumn[] = [
  plain('name', '项目名称', [4.9, 41], 'start'),
  plain('specification', '规格型号', [42, 63], 'start'),
  plain('unit', '单 位', [66, 77], 'middle'),
  plain('quantity', '数 量', [78, 102], 'end'),
  plain('unitPrice', '单 价', [103, 127.2], 'end'),
  ...TAIL,
];

const MIDDLE = [
  plain('unit', '单 位', [62, 72], 'middle'),
  plain('quantity', '数 量', [74, 97], 'end'),
  plain('unitPrice', '单 价', [99, 127], 'end'),
];

interface Business {
  /** As printed beside the QR code. */
  tag: string;
  columns: readonly TableColumn[];
  lines: readonly LineOptions[];
  lower?: LowerTable;
  remarks?: string;
  /** Named fields that the reader gives. */
  fields: Record<string, string>;
  sellerLeft?: boolean;
  options?: Partial<InvoiceOptions>;
}

const line = (name: string, amountWithTax: string, rest: Partial<LineOptions> = {}): LineOptions => ({
  name,
  amountWithTax,
  taxRate: '9%',
  ...rest,
});

const CONSTRUCTION_PLACES = ['湖北省武汉市洪山区青松路与望江大道交汇处东南角', '江苏省苏州市吴中区'];
const CONSTRUCTION_PROJECTS = ['青松花园二期三标段外墙维修工程', '学院路站房'];

export const BUSINESSES: Record<string, Business> = {
  construction: {
    tag: '建筑服务',
    columns: [
      plain('name', '项目名称', [4.9, 38], 'start'),
      extra('建筑服务发生地', [42, 86], CONSTRUCTION_PLACES),
      extra('建筑项目名称', [90, 130], CONSTRUCTION_PROJECTS),
      ...TAIL,
    ],
    lines: [
      line('*建筑服务*工程服务', '98000.00', { taxRate: '3%' }),
      line('*建筑服务*外墙维修', '2590.00', { taxRate: '3%' }),
    ],
    remarks: '土地增值税项目编号：-；\n跨地（市）标志：否；',
    fields: {
      constructionPlace: CONSTRUCTION_PLACES.join('\n'),
      constructionProject: CONSTRUCTION_PROJECTS.join('\n'),
    },
  },
  freight: {
    tag: '货物运输服务',
    columns: [
      plain('name', '项目名称', [4.9, 41], 'start'),
      plain('specification', '规格型号', [42, 60], 'start'),
      ...MIDDLE,
      ...TAIL,
    ],
    lines: [
      line('*运输服务*陆路货物运输服务', '4360.00', { unit: '吨', quantity: '32.5' }),
      line('*运输服务*陆路货物运输服务', '1090.00', { unit: '趟', quantity: '1' }),
    ],
    lower: {
      headings: ['运输工具种类', '运输工具牌号', '起运地', '到达地', '运输货物名称'],
      rows: [
        ['公路运输', '苏A12345', '江苏省南京市', '湖北省武汉市', '钢材'],
        ['公路运输', '鄂B67890', '湖北省武汉市', '湖南省长沙市', '电子产品'],
      ],
    },
    fields: {
      vehicleType: '公路运输\n公路运输',
      plateNumber: '苏A12345\n鄂B67890',
      departurePlace: '江苏省南京市\n湖北省武汉市',
      arrivalPlace: '湖北省武汉市\n湖南省长沙市',
      cargo: '钢材\n电子产品',
    },
  },
  passenger: {
    tag: '旅客运输服务',
    columns: [
      plain('name', '项目名称', [4.9, 50], 'start'),
      plain('unitPrice', '单 价', [60, 85], 'end'),
      plain('quantity', '数 量', [95, 110], 'end'),
      ...TAIL,
    ],
    lines: [line('*运输服务*公路旅客运输', '545.00', { quantity: '5', taxRate: '9%' })],
    lower: {
      headings: ['出行人', '有效身份证件号', '出行日期', '出发地', '到达地', '等级', '交通工具类型'],
      rows: [
        ['王丽', '3201051990****1234', '2026-03-08', '南京', '武汉', '', '客运汽车'],
        ['张志强', '4201061985****567X', '2026-03-09', '武汉', '南京', '二等座', '火车'],
      ],
    },
    fields: {
      passengerName: '王丽\n张志强',
      passengerIdMasked: '3201051990****1234\n4201061985****567X',
      travelDate: '2026-03-08\n2026-03-09',
      departurePlace: '南京\n武汉',
      arrivalPlace: '武汉\n南京',
      seatClass: '\n二等座',
      vehicleType: '客运汽车\n火车',
    },
  },
  lease: {
    tag: '不动产经营租赁服务',
    columns: [
      plain('name', '项目名称', [4.9, 38], 'start'),
      extra('产权证书/不动产权证号', [40, 76], ['苏（2021）苏州市不动产权第7012345号']),
      plain('unit', '面积单位', [78, 92], 'middle'),
      plain('quantity', '数 量', [92, 108], 'end'),
      plain('unitPrice', '单 价', [109, 129], 'end'),
      ...TAIL,
    ],
    lines: [line('*经营租赁*房屋租金', '10500.00', { unit: '平方米', quantity: '120.5', taxRate: '5%' })],
    remarks: '不动产地址：江苏省苏州市工业园区星湖街328号；\n租赁期起止：2026-01-01 2026-03-31；\n跨地（市）标志：否；',
    fields: { propertyCertificate: '苏（2021）苏州市不动产权第7012345号' },
  },
  property_sale: {
    tag: '不动产销售',
    columns: [
      plain('name', '项目名称', [4.9, 38], 'start'),
      extra('产权证书/不动产权证号', [40, 76], ['无']),
      plain('unit', '面积单位', [78, 92], 'middle'),
      plain('quantity', '数 量', [92, 108], 'end'),
      plain('unitPrice', '单 价', [109, 129], 'end'),
      ...TAIL,
    ],
    lines: [line('*不动产*商品住宅', '1285000.00', { unit: '平方米', quantity: '98.36' })],
    remarks:
      '不动产单元代码/网签合同备案编码：WQ202600012345；不动产地址：湖北省武汉市洪山区；跨地（市）标志：否；土地增值税项目编号：420111；核定计税价格：0.00；实际成交含税金额：1285000.00；',
    fields: { propertyCertificate: '无' },
  },
  toll: {
    tag: '通行费',
    columns: [
      plain('name', '项目名称', [4.9, 38], 'start'),
      extra('车牌号', [40, 56], ['苏A12345', '苏A12345']),
      extra('类型', [58, 70], ['客车', '客车']),
      extra('通行日期起', [74, 98], ['20260301', '20260302']),
      extra('通行日期止', [102, 128], ['20260301', '20260302']),
      ...TAIL,
    ],
    lines: [
      line('*生活服务*通行费', '23.75', { taxRate: '3%' }),
      line('*生活服务*通行费', '118.80', { taxRate: '3%' }),
    ],
    fields: {
      plateNumber: '苏A12345\n苏A12345',
      vehicleType: '客车\n客车',
      passageFrom: '20260301\n20260302',
      passageTo: '20260301\n20260302',
    },
  },
  purchase: {
    tag: '农产品收购',
    columns: ORDINARY,
    lines: [line('*谷物*稻谷', '36000.00', { unit: '公斤', quantity: '12000', taxRate: '免税' })],
    fields: {},
    options: { seller: { name: '李海峰', taxId: '320105198503121233' } },
  },
  purchase_swapped: {
    tag: '农产品收购',
    columns: ORDINARY,
    lines: [line('*水果*苹果', '5200.00', { unit: '公斤', quantity: '1300', taxRate: '免税' })],
    fields: {},
    sellerLeft: true,
  },
  own_produce: {
    tag: '自产农产品销售',
    columns: ORDINARY,
    lines: [line('*蔬菜*大白菜', '800.00', { unit: '公斤', quantity: '400', taxRate: '免税' })],
    fields: {},
  },
  fuel: {
    tag: '成品油',
    columns: ORDINARY,
    lines: [
      line('*汽油*92号车用汽油(ⅥB)', '300.00', {
        unit: '升',
        quantity: '38.7096774',
        taxRate: '13%',
        specification: '92号',
      }),
    ],
    fields: {},
  },
  rare_earth: {
    tag: '稀土',
    columns: ORDINARY,
    lines: [
      line('*稀土产品*氧化镧', '56500.00', {
        unit: '吨',
        quantity: '1.5',
        taxRate: '13%',
        specification: 'La2O3/TREO 99.9%',
      }),
    ],
    fields: {},
  },
  motor_vehicle: {
    tag: '机动车',
    columns: ORDINARY,
    lines: [
      line('*机动车*轿车', '128800.00', {
        unit: '辆',
        quantity: '1',
        taxRate: '13%',
        specification: 'SVW7146 LSVXXXXX0N2123456',
      }),
    ],
    fields: {},
  },
  difference: {
    tag: '差额征税-差额开票',
    columns: ORDINARY,
    lines: [line('*人力资源服务*劳务派遣服务', '105000.00', { taxRate: '5%' })],
    remarks: '差额征税：100000.00。',
    fields: {},
    options: {
      override: {
        amountWithoutTax: '104761.90',
        taxAmount: '238.10',
        items: [
          {
            name: '*人力资源服务*劳务派遣服务',
            specification: '',
            unit: '',
            quantity: '',
            unitPrice: '',
            amount: '104761.90',
            taxRate: '***',
            taxAmount: '238.10',
            classificationCode: '',
          },
        ],
      },
    },
  },
  difference_full: {
    tag: '差额征税-全额开票',
    columns: ORDINARY,
    lines: [line('*旅游服务*旅游费', '10600.00', { taxRate: '6%' })],
    remarks: '差额征税-全额开票；扣除额：8000.00',
    fields: {},
  },
};

export type BusinessName = keyof typeof BUSINESSES;

const itemOf = (item: ItemFacts, columns: readonly TableColumn[]): PaperItem => {
  const shown = new Set(columns.map((column) => column.heading.replace(/\s/g, '')));
  const has = (heading: RegExp) => [...shown].some((text) => heading.test(text));
  const pick = (key: Key, heading: RegExp) => (has(heading) && item[key] !== '' ? { [key]: item[key] } : {});
  return {
    name: item.name,
    ...pick('specification', /规格型号/),
    ...pick('unit', /单位/),
    ...pick('quantity', /数量/),
    ...pick('unitPrice', /单价/),
    amount: item.amount,
    taxRate: item.taxRate,
    taxAmount: item.taxAmount,
  };
};

export const paperItems = (facts: InvoiceFacts, columns: readonly TableColumn[]): PaperItem[] =>
  facts.items.map((item) => itemOf(item, columns));

/** A 数电票 of a special business, with the columns and the lower table that it prints. */
export async function aSpecialBusiness(seed: string | number, name: BusinessName): Promise<Paper> {
  const business = BUSINESSES[name];
  if (!business) throw new RangeError(`there is no special business "${name}"`);
  const made = anInvoice({
    seed: `${seed}/${name}`,
    kind: 'digital_special',
    lines: business.lines,
    ...business.options,
  });
  const facts = { ...made, businessTag: business.tag, remarks: business.remarks ?? made.remarks };
  const drawings = await digitalTablePages({
    facts,
    columns: business.columns,
    ...(business.lower && { lower: business.lower }),
    ...(business.sellerLeft && { sellerLeft: true }),
  });
  return {
    name: String(name),
    date: facts.issueDate,
    drawings,
    fields: { ...headFields(facts), specialBusiness: business.tag, ...business.fields },
    items: paperItems(facts, business.columns),
  };
}
