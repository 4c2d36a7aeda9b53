/** Content that can be read again and in parts; `end` is the last byte. */
export interface ContentSource {
  sizeBytes: number;
  /** SHA-256, hexadecimal, where it is known already. */
  sha256?: string | undefined;
  read(range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
}

export const sourceOf = (bytes: Uint8Array): ContentSource => ({
  sizeBytes: bytes.length,
  read: async function* (range) {
    yield range ? bytes.subarray(range.start, range.end + 1) : bytes;
  },
});

/** The bytes of a range, cut at the end of the content. */
export async function readRange(source: ContentSource, start: number, length: number): Promise<Buffer> {
  const end = Math.min(start + length, source.sizeBytes) - 1;
  if (start < 0 || end < start) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.read({ start, end })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
