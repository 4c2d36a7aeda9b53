import { createHash } from 'node:crypto';
import type { ConversationId, Cursor, InboxCounts } from '@countinghouse/protocol';

/** The digest that `digestAlgorithm` of the protocol describes. */
export function syncDigest(input: {
  cursors: readonly { conversationId: ConversationId; cursor: Cursor }[];
  inbox: InboxCounts;
}): string {
  const lines = input.cursors
    .map(({ conversationId, cursor }) => `${conversationId} ${cursor.seq} ${cursor.messageCount}`)
    .sort();
  const { approvals, returned, questions, queue } = input.inbox;
  lines.push(`inbox ${approvals} ${returned} ${questions} ${queue}`);
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
