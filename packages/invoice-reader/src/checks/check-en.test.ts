import { describe, expect, it } from 'vitest';
import type { En16931Invoice, InvoiceLine } from '../en16931/model.ts';
import { readUbl } from '../en16931/read-ubl.ts';
import type { InvoiceFields } from '../reading.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { checkLinePrices } from './check-en-lines.ts';
import { checkDocument } from './run-checks.ts';

const invoice: InvoiceFields = {
  syntax: 'UBL Invoice',
  profile: 'EN 16931',
  lineTotalAmount: '6900.00',
  allowanceTotalAmount: '100.00',
  chargeTotalAmount: '200.00',
  amountWithoutTax: '7000.00',
  taxAmount: '1550.00',
  totalAmount: '8550.00',
  prepaidAmount: '50.00',
  roundingAmount: '-0.01',
  amountDue: '8499.99',
  sellerTaxId: 'DE111111125',
  items: [
    { name: 'a', amount: '4000.00' },
    { name: 'b', amount: '2900.00' },
  ],
};

const check = (fields: InvoiceFields, id: string) => checkDocument({ fields }).find((found) => found.id === id);

describe('totals of an EN 16931 invoice', () => {
  it('add up with allowances, charges, prepayment and rounding', () => {
    expect(check(invoice, 'sum_consistent')?.status).toBe('pass');
  });

  it.each([
    ['amountWithoutTax', '7000.01', 'BR-CO-13'],
    ['totalAmount', '8550.01', 'BR-CO-15'],
    ['amountDue', '8500.00', 'BR-CO-16'],
  ])('fail by a single cent: %s %s breaks %s', (field, value, rule) => {
    const others = field === 'amountWithoutTax' ? { taxAmount: '1549.99' } : {};
    const found = check({ ...invoice, ...others, [field]: value }, 'sum_consistent');
    expect(found).toMatchObject({ status: 'fail', params: { rule } });
    expect(found?.fields).toContain(field);
  });

  it('of MINIMUM may owe less without saying why', () => {
    const minimum = {
      syntax: 'CII',
      amountWithoutTax: '10.00',
      taxAmount: '1.90',
      totalAmount: '11.90',
      amountDue: '5.00',
    };
    expect(check({ ...minimum, profile: 'MINIMUM' }, 'sum_consistent')?.status).toBe('pass');
    expect(check({ ...minimum, profile: 'BASIC' }, 'sum_consistent')?.status).toBe('fail');
  });

  it('of credit notes and of nothing at all are no alarm', () => {
    const nil = { syntax: 'CII', amountWithoutTax: '0.00', totalAmount: '0.00', amountDue: '0.00' };
    expect(check(nil, 'sum_consistent')?.status).toBe('pass');
    const negative = { syntax: 'CII', amountWithoutTax: '-1.00', taxAmount: '-0.19', totalAmount: '-1.19' };
    expect(check(negative, 'sum_consistent')?.status).toBe('pass');
    expect(check({ syntax: 'CII' }, 'sum_consistent')?.status).toBe('unknown');
  });
});

describe('lines of an EN 16931 invoice', () => {
  it('add up to the sum of lines, not to the net amount', () => {
    expect(check(invoice, 'lines_consistent')?.status).toBe('pass');
    expect(check({ ...invoice, lineTotalAmount: '7000.00' }, 'lines_consistent')?.status).toBe('fail');
    expect(check({ ...invoice, items: [] }, 'lines_consistent')?.status).toBe('unknown');
  });

  it('may be off by a cent each in EXTENDED', () => {
    const off = { ...invoice, lineTotalAmount: '6900.02' };
    expect(check(off, 'lines_consistent')?.status).toBe('fail');
    expect(check({ ...off, profile: 'EXTENDED' }, 'lines_consistent')?.status).toBe('pass');
  });

  it('are not judged by Chinese rules', () => {
    expect(checkDocument({ fields: invoice }).map(({ id }) => id)).toEqual(['sum_consistent', 'lines_consistent']);
  });
});

function withLines(...lines: Partial<InvoiceLine>[]): En16931Invoice {
  const empty = readUbl(parseXml(Buffer.from('<Invoice/>'), 'test.xml'));
  const line: InvoiceLine = { allowances: [], charges: [], vat: [], item: { classifications: [], attributes: [] } };
  return { ...empty, lines: lines.map((part) => ({ ...line, ...part })) };
}

const line = (quantity: string, price: string, net: string, baseQuantity?: string): Partial<InvoiceLine> => ({
  quantity: { value: quantity, unitCode: 'H87' },
  price: {
    netPrice: { value: price },
    hasChargeOnPrice: false,
    ...(baseQuantity && { baseQuantity: { value: baseQuantity } }),
  },
  netAmount: { value: net },
});

describe('quantity and price of a line', () => {
  it.each([
    ['two at 4.99', line('2', '4.99', '9.98')],
    ['a price for a hundred', line('1000', '36.109', '361.09', '100')],
    ['a price that is rounded', line('1000', '0.33', '333.33')],
    ['hours that are rounded', line('1.33', '90', '120.00')],
    [
      'allowance and charge',
      { ...line('10', '5', '52.00'), allowances: [{ amount: { value: '1' } }], charges: [{ amount: { value: '3' } }] },
    ],
    ['negative quantity', line('-5.000', '4.10', '-20.50')],
    ['no price', { netAmount: { value: '7' } }],
    ['whole forints', line('64.', '36109.00', '23110.00', '100.')],
  ])('fit: %s', (_, part) => {
    expect(checkLinePrices(withLines(part))).toBeNull();
  });

  it('that do not fit are a warning that names the line', () => {
    const found = checkLinePrices(withLines(line('1', '5.00', '5.00'), line('2', '800.55', '800.55')));
    expect(found).toMatchObject({ status: 'warn', params: { line: '2', expected: '1601.10', printed: '800.55' } });
  });
});
