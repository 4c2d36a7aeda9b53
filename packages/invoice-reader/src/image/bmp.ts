import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';

/** Windows bitmaps: scanners and screen clips of old programs. Rows are stored from the bottom, each padded to four bytes. */
export interface BmpPixels {
  width: number;
  height: number;
  rgb: Uint8Array;
}

interface Header {
  width: number;
  height: number;
  isTopDown: boolean;
  bits: number;
  pixelsAt: number;
  paletteAt: number;
  colours: number;
  rowBytes: number;
}

const FILE_HEADER = 14;

/** BITMAPINFOHEADER and its successors begin with the same 40 bytes. */
const INFO_HEADER_MIN = 40;

/** The values of the field "compression" that mean plain pixels: none, and none with the usual masks. */
const PLAIN = new Set([0, 3]);

export function isBmp(bytes: Uint8Array): boolean {
  return bytes[0] === 0x42 && bytes[1] === 0x4d && bytes.length > FILE_HEADER + 4;
}

/** Decodes uncompressed bitmaps of 1, 4, 8, 24 and 32 bits; the size is checked before memory is taken. */
export function decodeBmp(bytes: Uint8Array): BmpPixels {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const header = readHeader(buffer);
  const { width, height, bits, rowBytes, pixelsAt } = header;
  if (pixelsAt + rowBytes * height > buffer.length) {
    throw new ReadingRefusal('file_truncated', 'The image breaks off before its end.');
  }
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = pixelsAt + rowBytes * (header.isTopDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const to = (y * width + x) * 3;
      const from = bits >= 24 ? row + (x * bits) / 8 : paletteEntry(buffer, { header, row, x });
      rgb[to] = buffer[from + 2] ?? 0;
      rgb[to + 1] = buffer[from + 1] ?? 0;
      rgb[to + 2] = buffer[from] ?? 0;
    }
  }
  return { width, height, rgb };
}

function paletteEntry(buffer: Buffer, { header, row, x }: { header: Header; row: number; x: number }): number {
  const { bits } = header;
  const perByte = 8 / bits;
  const byte = buffer[row + Math.floor(x / perByte)] ?? 0;
  const index = (byte >> (8 - bits * ((x % perByte) + 1))) & ((1 << bits) - 1);
  return header.paletteAt + 4 * Math.min(index, Math.max(0, header.colours - 1));
}

function readHeader(buffer: Buffer): Header {
  const size = buffer.length >= FILE_HEADER + 4 ? buffer.readUInt32LE(FILE_HEADER) : 0;
  if (size < INFO_HEADER_MIN || size > 1024)
    throw new ReadingRefusal('format_unknown', 'Bitmaps of this kind are not read.');
  if (buffer.length < FILE_HEADER + size)
    throw new ReadingRefusal('file_truncated', 'The image breaks off before its end.');
  const width = buffer.readInt32LE(FILE_HEADER + 4);
  const signedHeight = buffer.readInt32LE(FILE_HEADER + 8);
  const bits = buffer.readUInt16LE(FILE_HEADER + 14);
  const compression = buffer.readUInt32LE(FILE_HEADER + 16);
  const height = Math.abs(signedHeight);
  if (!PLAIN.has(compression) || ![1, 4, 8, 24, 32].includes(bits)) {
    throw new ReadingRefusal('format_unknown', 'Compressed bitmaps are not read.');
  }
  if (width <= 0 || height === 0) throw new ReadingRefusal('file_damaged', 'The image cannot be decoded.');
  if (width * height > limits.imagePixelsMax) {
    const megapixels = Math.round((width * height) / 1e6);
    throw new ReadingRefusal(
      'image_too_large',
      `The image has ${megapixels} megapixels; the limit is ${limits.imagePixelsMax / 1e6}.`,
    );
  }
  return {
    width,
    height,
    isTopDown: signedHeight < 0,
    bits,
    pixelsAt: buffer.readUInt32LE(10),
    paletteAt: FILE_HEADER + size,
    colours: buffer.readUInt32LE(FILE_HEADER + 32) || 1 << Math.min(bits, 8),
    rowBytes: Math.ceil((width * bits) / 32) * 4,
  };
}
