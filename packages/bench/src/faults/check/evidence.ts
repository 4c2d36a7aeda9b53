import type { ConversationEvent, ConversationId } from '@countinghouse/protocol';
import type { JournalLine } from '../client/journal.ts';
import type { DeviceReport, ReportedRow } from '../client/orders.ts';

/** What the server says, read anew after the run. */
export interface ServerTruth {
  /** The whole log of each conversation, as a member reads it. */
  histories: ReadonlyMap<ConversationId, readonly ConversationEvent[]>;
  /** By person. */
  people: ReadonlyMap<string, PersonTruth>;
  /** Messages whose files cannot be read back as they were sent: `conversationId seq`. */
  damagedFiles: readonly string[];
}

export interface PersonTruth {
  rows: readonly ReportedRow[];
  inbox: Record<string, number>;
  members: ReadonlyMap<ConversationId, readonly string[]>;
}

export interface DeviceEvidence {
  name: string;
  userId: string;
  journal: readonly JournalLine[];
  report: DeviceReport | undefined;
}

export interface Finding {
  kind: 'lost' | 'duplicated' | 'reordered' | 'diverged';
  text: string;
}
