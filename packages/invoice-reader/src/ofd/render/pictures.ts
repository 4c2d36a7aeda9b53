import type { Metadata, Sharp } from 'sharp';
import { limits } from '../../limits.ts';
import { ReadingRefusal } from '../../refusal.ts';
import { decodeBmp, type Pixels } from './bmp.ts';
import { JBIG2, pngOfJbig2 } from './jbig2.ts';
import type { PictureKey, SceneNode } from './scene.ts';

/** A picture in a form that every browser, librsvg and PDF know. */
export interface Picture {
  mediaType: 'image/png' | 'image/jpeg';
  bytes: Uint8Array;
  width: number;
  height: number;
}

/** Pictures of a scene; `get` gives null for what could not be decoded. */
export interface PictureBook {
  get(key: PictureKey): Picture | null;
}

/** Decodes every picture that the nodes show, each once. */
export async function readPictures(nodes: readonly SceneNode[]): Promise<PictureBook> {
  const pictures = new Map<Uint8Array, { key: PictureKey; picture: Picture | null }[]>();
  const find = (key: PictureKey) => pictures.get(key.source)?.find((entry) => isSameKey(entry.key, key));
  for (const key of picturesIn(nodes)) {
    if (find(key)) continue;
    const entry = { key, picture: await readPicture(key) };
    pictures.set(key.source, [...(pictures.get(key.source) ?? []), entry]);
  }
  return { get: (key) => find(key)?.picture ?? null };
}

function isSameKey(a: PictureKey, b: PictureKey): boolean {
  return a.source === b.source && a.mask === b.mask && a.isInk === b.isInk;
}

function* picturesIn(nodes: readonly SceneNode[]): Generator<PictureKey> {
  for (const node of nodes) {
    if (node.kind === 'image') yield node.picture;
    else if (node.kind === 'group') yield* picturesIn(node.children);
    else if (node.kind === 'path' || node.kind === 'glyphs') {
      for (const paint of [node.fill, node.stroke?.paint]) if (paint?.kind === 'tile') yield* picturesIn(paint.nodes);
    }
  }
}

// A colour scan of A4 at 300 dpi is 20 MB as PNG and 2 MB as JPEG, which no eye tells apart at this quality.
const PNG_BYTES_MAX = 4 * 1024 * 1024;
const JPEG_QUALITY = 92;
// Drawings have no pixels of their own.
const SVG_DPI = 300;

async function readPicture(key: PictureKey): Promise<Picture | null> {
  try {
    const image = await decode(key.source);
    if (!image) return null;
    const { width, height } = image;
    if (key.mask) return toPng(masked(await pixelsOf(image.sharp), await greyOf(key.mask, { width, height })));
    if (key.isInk && !image.hasAlpha) return toPng(asInk(await pixelsOf(image.sharp)));
    const picture = image.original ?? { mediaType: 'image/png', bytes: await image.sharp.png().toBuffer() };
    const isHeavy = picture.mediaType === 'image/png' && picture.bytes.length > PNG_BYTES_MAX && !image.hasAlpha;
    if (!isHeavy) return { ...picture, width, height };
    const bytes = await image.sharp.clone().flatten({ background: '#fff' }).jpeg({ quality: JPEG_QUALITY }).toBuffer();
    return { mediaType: 'image/jpeg', bytes, width, height };
  } catch (error) {
    // A damaged picture leaves its frame empty; too large a one is refused with the whole page.
    if (error instanceof ReadingRefusal && error.code === 'image_too_large') throw error;
    return null;
  }
}

interface DecodedImage {
  sharp: Sharp;
  width: number;
  height: number;
  hasAlpha: boolean;
  /** The file as it is, when it can be shown so. */
  original: Pick<Picture, 'mediaType' | 'bytes'> | null;
}

function headOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex');
}

async function decode(bytes: Uint8Array): Promise<DecodedImage | null> {
  const { default: sharp } = await import('sharp');
  const head = headOf(bytes);
  if (head.startsWith('424d')) {
    const pixels = decodeBmp(bytes, limits.imagePixelsMax);
    return pixels && fromPixels(sharp, pixels);
  }
  const source = head === JBIG2 ? await pngOfJbig2(bytes) : bytes;
  if (!source) return null;
  const image = sharp(source, { limitInputPixels: limits.imagePixelsMax, density: SVG_DPI });
  const metadata = await image.metadata();
  if (metadata.width * metadata.height > limits.imagePixelsMax) {
    throw new ReadingRefusal('image_too_large', 'A picture of the page has too many pixels.');
  }
  const hasAlpha = metadata.hasAlpha && !(await image.clone().stats()).isOpaque;
  return {
    sharp: image,
    width: metadata.width,
    height: metadata.height,
    hasAlpha,
    original: originalOf(source, metadata),
  };
}

/** Four inks, 16 bits and turned photographs are not shown alike everywhere. */
function originalOf(bytes: Uint8Array, metadata: Metadata): DecodedImage['original'] {
  const isPlain = metadata.space === 'srgb' || metadata.space === 'b-w';
  if (!isPlain || metadata.depth !== 'uchar' || (metadata.orientation ?? 1) !== 1) return null;
  if (metadata.format === 'png') return { mediaType: 'image/png', bytes };
  return metadata.format === 'jpeg' ? { mediaType: 'image/jpeg', bytes } : null;
}

type SharpFactory = typeof import('sharp').default;

function fromPixels(sharp: SharpFactory, { data, width, height }: Pixels): DecodedImage {
  let hasAlpha = false;
  for (let at = 3; at < data.length && !hasAlpha; at += 4) hasAlpha = data[at] !== 255;
  return { sharp: sharp(data, { raw: { width, height, channels: 4 } }), width, height, hasAlpha, original: null };
}

async function pixelsOf(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .clone()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function toPng({ data, width, height }: Pixels): Promise<Picture> {
  const { default: sharp } = await import('sharp');
  const bytes = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
  return { mediaType: 'image/png', bytes, width, height };
}

/** Brightness of a mask at the size of its picture; a mask that cannot be read hides nothing. */
async function greyOf(mask: Uint8Array, { width, height }: { width: number; height: number }): Promise<Uint8Array> {
  const decoded = await decode(mask);
  if (!decoded) return new Uint8Array(width * height).fill(255);
  return decoded.sharp
    .clone()
    .flatten({ background: '#000' })
    .resize(width, height, { fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer();
}

/** White of the mask shows the picture, black hides it. */
function masked({ data, width, height }: Pixels, grey: Uint8Array): Pixels {
  const shown = Uint8Array.from(data);
  for (let pixel = 0; pixel < width * height; pixel++) {
    shown[4 * pixel + 3] = Math.round(((data[4 * pixel + 3] ?? 0) * (grey[pixel] ?? 255)) / 255);
  }
  return { data: shown, width, height };
}

/** As if printed with ink: the same colours on white paper, and white is no colour. */
export function asInk({ data, width, height }: Pixels): Pixels {
  const ink = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    const cover = 255 - Math.min(red, green, blue);
    const through = (channel: number) => (cover === 0 ? 255 : Math.round(((channel - 255 + cover) * 255) / cover));
    ink.set([through(red), through(green), through(blue), cover], at);
  }
  return { data: ink, width, height };
}
