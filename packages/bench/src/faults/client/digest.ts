import { createHash } from 'node:crypto';
import type { ConversationEvent } from '@countinghouse/protocol';
import type { TimelineEntry } from '@countinghouse/sdk';

/** What a message says: its text and its files, whose names carry the digest of their bytes. */
export const contentDigest = (content: { text: string; files: readonly { name: string }[] }): string =>
  createHash('sha256')
    .update([content.text, ...content.files.map((file) => file.name)].join('\n'))
    .digest('hex')
    .slice(0, 16);

/** One line per entry of a conversation, the same for a device and for history. */
export const entryLine = (entry: TimelineEntry): string =>
  entry.kind === 'message'
    ? messageLine({ ...entry.message, content: entry.message })
    : `${entry.event.seq} ${entry.event.kind}`;

export const eventLine = (event: Exclude<ConversationEvent, { kind: 'card.set' }>): string =>
  event.kind === 'message.posted' ? messageLine(event) : `${event.seq} ${event.kind}`;

function messageLine(message: {
  seq: number;
  actorId: string;
  clientId: string;
  content: { text: string; files: readonly { name: string }[] };
}): string {
  return `${message.seq} ${message.actorId} ${message.clientId} ${contentDigest(message.content)}`;
}
