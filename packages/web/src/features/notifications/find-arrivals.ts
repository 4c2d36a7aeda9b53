import {
  type ConversationSummary,
  decideNotification,
  type NotificationDecision,
  type NotificationSettings,
  type UserId,
} from '@countinghouse/protocol';

/** What came in one conversation since the list was last looked at. */
export interface Arrival {
  summary: ConversationSummary;
  last: NonNullable<ConversationSummary['lastMessage']>;
  isNamed: boolean;
}

/** Older messages come with the list after a time without a line; whoever was away finds them there. */
const freshMs = 2 * 60_000;

/**
 * Rows of the list that are other objects than when it was looked at last: all at the first look, and with each message
 * one of a thousand.
 */
export class ChangedRows<Row extends { id: string }> {
  private known = new Map<string, Row>();

  /** The rows that changed or are new, and what they were before. */
  take(rows: readonly Row[]): { before: Row[]; changed: Row[] } {
    const changed = rows.filter((row) => this.known.get(row.id) !== row);
    const before = changed.flatMap((row) => this.known.get(row.id) ?? []);
    for (const row of changed) this.known.set(row.id, row);
    // One that went and comes again counts as new.
    if (this.known.size > rows.length) this.known = new Map(rows.map((row) => [row.id, row]));
    return { before, changed };
  }
}

/** The newest number of each conversation, as it was looked at. */
export type Seen = ReadonlyMap<string, number>;

export const seenOf = (rows: readonly ConversationSummary[]): Seen =>
  new Map(rows.map((row) => [row.id, row.lastMessage?.seq ?? 0]));

/** What counts as looked at where the list is seen for the first time: all that was said before the person opened it. */
export const seenBefore = (rows: readonly ConversationSummary[], openedAt: Date): Seen =>
  new Map(
    rows.map(({ id, lastMessage }) => {
      if (!lastMessage) return [id, 0];
      return [id, Date.parse(lastMessage.at) < openedAt.getTime() ? lastMessage.seq : lastMessage.seq - 1];
    }),
  );

/** Conversations whose newest message is new and fresh. A conversation that was not on the list before counts from nothing. */
export function findArrivals(before: Seen, rows: readonly ConversationSummary[], now: Date): Arrival[] {
  return rows.flatMap((summary) => {
    const last = summary.lastMessage;
    const known = before.get(summary.id) ?? 0;
    if (!last || last.seq <= known || now.getTime() - Date.parse(last.at) > freshMs) return [];
    return [{ summary, last, isNamed: summary.mentionSeqs.some((seq) => seq > known) }];
  });
}

/** Conversations that were read further than before, by whichever device. */
export function findRead(
  before: ReadonlyMap<string, number>,
  rows: readonly ConversationSummary[],
): { conversationId: string; seq: number }[] {
  return rows.flatMap(({ id, cursor }) =>
    cursor.seq > (before.get(id) ?? cursor.seq) ? [{ conversationId: id, seq: cursor.seq }] : [],
  );
}

/** The list holds the first words of a message, so that a word further on is found by push and mail only. */
export const decideArrival = (
  { summary, last, isNamed }: Arrival,
  context: { userId: UserId; settings: NotificationSettings; now: Date; isOnScreen: boolean },
): NotificationDecision =>
  decideNotification(
    { actorId: last.actorId, text: last.preview, isNamed },
    {
      ...context,
      conversation: { kind: summary.kind, memberCount: summary.memberCount, notify: summary.mine.notify },
      hasRead: summary.cursor.seq >= last.seq,
    },
  );
