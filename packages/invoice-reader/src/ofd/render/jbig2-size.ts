/** Segment types that paint a region whose size stands at the start of their data (ITU-T T.88, 7.3 and 7.4.1). */
const REGIONS: ReadonlySet<number> = new Set([4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43]);
const PAGE_INFORMATION = 48;
const SEGMENTS_MAX = 200;
const UNKNOWN_LENGTH = 0xffffffff;

/**
 * Pixels that decoding the segments would paint: the page and every region on it. Infinity where the segments cannot be
 * followed, for a decoder that does not stop at such a place may paint anything.
 */
export function paintedPixels(segments: Uint8Array): number {
  const view = new DataView(segments.buffer, segments.byteOffset, segments.length);
  let pixels = 0;
  let at = 0;
  try {
    for (let count = 0; at < segments.length; count++) {
      if (count >= SEGMENTS_MAX) return Number.POSITIVE_INFINITY;
      const { type, dataAt, length } = segmentAt(view, at);
      if (type === PAGE_INFORMATION || REGIONS.has(type)) {
        pixels += view.getUint32(dataAt) * view.getUint32(dataAt + 4);
      }
      // Only the last segment may leave its length open.
      at = length === UNKNOWN_LENGTH ? segments.length : dataAt + length;
    }
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
  return pixels;
}

/** T.88, 7.2: number, flags, referred segments, page, length. */
function segmentAt(view: DataView, at: number): { type: number; dataAt: number; length: number } {
  const number = view.getUint32(at);
  const flags = view.getUint8(at + 4);
  const short = view.getUint8(at + 5) >> 5;
  const isLong = short === 7;
  const references = isLong ? view.getUint32(at + 5) & 0x1fffffff : short;
  const retentionBytes = isLong ? 4 + Math.ceil((references + 1) / 8) : 1;
  const referenceBytes = number <= 256 ? 1 : number <= 65_536 ? 2 : 4;
  const pageAt = at + 5 + retentionBytes + references * referenceBytes;
  const lengthAt = pageAt + ((flags & 0x40) !== 0 ? 4 : 1);
  return { type: flags & 0x3f, dataAt: lengthAt + 4, length: view.getUint32(lengthAt) };
}
