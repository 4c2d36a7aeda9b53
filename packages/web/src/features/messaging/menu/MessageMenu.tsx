import { personal } from '@countinghouse/protocol';
import type { TimelineMessage } from '@countinghouse/sdk';
import { type KeyboardEvent, useRef } from 'react';
import { FloatingPanel, type PanelAnchor } from '../../../shared/FloatingPanel.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { useQuery } from '../../../shared/use-query.ts';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './MessageMenu.module.css';
import { menuItems } from './menu-items.tsx';
import { rightsOver } from './message-rights.ts';

interface MessageMenuProps {
  message: TimelineMessage;
  anchor: PanelAnchor;
  onClose(): void;
}

const quickEmoji = ['👍', '✅', '🙏', '👀', '🎉', '😂'];

export function MessageMenu({ message, anchor, onClose }: MessageMenuProps) {
  const texts = useTexts(messageTexts);
  const scope = useScope();
  const list = useRef<HTMLDivElement>(null);
  const rights = rightsOver(message, scope, Date.now());
  const marks = useQuery(
    personal.listBookmarks,
    { query: { conversationId: scope.summary.id, seq: message.seq } },
    { reloadOn: (change) => change.kind === 'list' && change.list === 'bookmarks' },
  );
  const isBookmarked = marks.data && marks.data.bookmarks.length > 0;
  const items = menuItems({ message, rights, scope, isBookmarked });
  const choose = (run: () => void) => {
    onClose();
    run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement); // Only compared.
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Tab') onClose();
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[(to + buttons.length) % buttons.length]?.focus();
  };
  return (
    <FloatingPanel anchor={anchor} label={texts.actions} role="menu" onClose={onClose} onKeyDown={onKeyDown}>
      <div ref={list} className={styles.menu}>
        {rights.react && (
          <div className={styles.quick}>
            {quickEmoji.map((emoji) => {
              const isMine = message.reactions.some((r) => r.emoji === emoji && r.isMine);
              return (
                <button
                  key={emoji}
                  type="button"
                  role="menuitem"
                  className={isMine ? styles.mine : ''}
                  aria-label={`${texts.react} ${emoji}`}
                  onClick={() => choose(() => scope.actions.react(message, emoji, !isMine))}
                >
                  {emoji}
                </button>
              );
            })}
            <button
              type="button"
              role="menuitem"
              aria-label={texts.addReaction}
              onClick={() => choose(() => scope.actions.pickEmoji(message, anchor))}
            >
              ＋
            </button>
          </div>
        )}
        {items.map((item, place) => (
          <button
            key={item.shortcut ?? item.text}
            type="button"
            role="menuitem"
            aria-keyshortcuts={item.shortcut === 'Del' ? 'Delete' : item.shortcut}
            data-autofocus={place === 0 ? true : undefined}
            className={`${styles.item} ${item.isDanger ? styles.danger : ''}`}
            onClick={() => choose(item.run)}
          >
            <item.icon aria-hidden="true" />
            <span>{texts[item.text]}</span>
            {item.shortcut && (
              <span aria-hidden="true">
                <kbd>{item.shortcut}</kbd>
              </span>
            )}
          </button>
        ))}
      </div>
    </FloatingPanel>
  );
}
