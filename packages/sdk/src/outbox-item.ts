import { type BodyOf, type conversations, postBatchMax } from '@countinghouse/protocol';
import type { OutboxEntry } from './outbox-entry.ts';
import type { TimelineMessage } from './types.ts';

export type Activity = 'waiting' | 'uploading' | 'sending';

/** A message on its way out. */
export interface OutboxItem {
  entry: OutboxEntry;
  activity: Activity;
  /** By position in `entry.files`. */
  sentBytes: number[];
  stopped: AbortController;
  faults: number;
  /** The store has it; if it is no longer there, it was sent or discarded in another window. */
  isKept: boolean;
}

export const anItem = (entry: OutboxEntry, isKept: boolean): OutboxItem => ({
  entry,
  activity: 'waiting',
  sentBytes: entry.files.map((file) => (file.fileId === undefined ? 0 : file.sizeBytes)),
  stopped: new AbortController(),
  faults: 0,
  isKept,
});

export const needsUpload = ({ entry }: OutboxItem): boolean => entry.files.some((file) => file.fileId === undefined);

/** As a view draws it. */
export const presentItem = ({ entry, activity, sentBytes }: OutboxItem): TimelineMessage => ({
  clientId: entry.clientId,
  seq: 0,
  at: entry.at,
  actorId: entry.userId,
  text: entry.text,
  mentions: entry.mentions,
  mentionGroups: entry.mentionGroups ?? [],
  files: [],
  cards: [],
  reactions: [],
  ...shownPartsOf(entry),
  state: entry.refusal === undefined ? activity : 'failed',
  uploads: entry.files.map(({ name, sizeBytes }, index) => ({ name, sizeBytes, sentBytes: sentBytes[index] ?? 0 })),
  ...(entry.refusal === undefined ? {} : { refusal: entry.refusal }),
});

/** A quote, a poll and what is forwarded are drawn before the server has them. */
function shownPartsOf({ replyTo, threadSeq, forward, voice, poll }: OutboxEntry): Partial<TimelineMessage> {
  const parts: Partial<TimelineMessage> = {};
  if (replyTo !== undefined) parts.replyTo = replyTo;
  if (threadSeq !== undefined) parts.threadSeq = threadSeq;
  if (forward) parts.forward = { isMerged: forward.isMerged, items: [...(forward.items ?? [])] };
  if (voice) parts.voice = voice;
  if (poll) parts.poll = poll;
  return parts;
}

function sentPartsOf({ mentionGroups, forward, replyTo, threadSeq, voice, poll }: OutboxEntry): Partial<OutgoingBody> {
  const parts: Partial<OutgoingBody> = {};
  if (mentionGroups) parts.mentionGroups = [...mentionGroups];
  if (replyTo !== undefined) parts.replyTo = replyTo;
  if (threadSeq !== undefined) parts.threadSeq = threadSeq;
  if (forward) {
    const { conversationId, seqs, isMerged } = forward;
    parts.forward = { conversationId, seqs: [...seqs], isMerged };
  }
  if (voice) parts.voice = voice;
  if (poll) parts.poll = poll;
  return parts;
}

export type OutgoingBody = BodyOf<typeof conversations.postMessages>['messages'][number];

export const bodyOf = ({ entry }: OutboxItem): OutgoingBody => ({
  conversationId: entry.conversationId,
  clientId: entry.clientId,
  text: entry.text,
  mentions: [...entry.mentions],
  ...sentPartsOf(entry),
  fileIds: entry.files.flatMap((file) => (file.fileId === undefined ? [] : [file.fileId])),
});

// The server takes bodies of 1 MiB. A character is counted with the three bytes that nearly all need; one that JSON
// must escape takes six, so that even a request of nothing but those stays within it.
const batchBytesMax = 384 * 1024;
const bytesPerCharacter = 3;
const bytesPerId = 45;
const bytesPerMessage = 200;
const bytesPerNumber = 20;

function sizeOf({ entry }: OutboxItem): number {
  const { text, mentions, files, forward, voice, poll } = entry;
  const characters = text.length + (poll ? JSON.stringify(poll).length : 0);
  const numbers = (forward?.seqs.length ?? 0) + (voice?.waveform.length ?? 0);
  const ids = mentions.length + files.length;
  return bytesPerMessage + characters * bytesPerCharacter + ids * bytesPerId + numbers * bytesPerNumber;
}

/**
 * What the next request carries, in the order of writing. A message whose files are not there yet, or that `isHeld`
 * names, holds up those behind it in its own conversation; `onBlocked` hears of the first of each.
 */
export function nextBatch(
  items: Iterable<OutboxItem>,
  { countMax, onBlocked }: { countMax: number; onBlocked(item: OutboxItem): void },
): OutboxItem[] {
  const batch: OutboxItem[] = [];
  const blocked = new Set<string>();
  let sizeBytes = 0;
  for (const item of items) {
    const { conversationId, refusal } = item.entry;
    if (refusal !== undefined || blocked.has(conversationId)) continue;
    if (needsUpload(item)) {
      blocked.add(conversationId);
      onBlocked(item);
      continue;
    }
    sizeBytes += sizeOf(item);
    const isFull = batch.length > 0 && sizeBytes > batchBytesMax;
    if (isFull || batch.length >= Math.min(countMax, postBatchMax)) break;
    batch.push(item);
  }
  return batch;
}
