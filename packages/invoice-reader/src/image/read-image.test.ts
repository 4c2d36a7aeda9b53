import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { ReadingRefusal } from '../refusal.ts';
import { readImage } from './read-image.ts';

const SAMPLES = fileURLToPath(new URL('../../../../../shared/samples/invoices/', import.meta.url));

async function refusalOf(bytes: Uint8Array): Promise<string> {
  try {
    await readImage(bytes);
  } catch (error) {
    if (error instanceof ReadingRefusal) return error.code;
    throw error;
  }
  return 'none';
}

function blank(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#fff' } });
}

/** A PNG that claims a size in its header and has next to no pixels. */
function claimingPng(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

describe('a picture that cannot be read', () => {
  test('is refused by its header alone when it is too large', async () => {
    expect(await refusalOf(claimingPng(10_000, 10_000))).toBe('image_too_large');
  });

  test('is refused as truncated or damaged, never with a crash', async () => {
    const noise = Buffer.from(Array.from({ length: 300 * 300 * 3 }, (_, i) => (i * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer();
    const cut = await refusalOf(whole.subarray(0, whole.length / 2));
    expect(['file_truncated', 'file_damaged']).toContain(cut);
    expect(await refusalOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]))).not.toBe('none');
    expect(await refusalOf(new Uint8Array())).toBe('file_empty');
  });
});

describe('a picture made here', () => {
  test('that is blank has no invoice', async () => {
    const { pageCount, documents } = await readImage(await blank(400, 300).png().toBuffer());
    expect(pageCount).toBe(1);
    expect(documents).toMatchObject([{ isInvoice: false, fields: {} }]);
  });

  test('that shows nothing but the code of an invoice gives what the code says', async () => {
    const path = new URL(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'));
    const binary = await readFile(path);
    const wasmBinary = binary.buffer.slice(binary.byteOffset, binary.byteOffset + binary.byteLength);
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
    const { image } = await writeBarcode('01,32,,24117000000965100088,9279.00,20241222,,8CBF', {
      format: 'QRCode',
      scale: 5,
    });
    if (image === null) throw new Error('no image');
    const code = Buffer.from(await image.arrayBuffer());
    const picture = await blank(800, 600)
      .composite([{ input: code, left: 60, top: 60 }])
      .rotate(90)
      .jpeg()
      .toBuffer();
    const { documents } = await readImage(picture);
    expect(documents[0]).toMatchObject({
      isInvoice: true,
      fields: { invoiceNumber: '24117000000965100088', issueDate: '2024-12-22', totalAmount: '9279.00' },
    });
  });
});

interface Sample {
  file: string;
  fields: Record<string, unknown>;
}

describe.skipIf(!existsSync(SAMPLES))('clean images among the samples (skipped where the folder is absent)', () => {
  test.each(['cn-image-render-07.jpg', 'cn-image-render-08.jpg'])('%s is read without an error', async (file) => {
    const truth: Sample[] = JSON.parse(await readFile(`${SAMPLES}truth.json`, 'utf8'));
    const expected = truth.find((sample) => sample.file === file)?.fields ?? {};
    const { documents } = await readImage(await readFile(SAMPLES + file));
    for (const [name, value] of Object.entries(expected)) {
      if (typeof value === 'string' && name !== 'qrText')
        expect({ [name]: documents[0]?.fields[name] }).toEqual({ [name]: value });
    }
    expect(documents[0]?.origins.sellerName?.place?.width).toBeGreaterThan(0.05);
  });
});
