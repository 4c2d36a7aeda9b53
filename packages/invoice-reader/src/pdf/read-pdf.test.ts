import { describe, expect, it } from 'vitest';
import { readInvoice } from '../read-invoice.ts';
import { readPdf } from './read-pdf.ts';
import { ScanDeferred } from './scan-deferred.ts';
import { aPdf } from './testing/a-pdf.ts';

const read = (bytes: Uint8Array) => readInvoice(bytes, { fileName: 'test.pdf' });

describe('a PDF', () => {
  const invoice = () =>
    aPdf({
      texts: [
        [165, 358, '电子发票（普通发票）', 20],
        [440, 357, '发票号码:25127000000546906425', 8],
        [440, 340, '开票日期:2025年12月29日'],
        [31, 298, '名称：甲方有限公司'],
        [31, 267, '纳税人识别号：91320594769869645C'],
        [316, 298, '名称：乙方有限公司'],
        [316, 267, '纳税人识别号：91320214MACF05CJ8B'],
        [36, 100, '价税合计（大写）'],
        [161, 100, '伍拾陆圆贰角整'],
        [397, 100, '（小写）¥56.20'],
      ],
      info: { InvoiceNumber: '25127000000546906425', 'TotalTax-includedAmount': '56.20' },
    });

  it('with fonts that are not embedded keeps its Chinese text', async () => {
    const reading = await read(invoice());
    expect(reading).toMatchObject({ format: 'pdf', error: null, pageCount: 1 });
    expect(reading.documents[0]).toMatchObject({
      isInvoice: true,
      fields: {
        invoiceType: '电子发票（普通发票）',
        invoiceNumber: '25127000000546906425',
        issueDate: '2025-12-29',
        buyerName: '甲方有限公司',
        sellerTaxId: '91320214MACF05CJ8B',
        totalAmount: '56.20',
      },
      doubts: [],
    });
    const place = reading.documents[0]?.origins.totalAmount?.place;
    expect(place?.y).toBeCloseTo((400 - 100 - 9 * 0.85) / 400, 2);
  });

  it('whose Info keys contradict the page shows both', async () => {
    const bytes = Buffer.from(invoice()).toString('latin1').replace('(56.20)', '(99.20)');
    const reading = await read(Buffer.from(bytes, 'latin1'));
    const check = reading.documents[0]?.checks.find(({ id }) => id === 'sources_agree');
    expect(check).toMatchObject({ status: 'fail', fields: ['totalAmount'] });
  });

  it('under any name is a PDF', async () => {
    expect((await readInvoice(invoice(), { fileName: 'photo.jpg' })).format).toBe('pdf');
  });

  it('that is no invoice is said so', async () => {
    const reading = await read(aPdf({ texts: [[50, 300, '中国银行客户电子回单']] }));
    expect(reading.documents).toMatchObject([{ isInvoice: false, notInvoiceReason: '银行回单' }]);
  });

  it('with hardly any text, or text without meaning, is read by its pictures', async () => {
    const scan = (text: string) => readPdf(aPdf({ texts: [[50, 20, text]] }), { defersScans: true });
    await expect(scan('由 扫描全能王 扫描创建')).rejects.toBeInstanceOf(ScanDeferred);
    await expect(scan('\ue001\ue002\ue003'.repeat(40))).rejects.toBeInstanceOf(ScanDeferred);
    const letter = await scan('关于二〇二六年度审计工作安排的通知'.repeat(6));
    expect(letter.documents).toMatchObject([{ isInvoice: false }]);
  });

  it('without any content is no invoice', async () => {
    expect((await read(aPdf({ texts: [] }))).documents).toMatchObject([{ isInvoice: false }]);
  });
});

describe('a PDF that cannot be read', () => {
  it('because of a password is refused', async () => {
    expect((await read(aPdf({ texts: [], isEncrypted: true }))).error?.code).toBe('pdf_encrypted');
  });

  it('because it was cut off is refused', async () => {
    const bytes = aPdf({ texts: [[50, 300, '电子发票']] });
    expect((await read(bytes.subarray(0, 60))).error?.code).toBe('file_truncated');
  });

  it('because it is empty, unknown or too large is refused', async () => {
    expect((await read(new Uint8Array(0))).error?.code).toBe('file_empty');
    expect((await read(Buffer.from('no invoice'))).error?.code).toBe('format_unknown');
    expect((await read(new Uint8Array(51 * 1024 * 1024))).error?.code).toBe('file_too_large');
  });
});
