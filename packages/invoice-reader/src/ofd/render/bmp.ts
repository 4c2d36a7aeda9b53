/** Pixels of a picture, 4 bytes each: red, green, blue, alpha; rows from the top. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array;
}

const FILE_HEADER_BYTES = 14;
const BITFIELDS = 3;

/**
 * Reads an uncompressed Windows bitmap of 1 to 32 bits, which neither browsers' drawing libraries nor ours decode
 * everywhere. Null for anything else, also for more pixels than `pixelsMax`.
 */
export function decodeBmp(bytes: Uint8Array, pixelsMax: number): Pixels | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.length < 54 || view.toString('latin1', 0, 2) !== 'BM') return null;
  const headerBytes = view.readUInt32LE(FILE_HEADER_BYTES);
  const width = view.readInt32LE(18);
  const signedHeight = view.readInt32LE(22);
  const height = Math.abs(signedHeight);
  const bits = view.readUInt16LE(28);
  const compression = view.readUInt32LE(30);
  const isKnown = headerBytes >= 40 && (compression === 0 || compression === BITFIELDS);
  if (!isKnown || width <= 0 || height === 0 || width * height > pixelsMax) return null;
  const start = view.readUInt32LE(10);
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  if (start + rowBytes * height > view.length) return null;
  const read = readerOf(view, { bits, headerBytes, compression });
  if (!read) return null;
  const data = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    // Rows stand from the bottom unless the height is negative.
    const from = start + rowBytes * (signedHeight > 0 ? height - 1 - row : row);
    for (let column = 0; column < width; column++) data.set(read(from, column), (row * width + column) * 4);
  }
  return { width, height, data: withoutEmptyAlpha(data) };
}

type Pixel = readonly [number, number, number, number];

function readerOf(
  view: Buffer,
  { bits, headerBytes, compression }: { bits: number; headerBytes: number; compression: number },
): ((row: number, column: number) => Pixel) | null {
  switch (bits) {
    case 1:
    case 4:
    case 8: {
      const palette = paletteOf(view, FILE_HEADER_BYTES + headerBytes, 2 ** bits);
      const perByte = 8 / bits;
      return (row, column) => {
        const byte = view[row + Math.floor(column / perByte)] ?? 0;
        const shift = 8 - bits * ((column % perByte) + 1);
        return palette[(byte >> shift) & (2 ** bits - 1)] ?? [0, 0, 0, 255];
      };
    }
    case 24:
      return (row, column) => {
        const at = row + 3 * column;
        return [view[at + 2] ?? 0, view[at + 1] ?? 0, view[at] ?? 0, 255];
      };
    case 16:
    case 32:
      return maskReader(view, { bits, hasMasks: compression === BITFIELDS });
    default:
      return null;
  }
}

function paletteOf(view: Buffer, start: number, size: number): Pixel[] {
  const declared = view.readUInt32LE(46);
  const count = declared > 0 && declared < size ? declared : size;
  return Array.from({ length: count }, (_, index) => {
    const at = start + 4 * index;
    return [view[at + 2] ?? 0, view[at + 1] ?? 0, view[at] ?? 0, 255] as const;
  });
}

const DEFAULT_MASKS: Readonly<Record<number, readonly number[]>> = {
  16: [0x7c00, 0x03e0, 0x001f, 0],
  32: [0xff0000, 0xff00, 0xff, 0xff000000],
};

function maskReader(view: Buffer, { bits, hasMasks }: { bits: number; hasMasks: boolean }) {
  const headerBytes = view.readUInt32LE(FILE_HEADER_BYTES);
  const at = (offset: number) => (offset + 4 <= view.length ? view.readUInt32LE(offset) : 0);
  const masks = hasMasks
    ? [at(54), at(58), at(62), headerBytes >= 56 ? at(66) : 0]
    : (DEFAULT_MASKS[bits] ?? [0, 0, 0, 0]);
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask: mask >>> 0, shift, full: mask === 0 ? 0 : (mask >>> 0) / 2 ** shift };
  });
  return (row: number, column: number): Pixel => {
    const value = bits === 16 ? view.readUInt16LE(row + 2 * column) : view.readUInt32LE(row + 4 * column);
    const [red = 0, green = 0, blue = 0, alpha = 255] = channels.map(({ mask, shift, full }, index) => {
      if (full === 0) return index === 3 ? 255 : 0;
      return Math.round((((value & mask) >>> 0) / 2 ** shift / full) * 255);
    });
    return [red, green, blue, alpha];
  };
}

/** Most programs leave the fourth byte zero without meaning that nothing is to be seen. */
function withoutEmptyAlpha(data: Uint8Array): Uint8Array {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return data;
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return data;
}
