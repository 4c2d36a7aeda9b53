import { useEffect } from 'react';
import { useFindInConversation } from '../shared/find-in-conversation.ts';

/** ⌘F finds in the open conversation, of which the browser's own search would see only what is on screen. */
export function ConversationSearchKey() {
  const find = useFindInConversation();
  useEffect(() => {
    if (!find) return;
    const onKey = (event: KeyboardEvent) => {
      const isFind = event.key.toLowerCase() === 'f' && (event.metaKey || event.ctrlKey);
      if (!isFind || event.altKey || event.shiftKey) return;
      event.preventDefault();
      find();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [find]);
  return null;
}
