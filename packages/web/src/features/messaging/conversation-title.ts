import type { ConversationSummary } from '@countinghouse/protocol';
import type { Directory } from '../../shared/messenger.tsx';

/** A direct conversation is called by the other side's name, in the reader's language. */
export function conversationTitle(summary: ConversationSummary, directory: Directory): string {
  const peer = directory.person(summary.peerId);
  return peer ? directory.nameOf(peer.name) : summary.title || '…';
}
