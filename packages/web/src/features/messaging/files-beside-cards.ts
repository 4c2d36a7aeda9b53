import type { FileRef } from '@countinghouse/protocol';
import type { TimelineMessage } from '@countinghouse/sdk';

type Said = Pick<TimelineMessage, 'files' | 'cards'>;
type MessageCard = Said['cards'][number];

/** What people post to be looked at or listened to, whatever a reader of papers makes of it. */
const isMedia = ({ mediaType }: Pick<FileRef, 'mediaType'>): boolean => /^(image|video|audio)\//.test(mediaType);

/** Says that a file is being looked into, or that it is nothing of its kind. */
const saysNothing = new Set<unknown>(['reading', 'not_invoice']);

function dataOf({ card }: MessageCard): Record<string, unknown>[] {
  return card.body.flatMap((element) => ('data' in element ? [element.data] : []));
}

function fileIdOf(data: Record<string, unknown>): unknown {
  const { file } = data;
  return typeof file === 'object' && file !== null && 'fileId' in file ? file.fileId : undefined;
}

/** The files that no card of the message stands for (a card names its file as `data.file.fileId`), and all media. */
export function filesBesideCards(message: Said): readonly FileRef[] {
  const shown = new Set(message.cards.flatMap(dataOf).map(fileIdOf));
  return message.files.filter((file) => isMedia(file) || !shown.has(file.fileId));
}

/** The cards without those that only say of a photo that it is no paper. */
export function cardsBesideMedia(message: Said): readonly MessageCard[] {
  const media = new Set<unknown>(message.files.filter(isMedia).map((file) => file.fileId));
  if (media.size === 0) return message.cards;
  return message.cards.filter(
    (card) => !dataOf(card).some((data) => media.has(fileIdOf(data)) && saysNothing.has(data.status)),
  );
}
