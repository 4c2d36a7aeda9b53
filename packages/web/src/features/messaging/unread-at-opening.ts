import { type ConversationSummary, unreadCountOf, unreadFrom } from '@countinghouse/protocol';
import type { Connection } from '@countinghouse/sdk';

export interface Unread {
  afterSeq: number;
  upToSeq: number;
  count: number;
}

type Row = Pick<ConversationSummary, 'cursor' | 'mark' | 'headSeq' | 'messageCount'>;

const unreadOf = (row: Row): Unread => ({
  afterSeq: unreadFrom(row).seq,
  upToSeq: row.headSeq,
  count: unreadCountOf(row),
});

/**
 * What was unread when the conversation was opened. A page that opens shows the list as the device has kept it; what was
 * said since belongs to what was unread as well, so that the first word of the server counts. Until then nothing is
 * marked as read: the reader's own position would stand where the divider has to.
 */
export class UnreadAtOpening {
  unread: Unread;
  private isCurrent: boolean;
  private held = 0;
  private mayMark: boolean;

  constructor(row: Row, connection: Connection) {
    this.unread = unreadOf(row);
    this.isCurrent = connection === 'live';
    this.mayMark = connection !== 'connecting';
  }

  /** Another state of the line, with the row as it is then. Gives what was seen meanwhile and is to be marked now. */
  handle(row: Row, connection: Connection): number {
    if (connection === 'live' && !this.isCurrent) {
      this.isCurrent = true;
      const now = unreadOf(row);
      // What another device has read leaves the divider where it is drawn already.
      if (now.count > 0) this.unread = now;
    }
    if (connection === 'connecting' || this.mayMark) return 0;
    this.mayMark = true;
    return this.held;
  }

  /** Whether it may be marked as read at once; else it is given back later. */
  see(seq: number): boolean {
    if (!this.mayMark) this.held = Math.max(this.held, seq);
    return this.mayMark;
  }
}
