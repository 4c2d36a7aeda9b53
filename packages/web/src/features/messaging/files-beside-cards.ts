import type { FileRef } from '@countinghouse/protocol';
import type { TimelineMessage } from '@countinghouse/sdk';

/** The files that no card of the message stands for; a card names its file as `data.file.fileId`. */
export function filesBesideCards(message: Pick<TimelineMessage, 'files' | 'cards'>): readonly FileRef[] {
  const shown = new Set<unknown>();
  for (const { card } of message.cards) {
    for (const element of card.body) {
      const file = 'data' in element ? element.data.file : undefined;
      if (typeof file === 'object' && file !== null && 'fileId' in file) shown.add(file.fileId);
    }
  }
  return message.files.filter((file) => !shown.has(file.fileId));
}
