import { expect, test } from 'vitest';
import { aPage } from '../testing/page-builder.ts';
import { isCutOff } from './party-name.ts';
import type { FieldReading } from './sheet.ts';
import { judgeTicket } from './ticket-doubts.ts';
import { glyphsOfValue, isSurelyRead } from './witness.ts';

const FARES = {
  fare: '477.06',
  fuelSurcharge: '45.87',
  taxRate: '9%',
  taxAmount: '47.06',
  civilAviationDevelopmentFund: '50.00',
  otherTaxes: '0.00',
  totalAmount: '619.99',
  amountWithoutTax: '522.93',
};

/** As read without any place on the page, so that only sums, check characters and forms can confirm them. */
function doubtsOf(fields: Record<string, string>): { doubts: string[]; readings: Map<string, FieldReading> } {
  const readings = new Map<string, FieldReading>();
  for (const [name, value] of Object.entries(fields)) readings.set(name, { value, source: 'ocr', doubtful: true });
  judgeTicket(readings);
  return { doubts: [...readings].filter(([, { doubtful }]) => doubtful).map(([name]) => name), readings };
}

test('fares that make up the total are no doubts, and all of them are if one was misread', () => {
  expect(doubtsOf(FARES).doubts).toEqual([]);
  expect(doubtsOf({ ...FARES, fuelSurcharge: '45.81' }).doubts).toEqual(Object.keys(FARES));
  expect(doubtsOf({ ...FARES, taxRate: '6%' }).doubts).toEqual(['taxRate']);
});

test('a masked id gets the asterisks that its length asks for, where its figures are all there', () => {
  expect(doubtsOf({ passengerIdMasked: '384932*****1234' }).readings.get('passengerIdMasked')?.value).toBe(
    '384932********1234',
  );
  expect(doubtsOf({ passengerIdMasked: '38493*******1234' })).toMatchObject({ doubts: ['passengerIdMasked'] });
});

test('a name that breaks off, or that has a hole, is not surely read', () => {
  expect(isCutOff('中国南方航空股份有限公')).toBe(true);
  expect(isCutOff('成都瑞会计师事务所（特殊普通合伙')).toBe(true);
  expect(isCutOff('成都瀚禾管理咨询有限公司')).toBe(false);
  const page = aPage([{ text: '上海朗会计师事务所', x: 50, y: 50 }]);
  const glyphs = glyphsOfValue(page, '上海朗会计师事务所') ?? [];
  expect(isSurelyRead(glyphs)).toBe(true);
  const holed = glyphs.map((glyph, i) => (i > 2 ? { ...glyph, x: glyph.x + 16 } : glyph));
  expect(isSurelyRead(holed)).toBe(false);
});

test('a date is found on the page as it is printed', () => {
  const page = aPage([{ text: '2026年7月27日 18:30开', x: 50, y: 50 }]);
  expect(glyphsOfValue(page, '2026-07-27')).toHaveLength(10);
  expect(glyphsOfValue(page, '2026-07-28')).toBeUndefined();
});
