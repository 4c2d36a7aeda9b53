import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';

/**
 * Pictures of telephones (HEIC: HEVC in a HEIF container). sharp reads HEIF only with AV1, so that libheif in WebAssembly
 * does it. The library is unmodified and loaded from its own files at run time, as its licence (LGPL-3.0) asks; without
 * them only this format is lost.
 */
interface Libheif {
  heif_context_alloc(): unknown;
  heif_context_free(context: unknown): void;
  heif_context_read_from_memory(context: unknown, bytes: Uint8Array): { code: unknown };
  heif_error_code: { heif_error_Ok: unknown };
  heif_js_context_get_list_of_top_level_image_IDs(context: unknown): unknown[] | { code: unknown };
  heif_js_context_get_image_handle(context: unknown, id: unknown): unknown;
  heif_image_handle_is_primary_image(handle: unknown): unknown;
  heif_image_handle_get_width(handle: unknown): number;
  heif_image_handle_get_height(handle: unknown): number;
  heif_js_decode_image2(handle: unknown, colours: unknown, chroma: unknown): Decoded | Promise<Decoded>;
  heif_colorspace: { heif_colorspace_RGB: unknown };
  heif_chroma: { heif_chroma_interleaved_RGBA: unknown };
  heif_channel: { heif_channel_interleaved: unknown };
}

interface Decoded {
  code?: unknown;
  channels?: { id: unknown; width: number; height: number; stride: number; data: Uint8Array }[];
}

export interface HeifPixels {
  width: number;
  height: number;
  /** Four bytes a pixel. Turns and mirrors that the file asks for are done. */
  rgba: Uint8Array;
}

const require = createRequire(import.meta.url);

/** True for HEIF files that are not AVIF. */
export function isHeic(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 64)).toString('latin1');
  return (
    head.slice(4, 8) === 'ftyp' && /hei[cxms]|hev[cxms]|mif1|msf1/.test(head.slice(8)) && !head.slice(8).includes('avi')
  );
}

/** Decodes the main picture. Sizes are checked before any pixel is. */
export async function decodeHeif(bytes: Uint8Array): Promise<HeifPixels> {
  checkDeclaredSizes(bytes);
  const heif = await freshLibrary();
  const context = heif.heif_context_alloc();
  try {
    if (heif.heif_context_read_from_memory(context, bytes).code !== heif.heif_error_code.heif_error_Ok)
      throw broken(bytes);
    const ids = heif.heif_js_context_get_list_of_top_level_image_IDs(context);
    if (!Array.isArray(ids)) throw broken(bytes);
    const handles = ids
      .map((id) => heif.heif_js_context_get_image_handle(context, id))
      .filter((handle) => !isError(handle));
    const handle = handles.find((one) => Boolean(heif.heif_image_handle_is_primary_image(one))) ?? handles[0];
    if (handle === undefined) throw broken(bytes);
    checkSize(heif.heif_image_handle_get_width(handle), heif.heif_image_handle_get_height(handle));
    return pixelsOf(await decodedBy(heif, handle), heif, bytes);
  } catch (error) {
    if (error instanceof ReadingRefusal) throw error;
    throw broken(bytes);
  } finally {
    heif.heif_context_free(context);
  }
}

/** One instance for each file: what a hostile file does to its memory, the next file does not see. */
async function freshLibrary(): Promise<Libheif> {
  const wasmBinary = await readFile(require.resolve('libheif-js/libheif-wasm/libheif.wasm'));
  const start: (options: {
    wasmBinary: Uint8Array;
    print: () => void;
    printErr: () => void;
  }) => Libheif = require('libheif-js/libheif-wasm/libheif.js');
  const silent = (): void => undefined;
  return start({ wasmBinary, print: silent, printErr: silent });
}

function decodedBy(heif: Libheif, handle: unknown): Decoded | Promise<Decoded> {
  return heif.heif_js_decode_image2(
    handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    heif.heif_chroma.heif_chroma_interleaved_RGBA,
  );
}

function pixelsOf(decoded: Decoded, heif: Libheif, bytes: Uint8Array): HeifPixels {
  const channel = decoded.channels?.find(({ id }) => id === heif.heif_channel.heif_channel_interleaved);
  if (channel === undefined) throw broken(bytes);
  const { width, height, stride, data } = channel;
  const rgba = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    rgba.set(data.subarray(row * stride, row * stride + width * 4), row * width * 4);
  }
  return { width, height, rgba };
}

function isError(handle: unknown): boolean {
  return (
    handle === null || handle === undefined || (typeof handle === 'object' && 'code' in handle && Boolean(handle.code))
  );
}

/** Every image item declares its size in an `ispe` box (ISO/IEC 23008-12): length, name, version and flags, width, height. */
function checkDeclaredSizes(bytes: Uint8Array): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = buffer.indexOf('ispe'); at >= 0 && at + 16 <= buffer.length; at = buffer.indexOf('ispe', at + 4)) {
    const isBox = at >= 4 && buffer.readUInt32BE(at - 4) === 20;
    if (isBox) checkSize(buffer.readUInt32BE(at + 8), buffer.readUInt32BE(at + 12));
  }
}

function checkSize(width: number, height: number): void {
  if (width * height <= limits.imagePixelsMax) return;
  throw new ReadingRefusal(
    'image_too_large',
    `The image has ${Math.round((width * height) / 1e6)} megapixels; the limit is ${limits.imagePixelsMax / 1e6}.`,
  );
}

/** The boxes of a whole file fill it exactly; one that reaches beyond the end was cut off. */
function broken(bytes: Uint8Array): ReadingRefusal {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  while (at + 8 <= buffer.length) {
    const size = buffer.readUInt32BE(at);
    if (size === 0 || size === 1) break;
    if (size < 8) return new ReadingRefusal('file_damaged', 'The image cannot be decoded.');
    at += size;
  }
  if (at > buffer.length) return new ReadingRefusal('file_truncated', 'The image breaks off before its end.');
  return new ReadingRefusal('file_damaged', 'The image cannot be decoded.');
}
