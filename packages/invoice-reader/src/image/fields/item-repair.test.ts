import { describe, expect, test } from 'vitest';
import { isOddLine, itemName, repairItems } from './item-repair.ts';

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

  test('whose figures were put to the unit gets them back where their product is the amount', () => {
    const read = { ...line, unit: '平方米120.5 82.987551867', unitPrice: '22', amount: '10000.00' };
    expect(repairItems([read], {})[0]).toMatchObject({
      unit: '平方米',
      quantity: '120.5',
      unitPrice: '82.98755186722',
    });
    expect(repairItems([{ ...read, amount: '9000.00' }], {})[0]?.quantity).toBeUndefined();
  });

  test('is odd if its product is not the amount, but not for the rounding of its price', () => {
    expect(isOddLine({ ...line, quantity: '7', unitPrice: '158.42', amount: '158.42' })).toBe(true);
    expect(isOddLine({ ...line, quantity: '600', unitPrice: '21.24', amount: '12743.36' })).toBe(false);
    expect(isOddLine({ ...line, quantity: '7', amount: '158.42' })).toBe(true);
    expect(isOddLine({ ...line, amount: '-158.42' })).toBe(false);
  });

  test('gets the whole quantity that takes its price to its amount, and keeps what no whole number explains', () => {
    const read = {
      ...line,
      unit: 'N天',
      unitPrice: '275.247524752475',
      amount: '550.50',
      taxRate: '1%',
      taxAmount: '5.51',
    };
    expect(repairItems([read], {})[0]).toMatchObject({ unit: '天', quantity: '2' });
    expect(repairItems([{ ...read, quantity: '7' }], {})[0]?.quantity).toBe('2');
    expect(repairItems([{ ...read, amount: '600.00' }], {})[0]?.quantity).toBeUndefined();
  });

  test('gets the amount that the sum and its own rate and tax agree on', () => {
    const read = { ...line, unitPrice: '33.21359223', amount: '3.21', taxRate: '3%', taxAmount: '1.00' };
    expect(repairItems([read], { net: 3321n })[0]).toMatchObject({ amount: '33.21', quantity: '1' });
    expect(repairItems([read], { net: 5321n })[0]?.amount).toBe('3.21');
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
