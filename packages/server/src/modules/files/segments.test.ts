import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSegments, sealedRange, sealSegments, segmentBytes } from './segments.ts';

async function* piecesOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const contentOf = (plain: Buffer) => ({ sha256: 'a1', sizeBytes: plain.length, key: Buffer.alloc(32, 7) });

test('any range of sealed content opens to the same range of the plaintext', async () => {
  const plain = randomBytes(segmentBytes * 3 + 1234);
  const content = contentOf(plain);
  const sealed = await collect(sealSegments(content, piecesOf(plain, 10_007)));
  const position = fc.integer({ min: 0, max: plain.length - 1 });
  await fc.assert(
    fc.asyncProperty(position, position, async (a, b) => {
      const range = { start: Math.min(a, b), end: Math.max(a, b) };
      const outer = sealedRange(plain.length, range);
      const opened = await collect(
        openSegments(content, piecesOf(sealed.subarray(outer.start, outer.end + 1), 9_973), range),
      );
      expect(opened.equals(plain.subarray(range.start, range.end + 1))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('content whose segments were swapped or changed does not open', async () => {
  const plain = randomBytes(segmentBytes * 2);
  const content = contentOf(plain);
  const sealed = await collect(sealSegments(content, piecesOf(plain, 4096)));
  const half = sealed.length / 2;
  const swapped = Buffer.concat([sealed.subarray(half), sealed.subarray(0, half)]);
  const whole = { start: 0, end: plain.length - 1 };
  await expect(collect(openSegments(content, piecesOf(swapped, 4096), whole))).rejects.toThrow();
  const changed = Buffer.from(sealed);
  changed[100] = (changed[100] ?? 0) ^ 1;
  await expect(collect(openSegments(content, piecesOf(changed, 4096), whole))).rejects.toThrow();
});
