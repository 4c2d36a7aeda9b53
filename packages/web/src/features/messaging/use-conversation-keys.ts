import { useEffect, useRef } from 'react';
import { matchPath } from 'react-router';
import type { ListRow } from './fold-sections.ts';
import { neighbourOf } from './fold-sections.ts';

interface KeysInput {
  rows: readonly ListRow[];
  onOpen(row: ListRow): void;
}

const isLoud = ({ attention }: ListRow) => attention.isLoud && attention.count > 0;
/** From the address, which is ahead of what is drawn while a conversation opens: two quick keys are two steps. */
const openIdNow = () => matchPath('/c/:conversationId', window.location.pathname)?.params.conversationId ?? null;

const isUnread = ({ attention }: ListRow) => attention.count > 0;

/** Alt with an arrow goes to the conversation above or below, with Shift to the next unread one, from wherever the focus is. */
export function useConversationKeys(input: KeysInput): void {
  const latest = useRef(input);
  latest.current = input;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.metaKey || event.ctrlKey || event.isComposing) return;
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      const { rows, onOpen } = latest.current;
      const openId = openIdNow();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const unread = () => neighbourOf(rows, openId, step, isLoud) ?? neighbourOf(rows, openId, step, isUnread);
      const next = event.shiftKey ? unread() : neighbourOf(rows, openId, step);
      if (next) onOpen(next);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
