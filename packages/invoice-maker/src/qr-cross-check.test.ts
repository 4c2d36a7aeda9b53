import { type InvoiceDocument, readInvoice } from '@countinghouse/invoice-reader';
import { unzipSync, zipSync } from 'fflate';
import { PDFDocument, rgb } from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { anInvoice } from './an-invoice.ts';
import type { InvoiceFacts } from './facts.ts';
import { makeOfd } from './ofd.ts';
import { makePdf } from './pdf.ts';
import { encodeQrCode, qrText } from './qr-code.ts';

const digital = anInvoice({ seed: 21, preset: 'catering' });
const other = anInvoice({ seed: 22, preset: 'hotel' });
const old = anInvoice({ seed: 23, preset: 'catering', kind: 'vat_ordinary_electronic' });

async function qrPicture(text: string): Promise<Buffer> {
  const code = await encodeQrCode(text);
  const side = code.size + 8;
  const grey = Buffer.alloc(side * side, 255);
  for (let row = 0; row < code.size; row++) {
    for (let column = 0; column < code.size; column++) {
      if (code.isDark(column, row)) grey[(row + 4) * side + column + 4] = 0;
    }
  }
  return sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .resize(side * 3, side * 3, { kernel: 'nearest' })
    .png()
    .toBuffer();
}

async function readAll(bytes: Uint8Array): Promise<InvoiceDocument[]> {
  const reading = await readInvoice(bytes, { fileName: 'file' });
  expect(reading.error).toBeNull();
  return reading.documents;
}

async function read(bytes: Uint8Array): Promise<InvoiceDocument> {
  const [document, ...others] = await readAll(bytes);
  if (!document || others.length > 0) throw new Error(`${others.length + 1} documents were read`);
  return document;
}

const sources = (document: InvoiceDocument) => document.checks.find(({ id }) => id === 'sources_agree');

interface Change {
  /** What the picture of a code says, drawn over the one of the page or on a page of its own, or only kept in the file. */
  text: string;
  where: 'page' | 'own page' | 'nowhere';
}

async function withPicture(facts: InvoiceFacts, { text, where }: Change): Promise<Uint8Array> {
  const document = await PDFDocument.load(await makePdf(facts), { updateMetadata: false });
  const picture = await document.embedPng(await qrPicture(text));
  await picture.embed();
  const page = where === 'own page' ? document.addPage([300, 300]) : document.getPage(0);
  if (where === 'page') {
    // The whole corner, so that the code that was drawn as squares is no longer seen.
    page.drawRectangle({ x: 0, y: page.getHeight() - 80, width: 90, height: 80, color: rgb(1, 1, 1) });
  }
  if (where !== 'nowhere') page.drawImage(picture, { x: 15, y: page.getHeight() - 75, width: 60, height: 60 });
  return document.save();
}

describe('the QR code of a PDF', () => {
  it('confirms the text, also as squares, and with the net amount of old invoices', async () => {
    // Without Info keys and attachments, text and code are the only two sources.
    expect(sources(await read(await makePdf(old)))?.status).toBe('pass');
    const pictured = await read(await withPicture(old, { text: qrText(old), where: 'page' }));
    expect(sources(pictured)?.status).toBe('pass');
    expect(pictured.doubts).toEqual([]);
    expect(pictured.fields.totalAmount).toBe(old.totalAmount);
  });

  it('that says something else is a contradiction that names the fields', async () => {
    const changed = qrText({ ...digital, totalAmount: '98765.43' });
    const document = await read(await withPicture(digital, { text: changed, where: 'page' }));
    expect(sources(document)).toMatchObject({
      status: 'fail',
      fields: ['totalAmount'],
      params: { value: digital.totalAmount, otherSource: 'qr', otherValue: '98765.43' },
    });
    expect(document.doubts).toContain('totalAmount');
    const foreign = await read(await withPicture(digital, { text: qrText(other), where: 'page' }));
    expect(sources(foreign)?.fields).toEqual(expect.arrayContaining(['invoiceNumber', 'totalAmount']));
    expect(foreign.fields.invoiceNumber).toBe(digital.number);
  });

  it('that is kept in the file but not drawn accuses nobody', async () => {
    const document = await read(await withPicture(digital, { text: qrText(other), where: 'nowhere' }));
    expect(sources(document)?.status).toBe('pass');
  });

  it('that repeats a red letter without its sign is no contradiction', async () => {
    const facts = anInvoice({ seed: 24, preset: 'conference', cancels: '26312000012345678901' });
    const text = qrText({ ...facts, totalAmount: facts.totalAmount.replace('-', '') });
    expect(sources(await read(await withPicture(facts, { text, where: 'page' })))?.status).toBe('pass');
  });

  it('on a page of its own is a further invoice', async () => {
    const documents = await readAll(await withPicture(digital, { text: qrText(other), where: 'own page' }));
    expect(documents.map(({ fields }) => fields.invoiceNumber)).toEqual([digital.number, other.number]);
    expect(documents.flatMap((document) => sources(document)?.status)).not.toContain('fail');
  });

  it('is the only source where the text is drawn as outlines', async () => {
    const document = await PDFDocument.create();
    const page = document.addPage([595, 397]);
    const code = await encodeQrCode(qrText(digital));
    for (let row = 0; row < code.size; row++) {
      for (let column = 0; column < code.size; column++) {
        if (!code.isDark(column, row)) continue;
        page.drawRectangle({ x: 20 + column * 1.5, y: 370 - row * 1.5, width: 1.5, height: 1.5, color: rgb(0, 0, 0) });
      }
    }
    const read_ = await read(await document.save());
    expect(read_).toMatchObject({
      isInvoice: true,
      fields: { invoiceNumber: digital.number, issueDate: digital.issueDate, totalAmount: digital.totalAmount },
      origins: { invoiceNumber: { source: 'qr' } },
    });
  });
});

describe('the QR code of an OFD', () => {
  const replaced = async (facts: InvoiceFacts, text: string) => {
    const files = unzipSync(await makeOfd(facts));
    const path = Object.keys(files).find((name) => name.endsWith('qr.png'));
    if (path === undefined) throw new Error(`no code among ${Object.keys(files).join()}`);
    files[path] = new Uint8Array(await qrPicture(text));
    return zipSync(files);
  };

  it('confirms what the other sources say', async () => {
    const document = await read(await makeOfd(old));
    expect(sources(document)?.status).toBe('pass');
  });

  it('that says something else is a contradiction', async () => {
    const document = await read(
      await replaced(old, qrText({ ...old, amountWithoutTax: '98765.43', issueDate: '2020-02-02' })),
    );
    expect(sources(document)).toMatchObject({ status: 'fail', fields: ['issueDate', 'amountWithoutTax'] });
    expect(document.origins.issueDate?.alternatives).toContainEqual({ source: 'qr', value: '2020-02-02' });
  });
});
