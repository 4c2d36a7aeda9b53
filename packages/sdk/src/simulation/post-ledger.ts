import type { ClientId, ConversationId, UserId } from '@countinghouse/protocol';

/** What became known of one message that somebody wrote, from writing it on. */
export interface PostRecord {
  clientId: ClientId;
  userId: UserId;
  conversationId: ConversationId;
  deviceName: string;
  windowName: string;
  /** Position among all messages of the run. */
  order: number;
  /** Unlike that of every other message. */
  text: string;
  /** By whoever wrote it; a request may have been under way. */
  discardedAtMs: number | undefined;
  /** The person asked for another attempt, so that its place among the others is open. */
  isRetried: boolean;
}

/** Everything that was written by hand in a run; what the logs must hold in the end. */
export class PostLedger {
  readonly records = new Map<ClientId, PostRecord>();

  add(record: Omit<PostRecord, 'order' | 'discardedAtMs' | 'isRetried'>): void {
    this.records.set(record.clientId, {
      ...record,
      order: this.records.size,
      discardedAtMs: undefined,
      isRetried: false,
    });
  }

  find(clientId: ClientId): PostRecord | undefined {
    return this.records.get(clientId);
  }
}

/** Where the client keeps a message that is not sent. */
export const outboxKeyOf = ({ userId, clientId }: PostRecord): string => `outbox/${userId}/${clientId}`;
