import type { InvoiceId } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { type ClaimRecord, checkComplete, claimNumber } from './claim.ts';
import { expenseKinds, presentExpenseType, proposeExpenseType } from './expense-types.ts';
import { firmDate, firmMonth } from './firm-calendar.ts';
import { countNights, findExcess } from './policy.ts';

test.each([
  ['*住宿服务*住宿费', '', 'travel_hotel'],
  ['*餐饮服务*餐费', '', 'meals'],
  ['*运输服务*客运服务费', '', 'local_transport'],
  ['', '电子发票（铁路电子客票）', 'travel_transport'],
  ['', '电子发票（航空运输电子客票行程单）', 'travel_transport'],
  ['', '出租汽车发票', 'local_transport'],
  ['车辆通行费', '车辆通行费通用（电子）发票', 'vehicle'],
  ['*鉴证咨询服务*咨询服务费', '电子发票（增值税专用发票）', 'consulting'],
  ['*生活服务*培训费', '', 'training'],
  ['*会展服务*会议费', '', 'conference'],
  ['*纸制品*复印纸', '', 'office'],
  ['*文具*签字笔', '', 'office'],
  ['*电信服务*通信服务费', '', 'communication'],
  ['*物流辅助服务*快递费', '', 'postage'],
  ['*不明*不明', '电子发票（普通发票）', 'other'],
])('C3: %s %s is proposed as %s', (name, invoiceType, code) => {
  expect(proposeExpenseType({ invoiceType, items: name === '' ? [] : [{ name }] })).toBe(code);
});

test('C3: every kind has its own code and an account of both parents', () => {
  expect(new Set(expenseKinds.map((kind) => kind.code)).size).toBe(expenseKinds.length);
  expect(presentExpenseType(expenseKinds[0] as (typeof expenseKinds)[number], '6602')).toMatchObject({
    code: 'travel_hotel',
    accountCode: '660201',
    limitNote: { zh: '《费用报销制度》第 8 条：住宿费每晚不超过 500 元' },
  });
});

const room = (quantity: string, unit = '天') => ({ name: '*住宿服务*房费', unit, quantity });
const hotel = (amountMinor: number, items = [room('2')], currency = 'CNY') =>
  findExcess('travel_hotel', { amountMinor, currency, items });

test('C4: the limit for hotels counts nights; where the invoice is silent it counts one', () => {
  expect(hotel(100_000)).toBeNull();
  expect(hotel(100_001)).toMatchObject({ rule: 'hotel_per_night', limitMinor: 100_000, actualMinor: 100_001 });
  expect(countNights([room('2.00'), room('1', '间夜')])).toBe(3);
  for (const items of [
    [],
    [room('0')],
    [room('')],
    [room('一')],
    [room('3', '次')],
    [{ name: '洗衣', unit: '天', quantity: '9' }],
  ]) {
    expect(countNights(items)).toBe(1);
  }
  expect(hotel(50_001, [])).toMatchObject({ limitMinor: 50_000 });
  expect(hotel(900_000, [room('1')], 'EUR')).toBeNull();
});

test('C4: other limits are per invoice, and most kinds have none', () => {
  expect(findExcess('local_transport', { amountMinor: 20_001, currency: 'CNY', items: [] })?.limitMinor).toBe(20_000);
  expect(findExcess('meals', { amountMinor: 100_000, currency: 'CNY', items: [] })).toBeNull();
  expect(findExcess('consulting', { amountMinor: 99_999_999, currency: 'CNY', items: [] })).toBeNull();
});

test('C5: what is missing is named', () => {
  const excess = { rule: 'r', limitMinor: 1, actualMinor: 2, source: { zh: '' } };
  const line = { invoiceId: 'i' as InvoiceId, expenseType: 'meals', amountMinor: 2, excess: null, reason: '' }; // Only copied.
  const costTo: ClaimRecord['costTo'] = { kind: 'department', departmentId: 'd' as never }; // Only its presence counts.
  // Only what `checkComplete` looks at.
  const claim = (given: Partial<ClaimRecord>) => ({ lines: [line], costTo, ...given }) as ClaimRecord;
  const refused = (refusal: string) => expect.objectContaining({ refusal });
  expect(() => checkComplete(claim({}))).not.toThrow();
  expect(() => checkComplete(claim({ lines: [] }))).toThrow(refused('claim_empty'));
  expect(() => checkComplete(claim({ costTo: null }))).toThrow(refused('claim_cost_missing'));
  expect(() => checkComplete(claim({ lines: [{ ...line, excess, reason: ' ' }] }))).toThrow(
    refused('claim_reason_missing'),
  );
  expect(() => checkComplete(claim({ lines: [{ ...line, excess, reason: '旺季' }] }))).not.toThrow();
});

test('C2: numbers and dates follow the calendar of the firm, not of the server', () => {
  const newYear = new Date('2026-12-31T16:00:00Z');
  expect([firmDate(newYear), firmMonth(newYear)]).toEqual(['2027-01-01', '2027-01']);
  expect(claimNumber('2026-11', 1)).toBe('BX-202611-0001');
});
