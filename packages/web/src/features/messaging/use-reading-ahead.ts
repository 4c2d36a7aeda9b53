import type { ConversationId } from '@countinghouse/protocol';
import type { Messenger } from '@countinghouse/sdk';
import { type FocusEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { useMessenger } from '../../shared/messenger.tsx';

/** A pointer that is on its way to another row does not stay this long. */
const restMs = 50;

/** One that was read lately is not read again. */
export function readAhead(messenger: Messenger, id: ConversationId): void {
  // Without a line it would be tried again and again.
  if (messenger.list.getSnapshot().connection === 'live') messenger.open(id).close();
}

/**
 * For the list: reads a conversation while somebody points at its row, so that its messages are there when it is opened.
 */
export function useReadingAhead() {
  const messenger = useMessenger();
  const waiting = useRef<{ id: ConversationId; timer: ReturnType<typeof setTimeout> } | null>(null);
  const handlers = useMemo(() => {
    const forget = () => {
      clearTimeout(waiting.current?.timer);
      waiting.current = null;
    };
    const read = (id: ConversationId) => {
      forget();
      readAhead(messenger, id);
    };
    const readSoon = (id: ConversationId | null) => {
      if (waiting.current?.id === id) return;
      forget();
      if (id !== null) waiting.current = { id, timer: setTimeout(() => read(id), restMs) };
    };
    return {
      onPointerOver: (event: PointerEvent) => {
        if (event.pointerType === 'mouse') readSoon(conversationAt(event.target));
      },
      onPointerLeave: forget,
      onPointerDown: (event: PointerEvent) => {
        const id = conversationAt(event.target);
        if (id !== null && event.button === 0) read(id);
      },
      onFocus: (event: FocusEvent) => readSoon(conversationAt(event.target)),
    };
  }, [messenger]);
  useEffect(() => handlers.onPointerLeave, [handlers]);
  return handlers;
}

/** Whose row this is, or is part of. */
export function conversationAt(target: EventTarget): ConversationId | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-conversation]') : null;
  // Rows are drawn with the ids of their conversations.
  return (row?.dataset.conversation as ConversationId | undefined) ?? null;
}
