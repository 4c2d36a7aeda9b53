import type { Cursor } from '@countinghouse/protocol';

/** Where the person has marked a conversation as unread, or no longer does, before the server has it. */
export interface PendingMark {
  mark: Cursor | null;
}
