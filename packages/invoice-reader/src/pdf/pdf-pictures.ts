import sharp from 'sharp';
import { brightness, type GreyRaster, hasCodeShape } from '../image/grey-raster.ts';
import type { PdfObject, PdfPart } from './pdf-signature-file.ts';
import { bytesOfString, entryOf, nameAt, numberAt, type PdfValue } from './pdf-signature-objects.ts';
import { decodeStream } from './pdf-stream.ts';

/** A PDF of several invoices has one code on each; files with more pictures than this are not searched further. */
const PICTURES_MAX = 24;

/**
 * Pictures of a PDF that have the shape of a QR code, taken from its bytes without laying out a page: that costs some
 * milliseconds where the drawing list costs a hundred. Whether a picture is drawn anywhere is not known here. JPEG and
 * Flate are decoded, in grey, RGB, CMYK and palettes; other kinds are left out.
 */
export async function pictureObjects(part: PdfPart): Promise<GreyRaster[]> {
  const latest = new Map(part.objects.map((object) => [object.number, object]));
  const pictures: GreyRaster[] = [];
  for (const object of latest.values()) {
    if (nameAt(object.value, 'Subtype') !== 'Image' || !object.stream) continue;
    const [width, height] = [numberAt(object.value, 'Width') ?? 0, numberAt(object.value, 'Height') ?? 0];
    if (!hasCodeShape(width, height)) continue;
    const picture = await decode({ object, width, height, latest });
    if (picture) pictures.push(picture);
    if (pictures.length >= PICTURES_MAX) return pictures;
  }
  return pictures;
}

interface PictureObject {
  object: PdfObject;
  width: number;
  height: number;
  latest: ReadonlyMap<number, PdfObject>;
}

async function decode(picture: PictureObject): Promise<GreyRaster | null> {
  const { object, width, height } = picture;
  if (!object.stream) return null;
  const bytesMax = 8 * width * height + 4096;
  const data = decodeStream(object.value, object.stream, { bytesMax, resolve: resolverOf(picture) });
  if (data?.rest === 'DCTDecode') return decodeJpeg(data.bytes, { width, height });
  if (data?.rest !== '') return null;
  const pixels = width * height;
  const bits = numberAt(object.value, 'BitsPerComponent') ?? 1;
  if (bits === 1) return { width, height, grey: unpackBits(data.bytes, picture) };
  const channels = Math.floor(data.bytes.length / pixels);
  if (bits !== 8 || channels < 1) return null;
  if (channels === 1) return { width, height, grey: throughPalette(data.bytes, paletteOf(picture)) };
  const grey = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) grey[i] = channelGrey(data.bytes, i * channels, channels);
  return { width, height, grey };
}

function channelGrey(bytes: Uint8Array, at: number, channels: number): number {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (channels < 4) return channels === 3 ? brightness(first, second, third) : first;
  const key = 255 - (bytes[at + 3] ?? 0);
  return Math.round((brightness(255 - first, 255 - second, 255 - third) * key) / 255);
}

async function decodeJpeg(bytes: Uint8Array, size: { width: number; height: number }): Promise<GreyRaster | null> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: size.width * size.height })
      .greyscale()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 1) return null;
    return { width: info.width, height: info.height, grey: data };
  } catch {
    // A damaged picture is no source; the page is read without it.
    return null;
  }
}

function resolverOf({ latest }: PictureObject) {
  return (value: PdfValue | undefined) => (value?.kind === 'reference' ? latest.get(value.number)?.value : value);
}

/** Brightness by palette index; null where the colour space has none. */
function paletteOf(picture: PictureObject): Uint8Array | null {
  const { object, latest } = picture;
  const resolve = resolverOf(picture);
  const space = resolve(entryOf(object.value, 'ColorSpace'));
  const [kind, base, , table] = space?.kind === 'array' ? space.items : [];
  if (kind?.kind !== 'name' || kind.text !== 'Indexed') return null;
  const colours = paletteBytes(table, latest);
  const plainBase = resolve(base);
  const isGrey = plainBase?.kind === 'name' && /Gray$/.test(plainBase.text);
  const step = isGrey ? 1 : 3;
  if (!colours) return null;
  return Uint8Array.from({ length: Math.floor(colours.length / step) }, (_, index) =>
    channelGrey(colours, index * step, step),
  );
}

function paletteBytes(table: PdfValue | undefined, latest: ReadonlyMap<number, PdfObject>): Uint8Array | null {
  if (table?.kind === 'string') return bytesOfString(table);
  const object = table?.kind === 'reference' ? latest.get(table.number) : undefined;
  if (object?.value.kind === 'string') return bytesOfString(object.value);
  const data = object?.stream ? decodeStream(object.value, object.stream, { bytesMax: 4096 }) : null;
  return data?.rest === '' ? data.bytes : null;
}

function throughPalette(indices: Uint8Array, palette: Uint8Array | null): Uint8Array {
  return palette ? indices.map((index) => palette[index] ?? 255) : indices;
}

/** One bit a pixel: of a palette, of a mask (painted where 0) or of grey. */
function unpackBits(data: Uint8Array, picture: PictureObject): Uint8Array {
  const { width, height } = picture;
  const palette = paletteOf(picture) ?? Uint8Array.of(0, 255);
  const decode = entryOf(picture.object.value, 'Decode');
  const first = decode?.kind === 'array' ? decode.items[0] : undefined;
  const isTurned = first?.kind === 'number' && first.value === 1;
  const rowBytes = (width + 7) >> 3;
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = ((data[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
      grey[y * width + x] = palette[isTurned ? 1 - bit : bit] ?? 255;
    }
  }
  return grey;
}
