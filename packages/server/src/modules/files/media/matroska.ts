import { type ContentSource, readRange } from '../content-source.ts';
import { durationFact, imageFact, type MediaFacts } from './pixels.ts';

/** Information and tracks stand before the first cluster, within some kilobytes. */
const headBytes = 256 * 1024;
const defaultTimestampScaleNs = 1_000_000;

/** Elements of RFC 9559, their ids with the marker bit. */
const ids = {
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  cluster: 0x1f43b675,
} as const;
const trackTypes = { video: 1, audio: 2 } as const;

interface Element {
  id: number;
  body: Buffer;
}

/** WebM and Matroska. What browsers record has no length. */
export async function readMatroska(source: ContentSource, mediaType: string): Promise<MediaFacts> {
  const head = await readRange(source, 0, headBytes);
  const facts: MediaFacts = {};
  for (const top of elementsOf(head)) {
    if (top.id !== ids.segment) continue;
    for (const part of elementsOf(top.body)) {
      if (part.id === ids.cluster) break;
      if (part.id === ids.info) Object.assign(facts, durationOf(part.body));
      if (part.id === ids.tracks) Object.assign(facts, tracksOf(part.body, mediaType));
    }
  }
  return facts;
}

/** Lengths of variable width (RFC 8794, section 4); all ones mean "unknown": up to the end of what there is. */
function* elementsOf(body: Buffer): Generator<Element> {
  let at = 0;
  while (at < body.length) {
    const idBytes = Math.clz32(body[at] ?? 0) - 23;
    if (idBytes > 4 || at + idBytes >= body.length) return;
    const id = body.readUIntBE(at, idBytes);
    at += idBytes;
    const sizeBytes = Math.clz32(body[at] ?? 0) - 23;
    if (sizeBytes > 8 || at + sizeBytes > body.length) return;
    const size = sizeOf(body.subarray(at, at + sizeBytes));
    at += sizeBytes;
    const end = size === undefined ? body.length : Math.min(body.length, at + size);
    yield { id, body: body.subarray(at, end) };
    at = end;
  }
}

function sizeOf(bytes: Buffer): number | undefined {
  const [first = 0, ...rest] = bytes;
  const mask = (1 << (8 - bytes.length)) - 1;
  if ((first & mask) === mask && rest.every((byte) => byte === 0xff)) return undefined;
  return rest.reduce((size, byte) => size * 256 + byte, first & mask);
}

const numberOf = (body: Buffer): number => body.subarray(0, 6).reduce((value, byte) => value * 256 + byte, 0);

function durationOf(info: Buffer): MediaFacts {
  let scaleNs = defaultTimestampScaleNs;
  let ticks = 0;
  for (const { id, body } of elementsOf(info)) {
    if (id === ids.timestampScale) scaleNs = numberOf(body);
    if (id === ids.duration && body.length === 4) ticks = body.readFloatBE(0);
    if (id === ids.duration && body.length === 8) ticks = body.readDoubleBE(0);
  }
  return durationFact((ticks * scaleNs) / 1e6);
}

function tracksOf(tracks: Buffer, mediaType: string): MediaFacts {
  const kinds = new Set<number>();
  let image: MediaFacts = {};
  for (const entry of elementsOf(tracks)) {
    if (entry.id !== ids.trackEntry) continue;
    for (const { id, body } of elementsOf(entry.body)) {
      if (id === ids.trackType) kinds.add(numberOf(body));
      if (id === ids.video) image = videoSizeOf(body);
    }
  }
  const isSound = kinds.has(trackTypes.audio) && !kinds.has(trackTypes.video);
  return { ...image, ...(isSound && mediaType === 'video/webm' ? { mediaType: 'audio/webm' } : {}) };
}

function videoSizeOf(video: Buffer): MediaFacts {
  let width = 0;
  let height = 0;
  for (const { id, body } of elementsOf(video)) {
    if (id === ids.pixelWidth) width = numberOf(body);
    if (id === ids.pixelHeight) height = numberOf(body);
  }
  return imageFact(width, height);
}
