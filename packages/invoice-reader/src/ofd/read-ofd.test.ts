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
