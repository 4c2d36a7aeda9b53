import { type ContentSource, readRange } from './content-source.ts';
import { findMediaFacts } from './media/find-media-facts.ts';
import { imageFact, type MediaFacts, type Pixels } from './media/pixels.ts';
import { findMediaType } from './media-type.ts';

/** Size of a picture by its header, from a process of its own; undefined where it does not tell. Never rejects. */
export type Measure = (bytes: Uint8Array) => Promise<Pixels | undefined>;

/** The header of these stands at their start, behind previews and colour profiles that fit in. */
const headTypes = /^image\/(png|jpeg|gif|bmp|webp)$/;
const headBytes = 2 * 1024 * 1024;
/** The directory of these may stand anywhere; larger ones are not measured. */
const wholeTypes = /^image\/(tiff|hei[cf]|avif)$/;
const wholeBytesMax = 32 * 1024 * 1024;
/** Whoever uploads does not wait longer for a number that only keeps a place on the screen. */
const measureMsMax = 10_000;

/** Type, size and length as the bytes tell them. */
export async function findFacts(source: ContentSource, measure: Measure): Promise<MediaFacts & { mediaType: string }> {
  const mediaType = await findMediaType(source);
  if (!mediaType.startsWith('image/')) return { mediaType, ...(await findMediaFacts(source, mediaType)) };
  const isWhole = wholeTypes.test(mediaType);
  if (!isWhole && !headTypes.test(mediaType)) return { mediaType };
  if (isWhole && source.sizeBytes > wholeBytesMax) return { mediaType };
  const pixels = await within(measureMsMax, measure(await readRange(source, 0, isWhole ? wholeBytesMax : headBytes)));
  return { mediaType, ...(pixels ? imageFact(pixels.width, pixels.height) : {}) };
}

async function within<Result>(timeMs: number, work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeMs);
  });
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
