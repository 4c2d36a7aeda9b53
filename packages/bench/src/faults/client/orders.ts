import type { ConversationId, UserId } from '@countinghouse/protocol';

/** One device of a person, in one of the client processes. */
export interface DeviceOrder {
  /** Unique in the run; stands in the text of every message that it writes. */
  name: string;
  userId: UserId;
  token: string;
  /** Makes groups, adds and removes members. */
  isKeeper: boolean;
}

export interface ClientOrders {
  /** Where journal and stores are kept; survives the process. */
  folder: string;
  baseUrls: readonly string[];
  seed: number;
  /** How often this process was started before. */
  generation: number;
  devices: readonly DeviceOrder[];
  people: readonly UserId[];
}

export type ToClient =
  | { kind: 'orders'; orders: ClientOrders }
  /** Post a file of this size now. */
  | { kind: 'upload'; sizeBytes: number }
  /** No more actions. */
  | { kind: 'rest' }
  /** Everything that the devices hold, into this file. */
  | { kind: 'report'; file: string };

export type FromClient =
  | { kind: 'ready' }
  | { kind: 'working' }
  | { kind: 'rested'; unsent: number; offline: number }
  | { kind: 'reported' }
  | { kind: 'failed'; message: string };

export interface DeviceReport {
  name: string;
  userId: UserId;
  rows: readonly ReportedRow[];
  inbox: Record<string, number>;
  conversations: readonly { conversationId: ConversationId; entries: readonly string[]; members: readonly string[] }[];
  unsent: readonly string[];
  counts: Record<string, number>;
}

/** A row of the conversation list as far as devices and server must agree. */
export interface ReportedRow {
  conversationId: ConversationId;
  title: string;
  headSeq: number;
  messageCount: number;
  readSeq: number;
  unread: number;
  memberCount: number;
  role: string;
  draft: string | null;
  lastSeq: number;
}
