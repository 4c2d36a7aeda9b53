import { type ConversationId, messages } from '@countinghouse/protocol';
import type { ConversationState, OpenConversation, TimelineMessage } from '@countinghouse/sdk';
import { useEffect, useMemo, useRef } from 'react';
import { useWatched } from '../../../shared/messenger.tsx';
import { useQuery } from '../../../shared/use-query.ts';

interface PinsInput {
  open: OpenConversation;
  conversationId: ConversationId;
  entries: ConversationState['entries'];
}

/** Changes whenever a message among those that are loaded is pinned or no longer so. */
function pinsKey(entries: ConversationState['entries']): string {
  const pinned: number[] = [];
  for (const entry of entries) if (entry.kind === 'message' && entry.message.pinned) pinned.push(entry.message.seq);
  return pinned.join();
}

/** The pinned messages, the latest pin first, each as it reads now. */
export function usePins({ open, conversationId, entries }: PinsInput): readonly TimelineMessage[] {
  const query = useQuery(messages.pins, { params: { conversationId } });
  const { reload } = query;
  const key = useMemo(() => pinsKey(entries), [entries]);
  const lastKey = useRef(key);
  useEffect(() => {
    if (lastKey.current === key) return;
    lastKey.current = key;
    reload();
  }, [key, reload]);
  const events = query.status === 'ready' ? query.data.events : undefined;
  useEffect(() => {
    if (events && events.length > 0) open.wantMessages(events.map((event) => event.seq));
  }, [open, events]);
  const known = useWatched(open.messages);
  return useMemo(
    () =>
      (events ?? []).flatMap((event) => {
        const message = known.get(event.seq);
        return message && message !== 'unavailable' && message.pinned ? [message] : [];
      }),
    [events, known],
  );
}
