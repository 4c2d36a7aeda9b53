import type { ConversationSummary } from '@countinghouse/protocol';
import type { OpenConversation } from '@countinghouse/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMessenger } from '../../shared/messenger.tsx';
import { UnreadAtOpening } from './unread-at-opening.ts';
import { useMentionJumps } from './use-mention-jumps.ts';

/** What was unread at the beginning, and what is read by being on screen. */
export function useReading(open: OpenConversation, summary: ConversationSummary) {
  const { list, markUnread } = useMessenger();
  const [opening] = useState(() => new UnreadAtOpening(summary, list.getSnapshot().connection));
  const [unread, setUnread] = useState(opening.unread);
  // The list tells of every message, and each word to the page draws the conversation.
  const shown = useRef(unread);
  // Looked at once after it was opened, it is no longer marked as unread; whoever marks it then wants it to stay so.
  const lookedAt = useRef<OpenConversation>(null);
  const markSeen = useCallback(
    (seq: number) => {
      open.markRead(seq);
      if (lookedAt.current === open) return;
      lookedAt.current = open;
      markUnread(summary.id, null);
    },
    [open, markUnread, summary.id],
  );
  useEffect(() => {
    const look = () => {
      const { connection, conversations } = list.getSnapshot();
      const row = conversations.find((each) => each.id === summary.id);
      const seq = row ? opening.handle(row, connection) : 0;
      if (opening.unread !== shown.current) setUnread(opening.unread);
      shown.current = opening.unread;
      if (seq > 0) markSeen(seq);
    };
    look();
    return list.subscribe(look);
  }, [list, markSeen, opening, summary.id]);
  const { waiting, seen } = useMentionJumps(summary.mentionSeqs);
  const onSeen = useCallback(
    (seq: number, firstSeq: number) => {
      if (opening.see(seq)) markSeen(seq);
      seen(seq, firstSeq);
    },
    [markSeen, opening, seen],
  );
  return { unread, mentions: waiting, onSeen };
}
