import { expect, test } from 'vitest';
import { type TaxedDocument, taxWithin, treatInputVat } from './input-vat.ts';

const aDocument = (given: Partial<TaxedDocument>): TaxedDocument => ({
  invoiceType: '电子发票（普通发票）',
  currency: 'CNY',
  totalMinor: 10_600,
  taxMinor: 600,
  items: [{ name: '*鉴证咨询服务*咨询费', taxMinor: 600 }],
  fareMinor: null,
  fuelSurchargeMinor: null,
  passengerName: '',
  isBuyerFirm: true,
  isUseExcluded: false,
  ...given,
});

const special = '电子发票（增值税专用发票）';
const ride = [{ name: '*运输服务*客运服务费', taxMinor: 309 }];
const meal = { name: '*餐饮服务*餐费', taxMinor: 200 };

const cases: [what: string, given: Partial<TaxedDocument>, rule: string, inputVatMinor: number][] = [
  ['a special invoice: tax as printed', { invoiceType: special }, 'special_invoice', 600],
  ['an old special invoice', { invoiceType: '增值税专用发票' }, 'special_invoice', 600],
  ['an ordinary invoice: nothing', {}, 'ordinary_invoice', 0],
  ['catering, even on a special invoice', { invoiceType: special, items: [meal] }, 'not_deductible_use', 0],
  [
    'catering among other items: only the others',
    { invoiceType: special, items: [meal, { name: '*会展服务*会议费', taxMinor: 400 }] },
    'special_invoice',
    400,
  ],
  ['entertainment as the use', { invoiceType: special, isUseExcluded: true }, 'not_deductible_use', 0],
  ['another buyer', { invoiceType: special, isBuyerFirm: false }, 'not_deductible_use', 0],
  [
    'rides on a digital ordinary invoice: as printed',
    { items: ride, taxMinor: 309 },
    'passenger_transport_digital',
    309,
  ],
  [
    'rides on an old electronic ordinary invoice',
    { invoiceType: '增值税电子普通发票', items: ride, taxMinor: 309 },
    'passenger_transport_digital',
    309,
  ],
  ['rides free of tax', { items: ride, taxMinor: null }, 'passenger_transport_digital', 0],
  [
    'a rail ticket with printed tax',
    { invoiceType: '电子发票（铁路电子客票）', totalMinor: 1_500, taxMinor: 124, items: [] },
    'rail_ticket',
    124,
  ],
  [
    'a rail ticket without: 9 % inside',
    { invoiceType: '铁路车票', totalMinor: 55_350, taxMinor: null, items: [] },
    'rail_ticket',
    4_570,
  ],
  [
    'an air itinerary with printed tax',
    { invoiceType: '电子发票（航空运输电子客票行程单）', totalMinor: 62_000, taxMinor: 4_707, items: [] },
    'air_itinerary',
    4_707,
  ],
  [
    'an air itinerary without: 9 % inside fare and fuel, not the fund',
    {
      invoiceType: '航空运输电子客票行程单',
      totalMinor: 119_000,
      taxMinor: null,
      fareMinor: 102_000,
      fuelSurchargeMinor: 7_000,
      items: [],
    },
    'air_itinerary',
    9_000,
  ],
  [
    'an air itinerary whose fare and fuel exceed its total: nothing',
    {
      invoiceType: '航空运输电子客票行程单',
      totalMinor: 1,
      taxMinor: null,
      fareMinor: 102_000,
      fuelSurchargeMinor: 7_000,
      items: [],
    },
    'air_itinerary',
    0,
  ],
  [
    'a coach ticket with a name: 3 % inside',
    { invoiceType: '公路汽车客票', totalMinor: 10_300, taxMinor: null, passengerName: '李佳', items: [] },
    'passenger_transport_ticket',
    300,
  ],
  [
    'a coach ticket without a name',
    { invoiceType: '公路汽车客票', totalMinor: 10_300, taxMinor: null, items: [] },
    'ordinary_invoice',
    0,
  ],
  ['a taxi slip', { invoiceType: '出租汽车发票', taxMinor: null, items: [] }, 'ordinary_invoice', 0],
  ['a toll invoice: as printed', { invoiceType: '通行费电子普通发票', taxMinor: 36 }, 'toll_invoice', 36],
  ['a toll receipt without tax', { invoiceType: '车辆通行费通用（电子）发票', taxMinor: null }, 'toll_invoice', 0],
  ['a foreign invoice', { invoiceType: special, currency: 'EUR' }, 'ordinary_invoice', 0],
  ['a printed tax above the total', { invoiceType: special, taxMinor: 20_000 }, 'special_invoice', 0],
];

test.each(cases)('L3: %s', (_what, given, rule, inputVatMinor) => {
  const treatment = treatInputVat(aDocument(given));
  expect(treatment).toMatchObject({ rule, inputVatMinor });
  expect(treatment.source).not.toBe('');
});

test('L3: tax within a gross amount is rounded half up, exactly', () => {
  expect([taxWithin(109, 9), taxWithin(6, 9), taxWithin(7, 9), taxWithin(0, 9), taxWithin(-5, 9)]).toEqual([
    9, 0, 1, 0, 0,
  ]);
});
