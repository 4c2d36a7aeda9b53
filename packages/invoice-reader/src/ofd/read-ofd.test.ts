import { describe, expect, it } from 'vitest';
import { readInvoice } from '../read-invoice.ts';
import type { InvoiceDocument } from '../reading.ts';
import { anOfd, originalInvoice, VISIBLE } from './testing/an-ofd.ts';

async function read(bytes: Uint8Array): Promise<InvoiceDocument> {
  const reading = await readInvoice(bytes, { fileName: 'test.ofd' });
  expect(reading.error).toBeNull();
  const [document] = reading.documents;
  if (!document) throw new Error('nothing was read');
  return document;
}

const sources = (document: InvoiceDocument) => document.checks.find((check) => check.id === 'sources_agree');

describe('an OFD with attachment', () => {
  it('takes values from the attachment and their places from the page', async () => {
    const document = await read(anOfd({ texts: VISIBLE, attachment: originalInvoice() }));
    expect(document.fields).toMatchObject({ invoiceNumber: '83089647', totalAmount: '526.00', sellerName: '某餐厅' });
    expect(document.origins.totalAmount?.source).toBe('xml');
    expect(document.origins.totalAmount?.place).toMatchObject({ page: 0 });
    expect(document.origins.totalAmount?.place?.x).toBeCloseTo(170 / 210, 1);
    expect(sources(document)?.status).toBe('pass');
    expect(document.doubts).toEqual([]);
  });

  it('shows both values where attachment and page disagree', async () => {
    const document = await read(anOfd({ texts: VISIBLE, attachment: originalInvoice({ total: '9526.00' }) }));
    expect(document.origins.totalAmount?.alternatives).toEqual([{ source: 'text', value: '526.00' }]);
    expect(sources(document)).toMatchObject({ status: 'fail', params: { value: '9526.00', otherValue: '526.00' } });
    expect(document.doubts).toContain('totalAmount');
  });

  it('with another number stays one document that contradicts itself', async () => {
    const document = await read(anOfd({ texts: VISIBLE, attachment: originalInvoice({ number: '83089648' }) }));
    expect(sources(document)?.fields).toEqual(['invoiceNumber']);
  });

  it('is read from the page alone when the attachment is damaged', async () => {
    const document = await read(anOfd({ texts: VISIBLE, attachment: '<eInvoice><a></eInvoice>' }));
    expect(document.fields.totalAmount).toBe('526.00');
    expect(document.origins.totalAmount?.source).toBe('text');
  });
});

describe('an OFD with custom tags', () => {
  const ref = (id: number) => `<ofd:ObjectRef PageRef="1">${id}</ofd:ObjectRef>`;

  it('takes values and places from the texts that the tags point at', async () => {
    const texts = [
      ...VISIBLE,
      { id: 31, x: 100, y: 130, text: '83089647' },
      { id: 32, x: 120, y: 130, text: '¥' },
      { id: 33, x: 124, y: 130, text: '526.00' },
    ];
    const tags = `<:eInvoice xmlns:=""><InvoiceNo>${ref(31)}</InvoiceNo><TaxInclusiveTotalAmount>${ref(32)}${ref(33)}</TaxInclusiveTotalAmount></:eInvoice>`;
    const document = await read(anOfd({ texts, tags }));
    expect(document.origins.totalAmount).toMatchObject({ source: 'tag', place: { page: 0 } });
    expect(document.origins.totalAmount?.place?.x).toBeCloseTo(120 / 210);
    expect(document.fields.totalAmount).toBe('526.00');
  });

  it('whose tags point at the currency sign only, takes the amount from the page', async () => {
    const texts = [
      { x: 57, y: 12, text: '电子发票（普通发票）', size: 6 },
      { id: 31, x: 150, y: 12, text: '24112000000048542163' },
      { id: 34, x: 150, y: 20, text: '2024年05月28日' },
      { x: 150, y: 101, text: '（小写）' },
      { id: 32, x: 168, y: 101, text: '¥' },
      { id: 33, x: 170, y: 101, text: '4449.00' },
    ];
    const wrapped = (id: number) => `<ofd:ObjectData>${ref(id)}</ofd:ObjectData>`;
    const tags = `<ofd:root xmlns:ofd="x"><ofd:TaxSupervisionInfo><ofd:InvoiceNumber>${wrapped(31)}</ofd:InvoiceNumber><ofd:IssueTime>${wrapped(34)}</ofd:IssueTime></ofd:TaxSupervisionInfo><ofd:EInvoiceData><ofd:BasicInformation><ofd:TotalTax-includedAmount>${ref(32)}</ofd:TotalTax-includedAmount></ofd:BasicInformation></ofd:EInvoiceData></ofd:root>`;
    const document = await read(anOfd({ texts, tags }));
    expect(document.fields).toMatchObject({
      invoiceType: '电子发票（普通发票）',
      invoiceNumber: '24112000000048542163',
      issueDate: '2024-05-28',
      totalAmount: '4449.00',
    });
    expect(document.origins.invoiceNumber?.source).toBe('tag');
    expect(document.origins.totalAmount?.source).toBe('text');
  });
});

describe('the signature', () => {
  it('is none where there is none', async () => {
    expect((await read(anOfd({ texts: VISIBLE }))).signature).toEqual({ status: 'none' });
  });

  it('without a seal value proves nothing', async () => {
    expect((await read(anOfd({ texts: VISIBLE, withDigests: true }))).signature.status).toBe('unknown');
  });

  it('names the files that were changed after signing', async () => {
    const changed = '<ofd:Page xmlns:ofd="x"><ofd:Content/></ofd:Page>';
    const files = { 'Doc_0/Pages/Page_0/Content.xml': changed };
    const document = await read(anOfd({ attachment: originalInvoice(), withDigests: true, files }));
    expect(document.signature).toMatchObject({ status: 'altered', alteredFiles: ['Doc_0/Pages/Page_0/Content.xml'] });
    expect(document.checks.find((check) => check.id === 'signature')?.status).toBe('fail');
  });
});

describe('an OFD that is no invoice', () => {
  it('is said to be what its title says', async () => {
    const document = await read(anOfd({ texts: [{ x: 20, y: 20, text: '银行电子回单' }] }));
    expect(document).toMatchObject({ isInvoice: false, notInvoiceReason: '银行回单' });
  });
});
