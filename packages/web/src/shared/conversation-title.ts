import type { ConversationSummary } from '@countinghouse/protocol';
import { useCallback, useMemo } from 'react';
import { type Directory, useDirectory, useMessenger, useSelected } from './messenger.tsx';

/** A direct conversation is called by the other side's name, in the reader's language. */
export function conversationTitle(summary: ConversationSummary, directory: Directory): string {
  const peer = directory.person(summary.peerId);
  return peer ? directory.nameOf(peer.name) : summary.title || '…';
}

/** Titles of the caller's conversations by id; undefined for what is not in their list. */
export function useConversationTitles(): (id: string) => string | undefined {
  const directory = useDirectory();
  const { list } = useMessenger();
  const all = useSelected(list, (state) => state.conversations);
  const byId = useMemo(() => new Map<string, ConversationSummary>(all.map((each) => [each.id, each])), [all]);
  return useCallback(
    (id) => {
      const found = byId.get(id);
      return found && conversationTitle(found, directory);
    },
    [byId, directory],
  );
}
