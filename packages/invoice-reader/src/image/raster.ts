import sharp, { type Metadata, type Sharp } from 'sharp';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';
import { decodeBmp, isBmp } from './bmp.ts';
import { decodeHeif, isHeic } from './heif.ts';

/** Pixels of an image turned upright as its EXIF data say: three bytes (red, green, blue) a pixel, row by row. */
export interface Raster {
  width: number;
  height: number;
  rgb: Uint8Array;
}

/** Text of 12 pixels on an A4 page of this length is still readable; more pixels only cost time. */
const SIDE_MAX = 2600;

/** Long till receipts are narrow: their length may be more, so that their width is not shrunk beyond reading. */
const LONG_SIDE_MAX = 5200;
const LONG_FROM = 2;

const FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'tiff', 'gif', 'heif']);

/** Pages of a TIFF beyond this are a book rather than a scan. */
const PAGES_MAX = 20;

/** Number of pages to read: several in a TIFF only, for the frames of an animation are no pages. */
export async function countPages(bytes: Uint8Array): Promise<number> {
  const isTiff = (bytes[0] === 0x49 && bytes[1] === 0x49) || (bytes[0] === 0x4d && bytes[1] === 0x4d);
  if (!isTiff) return 1;
  try {
    const { pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return Math.min(PAGES_MAX, Math.max(1, pages));
  } catch (error) {
    throw refusalOf(error);
  }
}

/**
 * Refuses by the header alone what is too large, then decodes, turns upright, lays it on white and limits the size.
 * JPEG (also CMYK), PNG (also 16 bits), WebP, TIFF, GIF (first frame), AVIF, HEIC and BMP.
 */
export async function decodeRaster(bytes: Uint8Array, page = 0): Promise<Raster> {
  if (bytes.length === 0) throw new ReadingRefusal('file_empty', 'The file is empty.');
  if (isBmp(bytes)) {
    const { rgb, width, height } = decodeBmp(bytes);
    return finished(sharp(rgb, { raw: { width, height, channels: 3 } }), { width, height });
  }
  if (isHeic(bytes)) {
    const { rgba, width, height } = await decodeHeif(bytes);
    return finished(sharp(rgba, { raw: { width, height, channels: 4 } }), { width, height });
  }
  const size = await checkHeader(bytes, page);
  return finished(sharp(bytes, { page, limitInputPixels: limits.imagePixelsMax, failOn: 'error' }).rotate(), size);
}

async function finished(image: Sharp, size: { width: number; height: number }): Promise<Raster> {
  const isLong = Math.max(size.width, size.height) > LONG_FROM * Math.min(size.width, size.height);
  const side = isLong ? LONG_SIDE_MAX : SIDE_MAX;
  try {
    const { data, info } = await image
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, rgb: asRgb(data, info.channels) };
  } catch (error) {
    throw refusalOf(error);
  }
}

async function checkHeader(bytes: Uint8Array, page: number): Promise<{ width: number; height: number }> {
  let header: Metadata;
  try {
    // The limit is off here so that an image that is too large gets its own refusal; nothing is decoded yet.
    header = await sharp(bytes, { page, limitInputPixels: false }).metadata();
  } catch (error) {
    throw refusalOf(error);
  }
  if (!FORMATS.has(header.format ?? '')) {
    throw new ReadingRefusal('format_unknown', `Images of the format "${header.format}" are not read.`);
  }
  const pixels = (header.width ?? 0) * (header.height ?? 0);
  if (pixels > limits.imagePixelsMax) {
    throw new ReadingRefusal(
      'image_too_large',
      `The image has ${Math.round(pixels / 1e6)} megapixels; the limit is ${limits.imagePixelsMax / 1e6}.`,
    );
  }
  return { width: header.width, height: header.height };
}

function refusalOf(error: unknown): ReadingRefusal {
  const reason = error instanceof Error ? error.message : String(error);
  if (/pixel limit/i.test(reason)) {
    return new ReadingRefusal('image_too_large', `The image has more than ${limits.imagePixelsMax / 1e6} megapixels.`);
  }
  if (/premature|truncated|unexpected end|ended|not enough|read error|end of stream/i.test(reason)) {
    return new ReadingRefusal('file_truncated', 'The image breaks off before its end.');
  }
  return new ReadingRefusal('file_damaged', 'The image cannot be decoded.');
}

function asRgb(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  const pixels = data.length / channels;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * channels + (channels < 3 ? 0 : c)] ?? 0;
  }
  return rgb;
}

/** Turns the pixels by quarters, clockwise. */
export function turnRaster(raster: Raster, quarters: 0 | 1 | 2 | 3): Raster {
  if (quarters === 0) return raster;
  const { width, height, rgb } = raster;
  const sideways = quarters !== 2;
  const turned = new Uint8Array(rgb.length);
  const turnedWidth = sideways ? height : width;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [tx, ty] = turnedPoint(raster, quarters, x, y);
      const from = (y * width + x) * 3;
      const to = (ty * turnedWidth + tx) * 3;
      turned[to] = rgb[from] ?? 0;
      turned[to + 1] = rgb[from + 1] ?? 0;
      turned[to + 2] = rgb[from + 2] ?? 0;
    }
  }
  return { width: turnedWidth, height: sideways ? width : height, rgb: turned };
}

function turnedPoint(raster: Raster, quarters: 1 | 2 | 3, x: number, y: number): [number, number] {
  if (quarters === 1) return [raster.height - 1 - y, x];
  if (quarters === 2) return [raster.width - 1 - x, raster.height - 1 - y];
  return [y, raster.width - 1 - x];
}
