import type { UserId } from '@countinghouse/protocol';
import type { TimelineEntry, TimelineMessage } from '@countinghouse/sdk';

type Notice = Extract<TimelineEntry, { kind: 'notice' }>;

export type TimelineRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'unread'; key: string }
  /** `userIds`: whom it is about; several where one person added several in a row. */
  | { kind: 'notice'; key: string; notice: Notice['event']; userIds: UserId[] }
  | {
      kind: 'message';
      key: string;
      message: TimelineMessage;
      /** Follows another of the same person shortly: name and picture are left out. */
      isContinued: boolean;
      /** Nobody else and nothing else comes between this one and the next of the person. */
      isLastOfRun: boolean;
    };

const runPauseMsMax = 5 * 60_000;

interface FoldInput {
  entries: readonly TimelineEntry[];
  /** What was unread when the conversation was opened; what comes in while it is read gets no divider. */
  unread: { afterSeq: number; upToSeq: number };
  /** There is more above what is loaded. */
  hasOlder: boolean;
  meId: string;
}

/** What stands in the timeline, in order: day dividers, one divider before the first unread message, messages, notices. */
export function foldTimeline({ entries, unread, hasOlder, meId }: FoldInput): TimelineRow[] {
  const rows: TimelineRow[] = [];
  let day = '';
  // Somebody new to a conversation has read nothing; a divider at its very beginning says nothing.
  let isDivided = unread.afterSeq === 0 || (hasOlder && !beginsWithin(entries, unread.afterSeq + 1));
  for (const entry of entries) {
    const at = entry.kind === 'message' ? entry.message.at : entry.event.at;
    const ownDay = new Date(at).toDateString();
    if (ownDay !== day) {
      day = ownDay;
      rows.push({ kind: 'day', key: `day ${ownDay}`, at });
    }
    if (entry.kind === 'notice') {
      appendNotice(rows, entry);
      continue;
    }
    const { message } = entry;
    const wasUnread = message.seq > unread.afterSeq && message.seq <= unread.upToSeq;
    if (!isDivided && wasUnread && message.actorId !== meId) {
      isDivided = true;
      rows.push({ kind: 'unread', key: 'unread' });
    }
    appendMessage(rows, entry.key, message);
  }
  return rows;
}

/** Whether what is loaded reaches back to this number: above it there may be more that is unread. */
function beginsWithin([first]: readonly TimelineEntry[], seq: number): boolean {
  if (!first) return false;
  return (first.kind === 'message' ? first.message.seq : first.event.seq) <= seq;
}

function appendNotice(rows: TimelineRow[], { key, event }: Notice): void {
  const before = rows.at(-1);
  const userIds = 'userId' in event ? [event.userId] : [];
  if (before?.kind === 'notice' && isSameAdding(before.notice, event)) before.userIds.push(...userIds);
  else rows.push({ kind: 'notice', key, notice: event, userIds });
}

function isSameAdding(before: Notice['event'], event: Notice['event']): boolean {
  return (
    before.kind === 'member.joined' &&
    event.kind === 'member.joined' &&
    before.actorId === event.actorId &&
    before.userId !== before.actorId &&
    event.userId !== event.actorId
  );
}

function appendMessage(rows: TimelineRow[], key: string, message: TimelineMessage): void {
  const before = rows.at(-1);
  const isContinued = before?.kind === 'message' && continues(before.message, message);
  if (isContinued) before.isLastOfRun = false;
  rows.push({ kind: 'message', key, message, isContinued, isLastOfRun: true });
}

function continues(before: TimelineMessage, message: TimelineMessage): boolean {
  return (
    before.actorId === message.actorId &&
    before.threadSeq === message.threadSeq &&
    before.cards.length === 0 &&
    !before.recalled &&
    !message.recalled &&
    Date.parse(message.at) - Date.parse(before.at) < runPauseMsMax
  );
}

export interface Anchor {
  key: string;
  index: number;
}

const anchorIndexStart = 1_000_000;

/**
 * Keeps the place while older messages come in above: the virtual list numbers rows from `firstIndex`, and a message
 * that was seen before keeps its number.
 */
export function anchorRows(
  rows: readonly TimelineRow[],
  anchor: Anchor | null,
): { firstIndex: number; anchor: Anchor | null } {
  const place = anchor ? rows.findIndex((row) => row.key === anchor.key) : -1;
  if (anchor && place >= 0) return { firstIndex: anchor.index - place, anchor };
  const first = rows.findIndex((row) => row.kind === 'message' && row.message.seq > 0);
  const found = rows[first];
  if (!found) return { firstIndex: anchorIndexStart, anchor: null };
  return { firstIndex: anchorIndexStart, anchor: { key: found.key, index: anchorIndexStart + first } };
}
