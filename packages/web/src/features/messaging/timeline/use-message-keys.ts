import type { TimelineMessage } from '@countinghouse/sdk';
import { type KeyboardEvent, type RefObject, useCallback, useRef } from 'react';
import type { VirtuosoHandle } from 'react-virtuoso';
import { menuItems } from '../menu/menu-items.tsx';
import { rightsOver } from '../menu/message-rights.ts';
import { type ConversationScope, useScope } from '../scope.ts';
import type { TimelineRow } from './fold-timeline.ts';

interface MessageKeysInput {
  rows: readonly TimelineRow[];
  list: RefObject<VirtuosoHandle | null>;
  scroller: HTMLElement | null;
}

const shortcutOf: Record<string, string | undefined> = { Delete: 'Del', Backspace: 'Del' };

/**
 * With the focus in the list, ↑ and ↓ go from message to message, Enter or the menu key opens the menu, and the keys
 * that the menu names do what it offers. Texts and buttons within messages keep their own keys.
 */
export function useMessageKeys({ rows, list, scroller }: MessageKeysInput): (event: KeyboardEvent) => void {
  const scope = useScope();
  const latest = useRef({ rows, scope });
  latest.current = { rows, scope };
  return useCallback(
    (event: KeyboardEvent) => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || event.nativeEvent.isComposing) return;
      const article = target.closest<HTMLElement>('article[data-seq]');
      const isOnMessage = article === target;
      const isOnList = target === scroller;
      if (!isOnMessage && !isOnList) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const now = latest.current;
      const at = now.rows.findIndex(
        (row) => row.kind === 'message' && isOnMessage && row.message.seq === Number(article.dataset.seq),
      );
      const row = now.rows[at];
      const isHandled =
        moveFocus(event.key, { rows: now.rows, at, list, scroller }) ||
        (row?.kind === 'message' && article !== null && act(event, row.message, article, now.scope));
      if (isHandled) event.preventDefault();
    },
    [list, scroller],
  );
}

interface MoveInput {
  rows: readonly TimelineRow[];
  at: number;
  list: RefObject<VirtuosoHandle | null>;
  scroller: HTMLElement | null;
}

const isStop = (row: TimelineRow | undefined): boolean =>
  row?.kind === 'message' && row.message.seq > 0 && !row.message.recalled;

function moveFocus(key: string, { rows, at, list, scroller }: MoveInput): boolean {
  const by = { ArrowUp: -1, ArrowDown: 1, End: 0, Home: 0 }[key];
  if (by === undefined) return false;
  let to = at + by;
  if (key === 'End' || at < 0) to = rows.findLastIndex(isStop);
  else if (key === 'Home') to = rows.findIndex(isStop);
  else while (to >= 0 && to < rows.length && !isStop(rows[to])) to += by;
  const row = rows[to];
  if (row?.kind !== 'message') return key !== 'Home' && key !== 'End';
  const focus = () =>
    scroller?.querySelector<HTMLElement>(`article[data-seq="${row.message.seq}"]`)?.focus({ preventScroll: true });
  list.current?.scrollIntoView({ index: to, done: focus });
  return true;
}

function act(event: KeyboardEvent, message: TimelineMessage, article: HTMLElement, scope: ConversationScope): boolean {
  if (scope.selection.isActive()) {
    if (event.key === ' ' || event.key === 'Enter') scope.selection.toggle(message);
    else if (event.key === 'Escape') scope.selection.end();
    else return false;
    return true;
  }
  if (event.key === 'Enter' || event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
    const box = article.getBoundingClientRect();
    const left = box.left + 60;
    scope.actions.openMenu(message, { left, right: left, top: box.top, bottom: Math.min(box.bottom, box.top + 40) });
    return true;
  }
  const shortcut = shortcutOf[event.key] ?? event.key.toUpperCase();
  const rights = rightsOver(message, scope, Date.now());
  const items = menuItems({ message, rights, scope, isBookmarked: undefined });
  const item = items.find((each) => each.shortcut === shortcut);
  item?.run();
  return item !== undefined;
}
