import { describe, expect, test } from 'vitest';
import type { InvoiceDocument } from '../reading.ts';
import { readInternational } from './read-international.ts';
import { aReceipt, aSheet, type SheetOptions } from './testing/a-sheet.ts';

function read(lines: readonly string[], options: SheetOptions = {}): InvoiceDocument {
  const document = find(lines, options);
  if (document === undefined) throw new Error('nothing was read');
  return document;
}

function find(lines: readonly string[], options: SheetOptions = {}): InvoiceDocument | undefined {
  return readInternational(aSheet(lines, options), { signature: { status: 'none' }, yearMax: 2027 });
}

describe('a receipt from abroad', () => {
  test('gives seller, date, amount to pay, tax, payment and lines, without a doubt', () => {
    const { fields, doubts, checks } = read(aReceipt());
    expect(fields).toMatchObject({
      invoiceType: '境外收据',
      invoiceNumber: 'CS-20418',
      issueDate: '2018-04-03',
      sellerName: 'SERI MURNI HARDWARE SDN BHD',
      sellerTaxId: '001234567890',
      amountWithoutTax: '25.01',
      taxAmount: '1.50',
      totalAmount: '26.50',
      roundingAmount: '-0.01',
      cashAmount: '30.00',
      changeAmount: '3.50',
      currency: 'MYR',
    });
    expect(fields.items).toEqual([
      { name: 'PAINT BRUSH 2"', amount: '10.60', quantity: '2' },
      { name: 'WHITE GLUE 500ML', amount: '15.91', quantity: '1' },
    ]);
    expect(doubts).toEqual([]);
    expect(checks.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
  });

  test('says where each value stands', () => {
    const { origins } = read(aReceipt());
    expect(origins.totalAmount).toMatchObject({ source: 'ocr', place: { page: 0 } });
    expect(origins.sellerName?.place?.y).toBeLessThan(origins.totalAmount?.place?.y ?? 0);
  });

  test('takes the rounded amount that stands without words, where cash and change say so', () => {
    const lines = aReceipt({ 'TOTAL ROUNDED | 26.50': 'RM 26.50' });
    expect(read(lines).fields.totalAmount).toBe('26.50');
  });

  test('takes lost decimal points from what cash and change say', () => {
    const lines = aReceipt({ 'CHANGE | 3.50': 'CHANGE | 350', 'TOTAL ROUNDED | 26.50': 'TOTAL ROUNDED | 2650' });
    const { fields, doubts } = read(lines);
    expect(fields).toMatchObject({ totalAmount: '26.50', changeAmount: '3.50' });
    expect(doubts).not.toContain('totalAmount');
  });

  test('corrects a misread figure only where payment and parts both say the same', () => {
    const misread = { 'TOTAL ROUNDED | 26.50': 'TOTAL ROUNDED | 26.60', 'TOTAL INCL. GST | 26.51': '' };
    expect(read(aReceipt(misread)).fields.totalAmount).toBe('26.50');
    const withoutParts = read(aReceipt({ ...misread, 'TOTAL EXCL. GST | 25.01': '', 'GST 6% | 1.50': '' }));
    expect(withoutParts.fields.totalAmount).toBe('26.60');
    expect(withoutParts.doubts).toContain('totalAmount');
  });

  test('whose change contradicts the total is never without doubt', () => {
    const { doubts, checks } = read(aReceipt({ 'CHANGE | 3.50': 'CHANGE | 8.50' }));
    expect(doubts).toEqual(expect.arrayContaining(['totalAmount', 'cashAmount']));
    expect(checks.find(({ id }) => id === 'payment_consistent')?.status).toBe('warn');
  });

  test('with a total that is hard to read and that nothing supports is doubtful', () => {
    const lines = ['CORNER CAFE', 'RECEIPT', 'DATE 03/04/2018 | RM', 'COFFEE | 4.50', 'TOTAL | 4.80'];
    expect(read(lines, { sureness: 0.7 }).doubts).toContain('totalAmount');
    expect(read(lines, { sureness: 0.97 }).doubts).not.toContain('totalAmount');
  });

  test('has no seller where the name cannot be read, rather than a wrong one', () => {
    const { fields, doubts } = read(aReceipt().slice(5));
    expect(fields.sellerName).toBeUndefined();
    expect(doubts).toContain('sellerName');
  });
});

describe('a slip without a head', () => {
  test('is a receipt where its lines add up to its total; whole thousands are likely rupiah, and doubtful', () => {
    const { fields, doubts } = read([
      'KUE LAPIS',
      '2 x 6,000 | 12,000',
      'TAHU ISI',
      '4 x 6,000 | 24,000',
      'Total 6 items | 36,000',
    ]);
    expect(fields).toMatchObject({
      totalAmount: '36000',
      currency: 'IDR',
      items: [
        { name: 'KUE LAPIS', quantity: '2', unitPrice: '6000', amount: '12000' },
        { name: 'TAHU ISI', quantity: '4', unitPrice: '6000', amount: '24000' },
      ],
    });
    expect(doubts).toEqual(expect.arrayContaining(['currency', 'issueDate', 'sellerName']));
  });

  test('adds service and tax to the total', () => {
    const { fields, checks } = read([
      'NASI PUTIH | 2 | 7000 | 14000',
      'SUBTOTAL | 14000',
      'SERVICE 5% | 700',
      'PB1 10% | 1470',
      'TOTAL | 16170',
      'TUNAI | 20000',
      'KEMBALI | 3830',
    ]);
    expect(fields).toMatchObject({
      amountWithoutTax: '14000',
      serviceCharge: '700',
      taxAmount: '1470',
      totalAmount: '16170',
      cashAmount: '20000',
      currency: 'IDR',
    });
    expect(checks.find(({ id }) => id === 'sum_consistent')?.status).toBe('pass');
  });
});

describe('the seller of a receipt', () => {
  const withHead = (...head: string[]) => read([...head, ...aReceipt().slice(1)]).fields.sellerName;

  test.each([
    [['Murni', 'SERI MURNI TRADING SDN. BHD.'], 'SERI MURNI TRADING SDN. BHD.'],
    [['KEDAI SERI', 'MURNI (JOHOR', 'BAHRU) SDN BHD'], 'MURNI (JOHOR BAHRU) SDN BHD'],
    [['SERI MURNI BAKERY S/B 273500-U (KJ1)'], 'SERI MURNI BAKERY S/B'],
    [['WELCOME', 'TAX INVOICE', "ROSA'S PIZZA"], "ROSA'S PIZZA"],
    [['john smith', 'SERI MURNI ENTERPRISE'], 'SERI MURNI ENTERPRISE'],
    [['SERI MURNI', 'SDN BHD'], 'SERI MURNI SDN BHD'],
  ])('%j is %s', (head, name) => {
    expect(withHead(...head)).toBe(name);
  });
});

describe('currencies and dates', () => {
  const slip = (...lines: string[]) => read(['CORNER CAFE', 'RECEIPT', ...lines]);

  test.each([
    ['Rp 45.000', 'IDR', '45000'],
    ['S$4.50', 'SGD', '4.50'],
    ['NT$ 1,280', 'TWD', '1280'],
    ['€ 4,50', 'EUR', '4.50'],
    ['£4.50', 'GBP', '4.50'],
    ['4.50 CHF', 'CHF', '4.50'],
  ])('%s is %s', (amount, currency, total) => {
    const { fields, doubts } = slip('2018-04-13', `TOTAL | ${amount}`, `CARD | ${amount}`);
    expect(fields).toMatchObject({ currency, totalAmount: total });
    expect(doubts).not.toContain('currency');
  });

  test('a bare number has no sure currency', () => {
    const { fields, doubts } = slip('2018-04-13', 'TOTAL | 4.50', 'CASH | 4.50');
    expect(fields.currency).toBeUndefined();
    expect(doubts).toContain('currency');
  });

  test('the country decides between day and month, and where it is unknown the date is doubtful', () => {
    expect(slip('03/04/2018 10:00', 'TOTAL | $4.50', 'SALES TAX | $0.30', 'Portland, USA').fields.issueDate).toBe(
      '2018-03-04',
    );
    expect(slip('03/04/2018 10:00', 'TOTAL | RM4.50', 'CASH | 4.50').fields.issueDate).toBe('2018-04-03');
    expect(slip('03/04/2018 10:00', 'TOTAL | 4.50', 'CASH | 4.50').doubts).toContain('issueDate');
  });
});

describe('a letter from abroad', () => {
  const letter = [
    'Nordlicht Hosting GmbH - Hafenweg 3 - 20457 Hamburg',
    'Muster KG',
    'Rechnungsnummer: | RE-418',
    'Rechnungsdatum: | 04.03.2026',
    'Fällig am: | 18.03.2026',
    'Server | 1.190,00 €',
    'Nettobetrag | 1.190,00 €',
    'zzgl. 19% MwSt. | 226,10 €',
    'Gesamtbetrag | 1.416,10 €',
    'Nordlicht Hosting GmbH | USt-IdNr.: DE298765432',
    'www.nordlicht-hosting.de',
  ];

  test('gives its number, the date of issue and not the due date, and who sends it', () => {
    expect(read(letter, { source: 'text' }).fields).toMatchObject({
      invoiceType: '境外发票',
      invoiceNumber: 'RE-418',
      issueDate: '2026-03-04',
      sellerName: 'Nordlicht Hosting GmbH',
      sellerTaxId: 'DE298765432',
      amountWithoutTax: '1190.00',
      taxAmount: '226.10',
      totalAmount: '1416.10',
      currency: 'EUR',
    });
  });

  test('never alarms about a tax id of another country', () => {
    expect(read(letter, { source: 'text' }).checks.some(({ id }) => id.endsWith('tax_id'))).toBe(false);
  });
});

describe('other papers', () => {
  test.each([
    ['QUOTATION', '报价单'],
    ['Purchase Order', '订单'],
    ['Account Statement', '对账单'],
    ['Delivery Note', '送货单'],
    ['Pro Forma Invoice', '形式发票（不是发票）'],
  ])('%s is no invoice', (title, reason) => {
    const document = read(
      ['Brightline Ltd', title, 'Date: 04 March 2026', 'Desks | £4,000.00', 'VAT | £800.00', 'Total | £4,800.00'],
      { source: 'text' },
    );
    expect(document).toMatchObject({ isInvoice: false, notInvoiceReason: reason, fields: {} });
  });

  test.each([
    [['某某公司费用明细', '合计 | 120.00', '日期 2026-03-04', '客户：某某']],
    [['电子发票（普通发票）', '发票号码：24117000000965100088', '价税合计 | ¥120.00', '开票日期：2026年3月4日']],
    [
      [
        '滴滴出行行程 TRIP TABLE 2026-03-04',
        'Total trips 2 | 合计 56.20',
        '序号 | 车型 | 金额',
        '1 | 快车 | 26.10',
        '2 | 快车 | 30.10',
        '总额 | 56.20',
      ],
    ],
    [['Minutes', 'We met on 4 March 2026 and spoke about receipts.', 'Room 4']],
    [[]],
  ])('%j is left alone', (lines) => {
    expect(find(lines)).toBeUndefined();
  });
});
