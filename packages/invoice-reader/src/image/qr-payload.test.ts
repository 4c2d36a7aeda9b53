import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDate, parseInvoiceQr } from './qr-payload.ts';

describe('the QR code of an invoice', () => {
  test('gives the net amount on the old generation', () => {
    expect(parseInvoiceQr('01,10,050002100211,52692510,14.99,20220310,49877094513467468563,DCB8,')).toEqual({
      generation: 'vat',
      kind: '10',
      invoiceCode: '050002100211',
      invoiceNumber: '52692510',
      amountWithoutTax: '14.99',
      issueDate: '2022-03-10',
      checkCode: '49877094513467468563',
    });
  });

  test('gives the total on the digital generation, which has no code', () => {
    expect(parseInvoiceQr('01,31,,24117000000965100088,9279.00,20241222,,8CBF')).toEqual({
      generation: 'digital',
      kind: '31',
      invoiceNumber: '24117000000965100088',
      totalAmount: '9279.00',
      issueDate: '2024-12-22',
    });
  });

  test('is accepted with a short, lower-case or missing CRC and with dashes in the date', () => {
    for (const tail of ['', ',', ',8cb', ',8CBF,']) {
      const read = parseInvoiceQr(`01,04,1100094140,87654321,10,2010-11-18,${tail}`);
      expect(read).toMatchObject({ invoiceNumber: '87654321', amountWithoutTax: '10.00', issueDate: '2010-11-18' });
    }
  });

  test('of a toll invoice has no header and names the buyer', () => {
    expect(parseInvoiceQr('132052300111,03223884,12.50,2018-10-24,某公司')).toMatchObject({
      generation: 'toll',
      invoiceCode: '132052300111',
      buyerName: '某公司',
    });
  });

  test('of anything else is no invoice', () => {
    for (const payload of [
      '',
      'https://example.org/?a=01,10',
      '01,xx,1,2',
      '123456789012345678901234',
      '01,10,050002100211,123,1.00,20220310',
    ]) {
      expect(parseInvoiceQr(payload)).toBeUndefined();
    }
  });

  test('never throws, whatever it holds', () => {
    fc.assert(fc.property(fc.string(), (payload) => void parseInvoiceQr(payload)));
  });

  test('keeps every figure of the amount', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(amounts, (minor) => {
        const text = `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;
        expect(parseInvoiceQr(`01,32,,24117000000965100088,${text},20241222,,`)?.totalAmount).toBe(text);
      }),
    );
  });
});

test('a date that no calendar has is not taken', () => {
  expect(calendarDate('2023', '02', '29')).toBeUndefined();
  expect(calendarDate('2024', '2', '29')).toBe('2024-02-29');
  expect(calendarDate('1024', '02', '01')).toBeUndefined();
});
