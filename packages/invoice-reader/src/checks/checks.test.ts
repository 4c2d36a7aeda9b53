import { describe, expect, it } from 'vitest';
import type { InvoiceFields, InvoiceItem } from '../reading.ts';
import { checkDocument } from './run-checks.ts';

const hotel: InvoiceFields = {
  amountWithoutTax: '475.25',
  taxAmount: '4.75',
  totalAmount: '480.00',
  totalAmountInWords: '肆佰捌拾圆整',
  sellerTaxId: '91320594769869645C',
  items: [
    {
      name: '*住宿服务*住宿费',
      quantity: '3',
      unitPrice: '158.415841584158',
      amount: '475.25',
      taxRate: '1%',
      taxAmount: '4.75',
    },
  ],
};

function statusOf(id: string, fields: InvoiceFields): string | undefined {
  return checkDocument({ fields }).find((check) => check.id === id)?.status;
}

const withItems = (items: InvoiceItem[]): InvoiceFields => ({ ...hotel, items });

describe('the sum', () => {
  it('passes or fails by a single fen', () => {
    expect(statusOf('sum_consistent', hotel)).toBe('pass');
    expect(statusOf('sum_consistent', { ...hotel, totalAmount: '480.01' })).toBe('fail');
  });

  it('is no false alarm for tax-free, red-letter, toll and air', () => {
    expect(statusOf('sum_consistent', { amountWithoutTax: '57.00', totalAmount: '57.00' })).toBe('pass');
    expect(statusOf('sum_consistent', { amountWithoutTax: '57.00', taxAmount: '***', totalAmount: '57.00' })).toBe(
      'pass',
    );
    expect(
      statusOf('sum_consistent', { amountWithoutTax: '-475.25', taxAmount: '-4.75', totalAmount: '-480.00' }),
    ).toBe('pass');
    expect(statusOf('sum_consistent', { totalAmount: '28.00' })).toBe('unknown');
    const air = {
      amountWithoutTax: '522.93',
      taxAmount: '47.07',
      civilAviationDevelopmentFund: '50.00',
      otherTaxes: '0.00',
    };
    expect(statusOf('sum_consistent', { ...air, totalAmount: '620.00' })).toBe('pass');
    expect(statusOf('sum_consistent', { ...air, totalAmount: '621.00' })).toBe('fail');
  });
});

describe('the lines', () => {
  it('pass within a fen and fail beyond', () => {
    expect(statusOf('lines_consistent', hotel)).toBe('pass');
    expect(statusOf('lines_consistent', withItems([{ ...hotel.items?.[0], name: 'x', taxAmount: '4.76' }]))).toBe(
      'pass',
    );
    expect(statusOf('lines_consistent', withItems([{ ...hotel.items?.[0], name: 'x', taxAmount: '4.80' }]))).toBe(
      'fail',
    );
    expect(statusOf('lines_consistent', withItems([{ ...hotel.items?.[0], name: 'x', quantity: '4' }]))).toBe('fail');
  });

  it('must add up to the header', () => {
    const [line] = hotel.items ?? [];
    expect(statusOf('lines_consistent', withItems([line ?? { name: '' }, { name: '折扣', amount: '-1.00' }]))).toBe(
      'fail',
    );
  });

  it('are no false alarm for discounts, stars, lists and tax on a difference', () => {
    const discount: InvoiceFields = {
      amountWithoutTax: '721.30',
      taxAmount: '21.63',
      items: [
        { name: 'a', quantity: '1', unitPrice: '812.17', amount: '812.17', taxRate: '3%', taxAmount: '24.36' },
        { name: 'a', amount: '-90.87', taxRate: '3%', taxAmount: '-2.73' },
      ],
    };
    expect(statusOf('lines_consistent', discount)).toBe('pass');
    const free = {
      amountWithoutTax: '57.00',
      items: [{ name: 'a', amount: '57.00', taxRate: '免税', taxAmount: '***' }],
    };
    expect(statusOf('lines_consistent', free)).toBe('pass');
    const list: InvoiceFields = {
      amountWithoutTax: '1000.00',
      taxAmount: '130.02',
      items: [{ name: '(详见销货清单)', amount: '1000.00', taxRate: '13%', taxAmount: '130.02' }],
    };
    expect(statusOf('lines_consistent', list)).toBe('pass');
    const margin = {
      ...hotel,
      remarks: '差额征税：400.00',
      items: [{ name: 'a', amount: '1.00', taxRate: '6%', taxAmount: '9.00' }],
    };
    expect(statusOf('lines_consistent', margin)).toBe('unknown');
  });
});

describe('the words', () => {
  it('are compared with the figures', () => {
    expect(statusOf('words_consistent', hotel)).toBe('pass');
    expect(statusOf('words_consistent', { ...hotel, totalAmountInWords: '肆佰捌拾壹圆整' })).toBe('fail');
    expect(statusOf('words_consistent', { ...hotel, totalAmountInWords: '不清楚' })).toBe('unknown');
    expect(statusOf('words_consistent', { totalAmount: '-480.00', totalAmountInWords: '(负数)肆佰捌拾圆整' })).toBe(
      'pass',
    );
  });
});

describe('the tax ids', () => {
  it('fail by the check character, warn by the form, and may be missing', () => {
    expect(statusOf('seller_tax_id', hotel)).toBe('pass');
    expect(statusOf('seller_tax_id', { sellerTaxId: '91320594769869645D' })).toBe('fail');
    expect(statusOf('seller_tax_id', { sellerTaxId: '9111000007311XXXX' })).toBe('warn');
    expect(statusOf('buyer_tax_id', hotel)).toBe('unknown');
    expect(statusOf('buyer_tax_id', { buyerTaxId: '320594769869645' })).toBe('pass');
  });
});
