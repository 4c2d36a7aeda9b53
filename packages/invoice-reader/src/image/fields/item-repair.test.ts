import { describe, expect, test } from 'vitest';
import { itemName, repairItems } from './item-repair.ts';

const line = { name: '*住宿服务*住宿费', taxRate: '1%' };

describe('an item line', () => {
  test('read across the border of quantity and price is parted where the product asks for it', () => {
    const [item] = repairItems([{ ...line, unitPrice: '3158.415841584158', amount: '475.25', taxAmount: '4.75' }], {});
    expect(item).toMatchObject({ quantity: '3', unitPrice: '158.415841584158' });
  });

  test('stays as read where no product fits', () => {
    const read = { ...line, unitPrice: '3158.41', amount: '12.00' };
    expect(repairItems([read], {})).toEqual([read]);
  });

  test('gets the lone 1 that its price implies', () => {
    expect(repairItems([{ ...line, unitPrice: '33.21359223', amount: '33.21' }], {})[0]?.quantity).toBe('1');
  });

  test('gets back a lost point only where the rate confirms it', () => {
    const discount = { name: '*a*b', amount: '-477.88', taxRate: '13%' };
    expect(repairItems([{ ...discount, taxAmount: '-6212' }], {})[0]?.taxAmount).toBe('-62.12');
    expect(repairItems([{ ...discount, taxAmount: '-6312' }], {})[0]?.taxAmount).toBe('-6312');
  });

  test('gets back a misread per cent sign only where amount and tax confirm it', () => {
    const read = { name: '*a*b', amount: '8848.67', taxAmount: '1150.33' };
    expect(repairItems([{ ...read, taxRate: '135' }], {})[0]?.taxRate).toBe('13%');
    expect(repairItems([{ ...read, taxRate: '175' }], {})[0]?.taxRate).toBeUndefined();
  });
});

test('a discount gets back its minus sign where the sum asks for it, and only there', () => {
  const items = [
    { name: '*a*b', quantity: '1', unitPrice: '100.00', amount: '100.00', taxRate: '3%', taxAmount: '3.00' },
    { name: '*a*b', amount: '9.09', taxRate: '3%', taxAmount: '0.27' },
  ];
  expect(repairItems(items, { net: 9091n })[1]).toMatchObject({ amount: '-9.09', taxAmount: '-0.27' });
  expect(repairItems(items, { net: 10909n })[1]).toMatchObject({ amount: '9.09', taxAmount: '0.27' });
});

test('the asterisk before the category is restored', () => {
  expect(itemName('住宿服务*住宿费')).toBe('*住宿服务*住宿费');
  expect(itemName('L*运输服务*客运服务费')).toBe('*运输服务*客运服务费');
  expect(itemName('计算机')).toBe('计算机');
});
