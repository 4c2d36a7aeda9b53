/** What fictional sellers sell. Prices are yuan with tax; the reader's policy rules see ordinary travel and office costs. */

export interface Goods {
  /** `*tax class*name`, as the tax platform writes it. */
  name: string;
  specification?: string;
  /** Empty for passenger transport, whose page has no such column. */
  unit: string;
  taxRate: string;
  priceYuan: readonly [from: number, to: number];
  quantity: readonly [from: number, to: number];
  classificationCode: string;
}

export interface Preset {
  /** What follows a seller's invented name: 云岫 + 酒店管理有限公司. */
  sellerSuffix: string;
  goods: readonly Goods[];
  /** How many lines an invoice has. */
  lines: readonly [from: number, to: number];
  businessTag?: string;
  /** Vehicle of the journeys that the invoice lists; without it the table of journeys stays empty. */
  vehicle?: string;
}

export type PresetName =
  | 'hotel'
  | 'hotel_small'
  | 'consulting'
  | 'catering'
  | 'taxi'
  | 'passenger_transport'
  | 'office_supplies'
  | 'training'
  | 'printing'
  | 'conference';

const LODGING = '3070402000000000000';
const CONSULTING = '3040802010000000000';
const CATERING = '3070401000000000000';
const TRANSPORT = '3010101020203000000';

const hotelRoom = (taxRate: string, priceYuan: readonly [number, number]): Goods => ({
  name: '*住宿服务*住宿费',
  unit: '天',
  taxRate,
  priceYuan,
  quantity: [1, 5],
  classificationCode: LODGING,
});

export const PRESETS: Record<PresetName, Preset> = {
  hotel: { sellerSuffix: '酒店管理有限公司', lines: [1, 1], goods: [hotelRoom('6%', [320, 880])] },
  hotel_small: { sellerSuffix: '宾馆有限公司', lines: [1, 1], goods: [hotelRoom('1%', [160, 320])] },
  consulting: {
    sellerSuffix: '管理咨询有限公司',
    lines: [1, 2],
    goods: [
      {
        name: '*鉴证咨询服务*咨询服务费',
        unit: '项',
        taxRate: '6%',
        priceYuan: [8_000, 60_000],
        quantity: [1, 1],
        classificationCode: CONSULTING,
      },
      {
        name: '*鉴证咨询服务*税务顾问费',
        unit: '项',
        taxRate: '6%',
        priceYuan: [3_000, 12_000],
        quantity: [1, 3],
        classificationCode: CONSULTING,
      },
    ],
  },
  catering: {
    sellerSuffix: '餐饮管理有限公司',
    lines: [1, 1],
    goods: [
      {
        name: '*餐饮服务*餐费',
        unit: '次',
        taxRate: '6%',
        priceYuan: [88, 1_280],
        quantity: [1, 1],
        classificationCode: CATERING,
      },
    ],
  },
  taxi: {
    sellerSuffix: '出行科技有限公司',
    lines: [1, 1],
    businessTag: '旅客运输服务',
    goods: [
      {
        name: '*运输服务*客运服务费',
        unit: '',
        taxRate: '3%',
        priceYuan: [18, 160],
        quantity: [1, 1],
        classificationCode: TRANSPORT,
      },
    ],
  },
  passenger_transport: {
    sellerSuffix: '长途客运有限公司',
    lines: [1, 1],
    businessTag: '旅客运输服务',
    vehicle: '客运汽车',
    goods: [
      {
        name: '*运输服务*客运服务费',
        unit: '',
        taxRate: '9%',
        priceYuan: [45, 260],
        quantity: [1, 1],
        classificationCode: '3010101020202000000',
      },
    ],
  },
  office_supplies: {
    sellerSuffix: '办公用品有限公司',
    lines: [2, 5],
    goods: [
      {
        name: '*纸制品*复印纸',
        specification: 'A4 70g',
        unit: '箱',
        taxRate: '13%',
        priceYuan: [118, 168],
        quantity: [2, 20],
        classificationCode: '1060105020000000000',
      },
      {
        name: '*文具*中性笔',
        specification: '0.5mm',
        unit: '盒',
        taxRate: '13%',
        priceYuan: [12, 36],
        quantity: [2, 30],
        classificationCode: '1060408010000000000',
      },
      {
        name: '*文具*文件夹',
        specification: 'A4双夹',
        unit: '个',
        taxRate: '13%',
        priceYuan: [6, 18],
        quantity: [10, 60],
        classificationCode: '1060408990000000000',
      },
      {
        name: '*计算机外部设备*硒鼓',
        specification: 'CF-388A',
        unit: '支',
        taxRate: '13%',
        priceYuan: [180, 420],
        quantity: [1, 6],
        classificationCode: '1090512990000000000',
      },
      {
        name: '*电子计算机*显示器',
        specification: '27英寸 4K',
        unit: '台',
        taxRate: '13%',
        priceYuan: [1_199, 2_699],
        quantity: [1, 4],
        classificationCode: '1090511020000000000',
      },
    ],
  },
  training: {
    sellerSuffix: '企业培训有限公司',
    lines: [1, 1],
    goods: [
      {
        name: '*非学历教育服务*培训费',
        unit: '人',
        taxRate: '6%',
        priceYuan: [980, 4_800],
        quantity: [1, 8],
        classificationCode: '3070201020000000000',
      },
    ],
  },
  printing: {
    sellerSuffix: '图文制作有限公司',
    lines: [1, 2],
    goods: [
      {
        name: '*印刷品*审计报告装订',
        specification: 'A4胶装',
        unit: '本',
        taxRate: '13%',
        priceYuan: [18, 60],
        quantity: [10, 120],
        classificationCode: '1060201990000000000',
      },
      {
        name: '*印刷品*宣传册印刷',
        specification: '157g铜版纸',
        unit: '册',
        taxRate: '13%',
        priceYuan: [4, 15],
        quantity: [200, 800],
        classificationCode: '1060201990000000000',
      },
    ],
  },
  conference: {
    sellerSuffix: '会展服务有限公司',
    lines: [1, 2],
    goods: [
      {
        name: '*会展服务*会议服务费',
        unit: '场',
        taxRate: '6%',
        priceYuan: [3_800, 26_000],
        quantity: [1, 2],
        classificationCode: '3040605000000000000',
      },
      {
        name: '*会展服务*场地布置费',
        unit: '项',
        taxRate: '6%',
        priceYuan: [1_200, 8_800],
        quantity: [1, 1],
        classificationCode: '3040605000000000000',
      },
    ],
  },
};
