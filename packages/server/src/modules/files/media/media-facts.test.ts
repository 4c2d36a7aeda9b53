import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ContentSource, sourceOf } from '../content-source.ts';
import { findFacts } from '../find-facts.ts';
import { anMp4, anOpus, aWave, aWebm } from '../testing/media-files.ts';
import { findMediaFacts } from './find-media-facts.ts';

const factsOf = (bytes: Uint8Array) => findFacts(sourceOf(bytes), async () => undefined);
const screen = { width: 1280, height: 720 };

test.each([
  [
    'MP4',
    anMp4({ durationMs: 61_500, video: screen, hasAudio: true }),
    { mediaType: 'video/mp4', durationMs: 61_500, image: screen },
  ],
  [
    'MP4 of a camera, its index at the end',
    anMp4({ durationMs: 900, video: screen, isIndexLast: true }),
    { mediaType: 'video/mp4', durationMs: 900, image: screen },
  ],
  [
    'MP4 held upright',
    anMp4({ durationMs: 900, video: { ...screen, isTurned: true } }),
    { mediaType: 'video/mp4', durationMs: 900, image: { width: 720, height: 1280 } },
  ],
  ['MP4 with sound only', anMp4({ durationMs: 3000, hasAudio: true }), { mediaType: 'audio/mp4', durationMs: 3000 }],
  ['MP4 in fragments, of unknown length', anMp4({ video: screen }), { mediaType: 'video/mp4', image: screen }],
  [
    'WebM',
    aWebm({ durationMs: 2500, video: screen, hasAudio: true }),
    { mediaType: 'video/webm', durationMs: 2500, image: screen },
  ],
  ['WebM of a voice, as browsers record it', aWebm({ hasAudio: true }), { mediaType: 'audio/webm' }],
  ['WAVE', aWave(1500), { mediaType: 'audio/wav', durationMs: 1500 }],
  ['Opus in Ogg', anOpus(4200), { mediaType: 'audio/ogg', durationMs: 4200 }],
])('%s tells its kind, its length and its size', async (_name, bytes, expected) => {
  expect(await factsOf(bytes)).toEqual(expected);
});

const samples = [
  anMp4({ durationMs: 61_500, video: screen, hasAudio: true }),
  aWebm({ durationMs: 2500, video: screen, hasAudio: true }),
  aWave(100),
  anOpus(100),
];
const readers = ['video/mp4', 'video/webm', 'audio/wav', 'audio/ogg'];

test('whatever bytes say, they are read to an end, and nothing absurd is believed', async () => {
  const spoiled = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 12 }),
      fc.option(fc.nat(600), { nil: undefined }),
    )
    .map(([sample, changes, length]) => {
      const bytes = Buffer.from(sample.subarray(0, length ?? sample.length));
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
      return bytes;
    });
  const anything = fc.oneof(spoiled, fc.uint8Array({ maxLength: 300 }).map(Buffer.from));
  await fc.assert(
    fc.asyncProperty(anything, fc.constantFrom(...readers), async (bytes, mediaType) => {
      const { image, durationMs } = await findMediaFacts(sourceOf(bytes), mediaType);
      if (image) expect(Math.min(image.width, image.height)).toBeGreaterThan(0);
      if (image) expect(Math.max(image.width, image.height)).toBeLessThanOrEqual(100_000);
      if (durationMs !== undefined) expect(Number.isSafeInteger(durationMs) && durationMs > 0).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('a film that claims boxes without end is looked at in a few places only', async () => {
  const reads: unknown[] = [];
  const bytes = Buffer.concat([anMp4({}).subarray(0, 24), Buffer.from('\0\0\0\u0008free'.repeat(10_000), 'latin1')]);
  const source = sourceOf(bytes);
  const counted: ContentSource = {
    ...source,
    read: (range) => {
      reads.push(range);
      return source.read(range);
    },
  };
  expect(await findMediaFacts(counted, 'video/mp4')).toEqual({});
  expect(reads.length).toBeLessThan(100);
});
