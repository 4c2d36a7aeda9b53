import type { PreviewReason } from '@countinghouse/protocol';
import sharp, { type Sharp } from 'sharp';
import type { Pixels } from '../media/pixels.ts';
import type { DrawnPicture } from './drawing-messages.ts';

/** Cameras of telephones reach 108 megapixels; only what is larger is left out. Decoding goes line by line where it can. */
const pixelsMax = 120_000_000;
const webpQuality = 80;
/** Never SVG or PDF, which the library could read as well. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);

/** Expected in a drawing process: the file cannot be drawn, for this reason. */
export class Undrawable extends Error {
  readonly reason: PreviewReason;

  constructor(reason: PreviewReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Size as people see it, turned as the EXIF data say; null where the header does not tell. */
export async function measurePicture(bytes: Uint8Array): Promise<Pixels | null> {
  if (isBmp(bytes)) return measureBmp(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const header = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (!header || !formats.has(header.format)) return null;
  const { width, height } = header.autoOrient;
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Upright, in the colours of screens, without any metadata; one picture for each longest side. Throws `Undrawable`. */
export async function drawPicture(
  bytes: Uint8Array,
  mediaType: string,
  sidesPx: readonly number[],
): Promise<DrawnPicture[]> {
  const picture = needsReader(mediaType) ? await readRaster(bytes) : await openPicture(bytes);
  return shrink(picture, sidesPx);
}

/** The larger ones first: each smaller picture is made from the one before. */
export async function shrink(picture: Sharp, sidesPx: readonly number[]): Promise<DrawnPicture[]> {
  const drawn = new Map<number, DrawnPicture>();
  let source = picture;
  for (const side of [...sidesPx].sort((a, b) => b - a)) {
    const { data, info } = await source
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
      .catch(damaged);
    const raw = { width: info.width, height: info.height, channels: info.channels };
    source = sharp(data, { raw });
    const webp = await source.clone().webp({ quality: webpQuality, effort: 2 }).toBuffer();
    drawn.set(side, { webp, width: info.width, height: info.height });
  }
  return sidesPx.flatMap((side) => drawn.get(side) ?? []);
}

/** Pixel limits of the library and lines that break off come as plain errors. */
function damaged(error: unknown): never {
  if (error instanceof Undrawable) throw error;
  throw new Undrawable(error instanceof Error && /pixel limit/i.test(error.message) ? 'size' : 'damaged');
}

async function openPicture(bytes: Uint8Array): Promise<Sharp> {
  const header = await sharp(bytes, { limitInputPixels: false }).metadata().catch(damaged);
  if (!formats.has(header.format)) throw new Undrawable('damaged');
  if (header.width * header.height > pixelsMax) throw new Undrawable('size');
  return sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error', sequentialRead: true }).autoOrient();
}

/** What the library does not know; the invoice reader brings decoders for it. */
const needsReader = (mediaType: string): boolean => /^image\/(bmp|hei[cf])$/.test(mediaType);

async function readRaster(bytes: Uint8Array): Promise<Sharp> {
  const { decodeRaster, ReadingRefusal } = await import('@countinghouse/invoice-reader');
  try {
    const { rgb, width, height } = await decodeRaster(bytes);
    return sharp(rgb, { raw: { width, height, channels: 3 } });
  } catch (error) {
    if (!(error instanceof ReadingRefusal)) throw error;
    throw new Undrawable(error.code === 'image_too_large' ? 'size' : 'damaged');
  }
}

const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d && bytes.length >= 26;

/** Heights below zero say that the rows run from the top. */
function measureBmp(bytes: Buffer): Pixels | null {
  const width = bytes.readInt32LE(18);
  const height = Math.abs(bytes.readInt32LE(22));
  return width > 0 && height > 0 ? { width, height } : null;
}
