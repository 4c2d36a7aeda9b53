import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { ReadingRefusal } from '../refusal.ts';
import { countPages, decodeRaster, type Raster } from './raster.ts';
import { TINY_HEIC } from './testing/tiny-heic.ts';

/** White, with a red field in the upper left corner: 120 by 80 pixels. */
const picture = () =>
  sharp({ create: { width: 120, height: 80, channels: 3, background: '#fff' } }).composite([
    { input: { create: { width: 40, height: 20, channels: 3, background: '#f00' } }, left: 0, top: 0 },
  ]);

const png = await picture().png().toBuffer();
const from = () => sharp(png);

function colourAt({ width, rgb }: Raster, x: number, y: number): 'red' | 'white' | 'other' {
  const [r = 0, g = 0, b = 0] = rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);
  if (r > 200 && g < 60 && b < 60) return 'red';
  return r > 235 && g > 235 && b > 235 ? 'white' : 'other';
}

/** A bitmap of Windows; the rows are given from the top, in the bytes of the format. */
function bmp({
  bits,
  rows,
  palette = [],
  height = rows.length,
}: {
  bits: number;
  rows: number[][];
  palette?: number[];
  height?: number;
}): Buffer {
  const width = bits >= 24 ? (rows[0]?.length ?? 0) / (bits / 8) : ((rows[0]?.length ?? 0) * 8) / bits;
  const header = Buffer.alloc(54);
  header.write('BM', 0, 'latin1');
  header.writeUInt32LE(54 + palette.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(palette.length / 4, 46);
  const lines = [...rows]
    .reverse()
    .map((row) => Buffer.concat([Buffer.from(row), Buffer.alloc((4 - (row.length % 4)) % 4)]));
  return Buffer.concat([header, Buffer.from(palette), ...lines]);
}

async function refusalOf(bytes: Uint8Array): Promise<string> {
  try {
    await decodeRaster(bytes);
  } catch (error) {
    if (error instanceof ReadingRefusal) return error.code;
    throw error;
  }
  return 'none';
}

describe('a picture is the same from', () => {
  test.each([
    ['PNG', () => from().png().toBuffer()],
    ['PNG of 16 bits', () => from().toColourspace('rgb16').png().toBuffer()],
    ['JPEG', () => from().jpeg().toBuffer()],
    ['JPEG in CMYK', () => from().toColourspace('cmyk').jpeg().toBuffer()],
    ['WebP', () => from().webp().toBuffer()],
    ['TIFF', () => from().tiff({ compression: 'lzw' }).toBuffer()],
    ['GIF', () => from().gif().toBuffer()],
    ['AVIF', () => from().avif().toBuffer()],
  ])('%s', async (_, make) => {
    const raster = await decodeRaster(await make());
    expect(raster).toMatchObject({ width: 120, height: 80 });
    expect([colourAt(raster, 10, 10), colourAt(raster, 100, 60)]).toEqual(['red', 'white']);
  });

  test('HEIC of a telephone', async () => {
    const raster = await decodeRaster(TINY_HEIC);
    expect(raster).toMatchObject({ width: 640, height: 400 });
    expect([colourAt(raster, 30, 30), colourAt(raster, 300, 300)]).toEqual(['red', 'white']);
  });

  test('a photo that was taken upright with the camera turned', async () => {
    const raster = await decodeRaster(await from().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(raster).toMatchObject({ width: 80, height: 120 });
    expect([colourAt(raster, 75, 5), colourAt(raster, 5, 110)]).toEqual(['red', 'white']);
  });

  test('a transparent picture, which lies on white', async () => {
    const clear = sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    expect(colourAt(await decodeRaster(await clear.png().toBuffer()), 5, 5)).toBe('white');
  });
});

describe('a bitmap of Windows', () => {
  const red = [0, 0, 255];
  const white = [255, 255, 255];

  test('is read with 24 bits, from its lowest row upwards', async () => {
    const raster = await decodeRaster(
      bmp({
        bits: 24,
        rows: [
          [...red, ...white],
          [...white, ...white],
        ],
      }),
    );
    expect([colourAt(raster, 0, 0), colourAt(raster, 1, 0), colourAt(raster, 0, 1)]).toEqual(['red', 'white', 'white']);
  });

  test('is read with 1, 4 and 8 bits by its palette', async () => {
    const palette = [...white, 0, ...red, 0];
    for (const [bits, row] of [
      [1, [0b01000000]],
      [4, [0x01]],
      [8, [0, 1]],
    ] as const) {
      const raster = await decodeRaster(bmp({ bits, rows: [[...row]], palette }));
      expect([colourAt(raster, 0, 0), colourAt(raster, 1, 0)]).toEqual(['white', 'red']);
    }
  });

  test('that breaks off, claims too much or is compressed is refused by name', async () => {
    const whole = bmp({ bits: 24, rows: [[...red, ...white]] });
    expect(await refusalOf(whole.subarray(0, whole.length - 4))).toBe('file_truncated');
    expect(await refusalOf(bmp({ bits: 24, rows: [Array.from({ length: 30_000 }, () => 0)], height: 20_000 }))).toBe(
      'image_too_large',
    );
    const compressed = Buffer.from(whole);
    compressed.writeUInt32LE(1, 30);
    expect(await refusalOf(compressed)).toBe('format_unknown');
  });
});

describe('a HEIC file', () => {
  test('that was cut off is refused as truncated, one that was spoilt as damaged', async () => {
    expect(await refusalOf(TINY_HEIC.subarray(0, 800))).toBe('file_truncated');
    expect(await refusalOf(TINY_HEIC.subarray(0, 300))).toBe('file_truncated');
    const spoilt = Buffer.from(TINY_HEIC);
    spoilt.fill(0xff, 40, 300);
    expect(await refusalOf(spoilt)).toBe('file_damaged');
  });

  test('is refused by the size that it declares, before anything is decoded', async () => {
    const claiming = Buffer.from(TINY_HEIC);
    const size = claiming.indexOf('ispe') + 8;
    claiming.writeUInt32BE(60_000, size);
    claiming.writeUInt32BE(60_000, size + 4);
    expect(await refusalOf(claiming)).toBe('image_too_large');
  });
});

describe('pages', () => {
  test('are those of a TIFF, never the frames of an animation', async () => {
    const second = await sharp({ create: { width: 120, height: 80, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const tiff = await sharp([png, second], { join: { animated: true } })
      .tiff()
      .toBuffer();
    const gif = await sharp([png, second], { join: { animated: true } })
      .gif()
      .toBuffer();
    expect(await countPages(tiff)).toBe(2);
    expect(await countPages(gif)).toBe(1);
    expect(colourAt(await decodeRaster(tiff, 0), 10, 10)).toBe('red');
    expect(colourAt(await decodeRaster(tiff, 1), 10, 10)).toBe('white');
  });

  test('of a till receipt keep their width however long they are', async () => {
    const long = await sharp({ create: { width: 900, height: 4500, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await decodeRaster(long)).toMatchObject({ width: 900, height: 4500 });
  });
});
