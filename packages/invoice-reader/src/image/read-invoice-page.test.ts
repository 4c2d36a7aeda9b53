import { describe, expect, test } from 'vitest';
import { parseInvoiceQr } from './qr-payload.ts';
import { readInvoicePage } from './read-invoice-page.ts';
import { aDigitalInvoice, anOldInvoice, aPage } from './testing/page-builder.ts';

const OLD_QR = parseInvoiceQr('01,10,050002100211,52692510,14.99,20220310,49877094513467468563,DCB8,');

describe('an old VAT invoice', () => {
  test('is read with its parties one above the other and all its items', () => {
    const document = readInvoicePage(aPage(anOldInvoice()), OLD_QR);
    expect(document.fields).toMatchObject({
      invoiceType: '增值税电子普通发票',
      invoiceCode: '050002100211',
      invoiceNumber: '52692510',
      issueDate: '2022-03-10',
      checkCode: '49877094513467468563',
      machineNumber: '661923653542',
      buyerName: '南京理工大学紫金学院',
      sellerName: '重庆天行者科技有限公司',
      sellerTaxId: '91500112MA5U3W6J0L',
      amountWithoutTax: '14.99',
      taxAmount: '0.45',
      totalAmount: '15.44',
    });
    expect(document.fields.buyerTaxId).toBeUndefined();
    expect(document.fields.items).toEqual([
      {
        name: '*运输服务*客运服务费',
        unit: '次',
        quantity: '1',
        unitPrice: '14.99029126',
        amount: '14.99',
        taxRate: '3%',
        taxAmount: '0.45',
      },
    ]);
    expect(document.doubts).toEqual([]);
  });

  test('is read the same without its QR code, from the print alone', () => {
    const withQr = readInvoicePage(aPage(anOldInvoice()), OLD_QR);
    const document = readInvoicePage(aPage(anOldInvoice()), undefined);
    expect(document.fields).toEqual(withQr.fields);
    expect(document.origins.invoiceNumber?.source).toBe('ocr');
    expect(withQr.origins.invoiceNumber?.source).toBe('qr');
  });

  test('takes the net amount, not the total, from field 5 of its QR code', () => {
    const document = readInvoicePage(aPage(anOldInvoice({ '￥14.99': '' })), OLD_QR);
    expect(document.fields).toMatchObject({ amountWithoutTax: '14.99', totalAmount: '15.44' });
    expect(document.origins.amountWithoutTax?.source).toBe('qr');
  });

  test('shows a number that the QR code contradicts with both values', () => {
    const document = readInvoicePage(aPage(anOldInvoice({ '发票号码：52692510': '发票号码：52692511' })), OLD_QR);
    expect(document.fields.invoiceNumber).toBe('52692510');
    expect(document.origins.invoiceNumber?.alternatives).toEqual([{ source: 'ocr', value: '52692511' }]);
    expect(document.doubts).toContain('invoiceNumber');
  });

  test('doubts a total that neither the words nor the sum confirm', () => {
    const document = readInvoicePage(aPage(anOldInvoice({ '（小写）￥15.44': '（小写）￥75.44' })), OLD_QR);
    expect(document.fields.totalAmount).toBe('15.44');
    expect(document.doubts).toContain('totalAmount');
  });

  test('has no tax when the tax is masked and the net amount is the total', () => {
    const masked = {
      '￥0.45': '***',
      '0.45': '***',
      '3%': '免税',
      壹拾伍圆肆角肆分: '壹拾肆圆玖角玖分',
      '（小写）￥15.44': '（小写）￥14.99',
    };
    const document = readInvoicePage(aPage(anOldInvoice(masked)), OLD_QR);
    expect(document.fields).toMatchObject({ amountWithoutTax: '14.99', totalAmount: '14.99' });
    expect(document.fields.taxAmount).toBeUndefined();
    expect(document.doubts).toEqual([]);
  });

  test('finds labels that recognition has damaged', () => {
    const damaged = {
      '纳税人识别号：91500112MA5U3W6J0L': '纳税人别号：91500112MA5U3W6J0L',
      '称：重庆天行者科技有限公司': '：重庆天行者科技有限公司',
      名: '七',
    };
    const document = readInvoicePage(aPage(anOldInvoice(damaged)), OLD_QR);
    expect(document.fields).toMatchObject({ sellerName: '重庆天行者科技有限公司', sellerTaxId: '91500112MA5U3W6J0L' });
  });
});

describe('a digital invoice', () => {
  test('is read with its parties side by side, discount line included', () => {
    const document = readInvoicePage(aPage(aDigitalInvoice()), undefined);
    expect(document.fields).toMatchObject({
      invoiceType: '电子发票（增值税专用发票）',
      invoiceNumber: '24117000000965100088',
      issueDate: '2024-12-22',
      buyerName: '济宁鼎元机械有限公司',
      buyerTaxId: '91370800076980412L',
      sellerName: '北京京东世纪信息技术有限公司',
      sellerTaxId: '91110302562134916R',
      amountWithoutTax: '8211.50',
      taxAmount: '1067.50',
      totalAmount: '9279.00',
    });
    expect(document.fields.invoiceCode).toBeUndefined();
    expect(document.fields.items).toMatchObject([{ amount: '8848.67' }, { amount: '-637.17', taxAmount: '-82.83' }]);
    expect(document.doubts).toEqual([]);
  });

  test('takes the total, not the net amount, from field 5 of its QR code', () => {
    const qr = parseInvoiceQr('01,31,,24117000000965100088,9279.00,20241222,,8CBF');
    const document = readInvoicePage(aPage(aDigitalInvoice({ '（小写）¥9279.00': '' })), qr);
    expect(document.fields).toMatchObject({ totalAmount: '9279.00', amountWithoutTax: '8211.50' });
    expect(document.origins.totalAmount?.source).toBe('qr');
  });

  test('says where on the picture each value stands', () => {
    const document = readInvoicePage(aPage(aDigitalInvoice()), undefined);
    const place = document.origins.sellerName?.place;
    expect(place?.x).toBeGreaterThan(0.5);
    expect(place?.y).toBeCloseTo(190 / 800, 2);
    expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThan(1);
  });

  test('doubts a tax id whose check character is wrong', () => {
    const wrong = {
      '统一社会信用代码/纳税人识别号：91110302562134916R': '统一社会信用代码/纳税人识别号：91110302562434916R',
    };
    const document = readInvoicePage(aPage(aDigitalInvoice(wrong)), undefined);
    expect(document.doubts).toContain('sellerTaxId');
  });
});

describe('a picture without an invoice', () => {
  test('says so, and drafts nothing', () => {
    const document = readInvoicePage(aPage([{ text: '会议纪要 2024年12月22日', x: 100, y: 100 }]), undefined);
    expect(document).toMatchObject({ isInvoice: false, fields: {} });
    expect(document.notInvoiceReason).not.toBe('');
  });
});
