import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { anInvoice } from './an-invoice.ts';
import { makeOfd } from './ofd.ts';
import { makePdf } from './pdf.ts';
import { makePhoto } from './photo.ts';
import { makeImage } from './picture.ts';
import { qrText } from './qr-code.ts';
import { makeTestCa } from './seal/test-ca.ts';
import { makeXml } from './xml.ts';

prepareZXingModule({
  overrides: {
    wasmBinary: new Uint8Array(readFileSync(new URL(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))))
      .buffer,
  },
});

const decode = async (picture: Uint8Array): Promise<string[]> =>
  (await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true })).map((code) => code.text);

describe('the same facts', () => {
  it('give the same bytes in every format', async () => {
    const facts = anInvoice({ seed: 3, kind: 'vat_ordinary_electronic', preset: 'office_supplies' });
    const ca = makeTestCa(3);
    const makers = [
      () => makePdf(facts),
      () => makeOfd(facts, { sign: ca }),
      () => makeImage(facts, { format: 'png', widthPx: 700 }),
      () => makePhoto(facts, 3),
    ];
    for (const make of makers) expect(Buffer.from(await make()).equals(Buffer.from(await make()))).toBe(true);
  });
});

describe('the QR code', () => {
  it('carries the net amount on old invoices and the total on new ones', () => {
    const old = anInvoice({ seed: 4, kind: 'vat_ordinary_electronic' });
    const digital = anInvoice({ seed: 4, kind: 'digital_special' });
    expect(qrText(old).split(',').slice(0, 5)).toEqual(['01', '10', old.code, old.number, old.amountWithoutTax]);
    expect(qrText(digital).split(',').slice(0, 5)).toEqual(['01', '31', '', digital.number, digital.totalAmount]);
  });

  it('is readable on picture and photo', async () => {
    const facts = anInvoice({ seed: 5, preset: 'catering' });
    expect(await decode(await makeImage(facts, { format: 'jpeg', widthPx: 1400 }))).toEqual([qrText(facts)]);
    expect(await decode(await makePhoto(facts, 5))).toEqual([qrText(facts)]);
  });
});

describe('pictures', () => {
  it('have the width that was asked for and the shape of the page', async () => {
    const bytes = await makeImage(anInvoice({ seed: 6 }), { format: 'png', widthPx: 1050 });
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 1050, height: 700 });
  });
});

describe('what a kind or the page cannot hold', () => {
  it('is refused by name', async () => {
    const line = { name: '*文具*中性笔', amountWithTax: '10.00', taxRate: '13%' };
    const crowded = anInvoice({ seed: 1, lines: Array.from({ length: 20 }, () => line) });
    await expect(makePdf(crowded)).rejects.toMatchObject({ code: 'too_many_lines' });
    const strange = anInvoice({ seed: 1, buyer: { name: '😀有限公司' } });
    await expect(makePdf(strange)).rejects.toMatchObject({ code: 'character_not_in_font' });
    const old = anInvoice({ seed: 1, kind: 'vat_ordinary_electronic' });
    expect(() => makeXml(old)).toThrow(expect.objectContaining({ code: 'kind_has_no_such_format' }));
  });
});
