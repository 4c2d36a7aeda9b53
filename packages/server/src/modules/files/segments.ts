import { decrypt, encrypt } from '../../platform/secrets/key-provider.ts';

/** Content is encrypted in segments, so that a range can be read without the rest. */
export const segmentBytes = 64 * 1024;
/** Initialisation vector and tag of AES-256-GCM. */
const overheadBytes = 28;
const sealedBytes = segmentBytes + overheadBytes;

/** Binds a segment to its content, its place and the content's length: nothing can be swapped, moved or cut off. */
const contextOf = (content: ContentKey, index: number) => `${content.sha256}/${content.sizeBytes}/${index}`;

export interface ContentKey {
  sha256: string;
  sizeBytes: number;
  key: Buffer;
}

export async function* sealSegments(content: ContentKey, plaintext: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const segment of resize(plaintext, segmentBytes))
    yield encrypt(content.key, segment, contextOf(content, index++));
}

/** Sealed byte range that holds the plaintext range `start` to `end` (inclusive), and where to cut. */
export function sealedRange(sizeBytes: number, range: { start: number; end: number }) {
  const firstIndex = Math.floor(range.start / segmentBytes);
  const lastIndex = Math.floor(range.end / segmentBytes);
  const sealedSize = sizeBytes + Math.ceil(sizeBytes / segmentBytes) * overheadBytes;
  return { firstIndex, start: firstIndex * sealedBytes, end: Math.min((lastIndex + 1) * sealedBytes, sealedSize) - 1 };
}

/** Throws where a byte was changed. */
export async function* openSegments(
  content: ContentKey,
  sealed: AsyncIterable<Uint8Array>,
  range: { start: number; end: number },
): AsyncGenerator<Buffer> {
  let index = Math.floor(range.start / segmentBytes);
  for await (const segment of resize(sealed, sealedBytes)) {
    const plain = decrypt(content.key, segment, contextOf(content, index));
    const offset = index * segmentBytes;
    yield plain.subarray(Math.max(0, range.start - offset), Math.min(plain.length, range.end - offset + 1));
    index++;
  }
}

/** The same bytes in pieces of exactly `size`, the last one shorter. */
async function* resize(chunks: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length < size) continue;
    const joined = Buffer.concat(parts);
    let from = 0;
    for (; length - from >= size; from += size) yield joined.subarray(from, from + size);
    parts = [joined.subarray(from)];
    length -= from;
  }
  if (length > 0) yield Buffer.concat(parts);
}
