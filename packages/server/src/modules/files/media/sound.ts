import { type ContentSource, readRange } from '../content-source.ts';
import { durationFact, type MediaFacts } from './pixels.ts';

const headBytes = 4096;
/** A page of Ogg has at most some 65 KB, so the last one begins within this. */
const tailBytes = 72 * 1024;

/** RIFF/WAVE: bytes a second in the chunk `fmt `, bytes of sound in the chunk `data`. */
export async function readWave(source: ContentSource): Promise<MediaFacts> {
  const head = await readRange(source, 0, headBytes);
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length; ) {
    const name = head.toString('latin1', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= head.length) bytesPerSecond = head.readUInt32LE(at + 16);
    if (name === 'data') {
      // Whoever records without knowing the end writes none or the greatest length.
      const soundBytes = Math.min(size === 0 ? Number.POSITIVE_INFINITY : size, source.sizeBytes - at - 8);
      return bytesPerSecond > 0 ? durationFact((soundBytes / bytesPerSecond) * 1000) : {};
    }
    at += 8 + size + (size % 2);
  }
  return {};
}

const opusRate = 48_000;

/** Ogg with Opus (RFC 7845) or Vorbis: the position that the last page names, in samples. */
export async function readOgg(source: ContentSource): Promise<MediaFacts> {
  const head = await readRange(source, 0, headBytes);
  const opus = head.indexOf('OpusHead');
  const vorbis = head.indexOf('\u0001vorbis', 0, 'latin1');
  const isOpus = opus >= 0 && opus + 12 <= head.length;
  const rate = isOpus ? opusRate : vorbis >= 0 && vorbis + 16 <= head.length ? head.readUInt32LE(vorbis + 12) : 0;
  if (rate === 0) return {};
  const skipped = isOpus ? head.readUInt16LE(opus + 10) : 0;
  const tail = await readRange(source, Math.max(0, source.sizeBytes - tailBytes), tailBytes);
  const last = tail.lastIndexOf('OggS');
  if (last < 0 || last + 14 > tail.length) return {};
  return durationFact(((Number(tail.readBigInt64LE(last + 6)) - skipped) / rate) * 1000);
}
