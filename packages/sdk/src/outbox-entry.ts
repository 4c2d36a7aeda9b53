import type { ClientId, ConversationId, FileId, UserId } from '@countinghouse/protocol';
import type { OutgoingMessage } from './types.ts';

/** What a message has beside text, mentions and files; each part is there where it was written. */
export type OutgoingParts = Pick<
  OutgoingMessage,
  'mentionGroups' | 'replyTo' | 'threadSeq' | 'forward' | 'voice' | 'poll'
>;

/** A message that is not on the server yet, with its files. */
export interface OutboxEntry extends OutgoingParts {
  clientId: ClientId;
  conversationId: ConversationId;
  /** The person who wrote it; nobody else's session ever sends it. */
  userId: UserId;
  /** Position among the messages of this client. */
  order: number;
  at: string;
  text: string;
  mentions: readonly UserId[];
  files: readonly OutboxFile[];
  /** Name of the refusal, once the server said no. */
  refusal?: string;
}

export interface OutboxFile {
  name: string;
  sizeBytes: number;
  content: Blob | Uint8Array;
  /** Where the upload goes on after an interruption. */
  uploadUrl?: string;
  /** Set when the upload is complete. */
  fileId?: FileId;
}
