import { type ContentSource, readRange } from '../content-source.ts';
import { durationFact, imageFact, type MediaFacts } from './pixels.ts';

/** A film of hours has an index of some megabytes. */
const indexBytesMax = 16 * 1024 * 1024;
/** Boxes at the top: a dozen in a usual file; a fragmented one has its index among the first. */
const topBoxesMax = 64;
const tracksMax = 32;

interface Box {
  type: string;
  body: Buffer;
}

/** MP4, M4A and QuickTime (ISO/IEC 14496-12): the index `moov` stands before or behind the pictures and the sound. */
export async function readIsoMedia(source: ContentSource): Promise<MediaFacts> {
  let at = 0;
  for (let count = 0; count < topBoxesMax && at + 8 <= source.sizeBytes; count++) {
    const head = await readRange(source, at, 16);
    const { type, headBytes, sizeBytes } = boxHead(head, source.sizeBytes - at);
    if (sizeBytes < headBytes) return {};
    if (type === 'moov') {
      if (sizeBytes > indexBytesMax) return {};
      return readIndex(await readRange(source, at + headBytes, sizeBytes - headBytes));
    }
    at += sizeBytes;
  }
  return {};
}

/** A size of 1 means that 64 bits follow, a size of 0 that the box fills the rest. */
function boxHead(head: Buffer, restBytes: number): { type: string; headBytes: number; sizeBytes: number } {
  if (head.length < 8) return { type: '', headBytes: 8, sizeBytes: 0 };
  const type = head.toString('latin1', 4, 8);
  const short = head.readUInt32BE(0);
  if (short === 0) return { type, headBytes: 8, sizeBytes: restBytes };
  if (short !== 1) return { type, headBytes: 8, sizeBytes: short };
  return { type, headBytes: 16, sizeBytes: head.length < 16 ? 0 : Number(head.readBigUInt64BE(8)) };
}

function* boxesOf(body: Buffer): Generator<Box> {
  let at = 0;
  while (at + 8 <= body.length) {
    const { type, headBytes, sizeBytes } = boxHead(body.subarray(at, at + 16), body.length - at);
    if (sizeBytes < headBytes) return;
    yield { type, body: body.subarray(at + headBytes, at + sizeBytes) };
    at += sizeBytes;
  }
}

const childOf = (body: Buffer, type: string): Buffer | undefined => {
  for (const box of boxesOf(body)) if (box.type === type) return box.body;
  return undefined;
};

function readIndex(index: Buffer): MediaFacts {
  const kinds = new Set<string>();
  const facts: MediaFacts = {};
  let tracks = 0;
  for (const box of boxesOf(index)) {
    if (box.type === 'mvhd') Object.assign(facts, durationOf(box.body));
    if (box.type !== 'trak' || ++tracks > tracksMax) continue;
    const media = childOf(box.body, 'mdia');
    const kind = media && childOf(media, 'hdlr')?.toString('latin1', 8, 12);
    if (kind) kinds.add(kind);
    if (kind === 'vide') Object.assign(facts, sizeOf(childOf(box.body, 'tkhd')));
  }
  if (kinds.has('soun') && !kinds.has('vide')) facts.mediaType = 'audio/mp4';
  return facts;
}

/** Version 1 of a header has 64 bits for times. */
function durationOf(header: Buffer): MediaFacts {
  const isLong = header[0] === 1;
  if (header.length < (isLong ? 32 : 20)) return {};
  const unitsPerSecond = header.readUInt32BE(isLong ? 20 : 12);
  const units = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  // All ones stand for a length that was not known.
  if (unitsPerSecond === 0 || (!isLong && units === 0xffffffff)) return {};
  return durationFact((units / unitsPerSecond) * 1000);
}

/** The header of a track ends in a matrix of nine numbers and in width and height, 16.16 bits each. */
function sizeOf(header: Buffer | undefined): MediaFacts {
  if (!header || header.length < 48) return {};
  const width = header.readUInt32BE(header.length - 8) / 65536;
  const height = header.readUInt32BE(header.length - 4) / 65536;
  const isTurned = header.readInt32BE(header.length - 44) === 0 && header.readInt32BE(header.length - 40) !== 0;
  return isTurned ? imageFact(Math.round(height), Math.round(width)) : imageFact(Math.round(width), Math.round(height));
}
