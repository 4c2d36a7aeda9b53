import { type FileRef, inlineMediaTypes, officeMediaTypes, thumbnailMediaTypes } from '@countinghouse/protocol';
import type { TimelineEntry } from '@countinghouse/sdk';
import { filesBesideCards } from '../files-beside-cards.ts';

const inlineTypes: readonly string[] = inlineMediaTypes;
const officeTypes: readonly string[] = officeMediaTypes;
const thumbnailTypes: readonly string[] = thumbnailMediaTypes;

/** How a file stands in a message. The media type was found from the bytes. */
export type ShownAs = 'image' | 'video' | 'audio' | 'pdf' | 'office' | 'ofd' | 'file';

export function shownAs({ mediaType }: Pick<FileRef, 'mediaType'>): ShownAs {
  if (mediaType.startsWith('image/')) {
    return inlineTypes.includes(mediaType) || thumbnailTypes.includes(mediaType) ? 'image' : 'file';
  }
  if (mediaType.startsWith('video/') && inlineTypes.includes(mediaType)) return 'video';
  if (mediaType.startsWith('audio/') && inlineTypes.includes(mediaType)) return 'audio';
  if (mediaType === 'application/pdf') return 'pdf';
  if (mediaType === 'application/ofd') return 'ofd';
  return officeTypes.includes(mediaType) ? 'office' : 'file';
}

/** Browsers draw it themselves; of other pictures there are only thumbnails. */
export const isInline = ({ mediaType }: Pick<FileRef, 'mediaType'>): boolean => inlineTypes.includes(mediaType);

const boxPx = { width: 320, height: 220 };
const unknownPx = { width: 220, height: 150 };

/** The room that a single picture or video takes, known before it is loaded, so that nothing moves when it comes. */
export function reservedSize(file: Pick<FileRef, 'image'>, box = boxPx): { width: number; height: number } {
  if (!file.image) return unknownPx;
  const { width, height } = file.image;
  const scale = Math.min(box.width / width, box.height / height, 1);
  // A strip of a few pixels could not be pressed.
  return { width: Math.max(40, Math.round(width * scale)), height: Math.max(40, Math.round(height * scale)) };
}

/** All pictures of what is loaded of the conversation, in order, for going from one to the next. */
export function imagesIn(entries: readonly TimelineEntry[]): FileRef[] {
  return entries.flatMap((entry) =>
    entry.kind === 'message' && !entry.message.recalled
      ? filesBesideCards(entry.message).filter((file) => shownAs(file) === 'image')
      : [],
  );
}
