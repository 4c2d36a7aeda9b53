import type { TimelineMessage } from '@countinghouse/sdk';
import { Checkbox } from 'antd';
import { type FocusEvent, type MouseEvent, memo, useState } from 'react';
import { Avatar } from '../../../shared/Avatar.tsx';
import { DateText } from '../../../shared/DateText.tsx';
import { anchorOfPoint } from '../../../shared/FloatingPanel.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import { useIsPhone } from '../../../shared/use-media.ts';
import { rightsOver } from '../menu/message-rights.ts';
import { useLongPress } from '../menu/use-long-press.ts';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import { useIsSelected, useIsSelecting } from '../selection.ts';
import { messagingTexts } from '../texts.ts';
import { MessageBody } from './MessageBody.tsx';
import { MessageFoot } from './MessageFoot.tsx';
import styles from './MessageView.module.css';
import { Recalled } from './Recalled.tsx';
import { ThreadChip } from './ThreadLine.tsx';
import { Toolbar } from './Toolbar.tsx';

export interface MessageViewProps {
  message: TimelineMessage;
  /** Follows another of the same person shortly. */
  isContinued: boolean;
  isLastOfRun: boolean;
  /** Between two: whether the other one has read it; null where that is not to be told. */
  isReadByPeer: boolean | null;
  /** The reader was led here. */
  isMarked: boolean;
  /** In a thread nothing leads to threads. */
  place: 'timeline' | 'thread';
}

export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const { message } = props;
  return message.recalled ? (
    <div data-seq={message.seq} className={props.isMarked ? styles.marked : ''}>
      <Recalled message={message} />
    </div>
  ) : (
    <MessageArticle {...props} />
  );
});

function MessageArticle(props: MessageViewProps) {
  const texts = useTexts(messagingTexts);
  const { message, isContinued, isMarked } = props;
  const { lookOf, selection, meId } = useScope();
  const sender = lookOf(message.actorId);
  const isSelecting = useIsSelecting(selection);
  const isSelected = useIsSelected(selection, message.seq);
  const hot = useHot(message, isSelecting);
  const look = [
    styles.message,
    isContinued ? styles.continued : '',
    isMarked ? styles.marked : '',
    isSelected ? styles.selected : '',
    hot.isHot ? styles.hot : '',
  ];
  return (
    <article
      className={look.join(' ')}
      aria-label={sender.name}
      data-seq={message.seq > 0 ? message.seq : undefined}
      tabIndex={-1}
      {...hot.handlers}
    >
      <div className={styles.gutter}>
        {isSelecting ? (
          <SelectBox message={message} isSelected={isSelected} name={sender.name} />
        ) : isContinued ? (
          <span className={styles.quietTime}>
            <DateText at={message.at} show="time" />
          </span>
        ) : (
          <Avatar name={sender.name} kind={sender.kind === 'app' ? 'app' : 'person'} />
        )}
      </div>
      <div className={styles.content} inert={isSelecting}>
        {!isContinued && (
          <header className={styles.who}>
            <strong>{sender.name}</strong>
            {sender.kind !== 'app' && <StatusMark userId={message.actorId} />}
            <span>
              {sender.kind === 'app' ? texts.app : sender.title}
              {(sender.kind === 'app' || sender.title) && ' · '}
              <DateText at={message.at} show="time" />
            </span>
            {props.place === 'timeline' && message.threadSeq !== undefined && (
              <ThreadChip rootSeq={message.threadSeq} />
            )}
          </header>
        )}
        <MessageBody message={message} />
        <MessageFoot {...props} isMine={message.actorId === meId} />
      </div>
      {hot.isHot && !isSelecting && <Toolbar message={message} rights={hot.rights()} place={props.place} />}
    </article>
  );
}

function SelectBox({ message, isSelected, name }: { message: TimelineMessage; isSelected: boolean; name: string }) {
  const texts = useTexts(messageTexts);
  const { selection } = useScope();
  return (
    <Checkbox
      checked={isSelected}
      disabled={message.seq === 0}
      aria-label={texts.selectThis(name)}
      onClick={(event) => event.stopPropagation()}
      onChange={() => selection.toggle(message)}
    />
  );
}

/** The row under the pointer or with the focus has its tools; no other row pays for them. */
function useHot(message: TimelineMessage, isSelecting: boolean) {
  const scope = useScope();
  const isPhone = useIsPhone();
  const [isOver, setIsOver] = useState(false);
  const [hasFocus, setHasFocus] = useState(false);
  const openMenuAt = (x: number, y: number) => scope.actions.openMenu(message, anchorOfPoint(x, y));
  const longPress = useLongPress(isPhone && !isSelecting && message.seq > 0 ? openMenuAt : null);
  const handlers = {
    onPointerEnter: () => setIsOver(true),
    onPointerLeave: () => setIsOver(false),
    onFocus: () => setHasFocus(true),
    onBlur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setHasFocus(false);
    },
    onClick: () => {
      if (isSelecting && message.seq > 0) scope.selection.toggle(message);
    },
    onContextMenu: (event: MouseEvent) => {
      // Over selected words and links the browser's own menu is wanted.
      const isOnWords = !window.getSelection()?.isCollapsed;
      const isOnLink = event.target instanceof Element && event.target.closest('a') !== null;
      if (isSelecting || isOnWords || isOnLink || message.seq === 0) return;
      event.preventDefault();
      openMenuAt(event.clientX, event.clientY);
    },
    ...longPress,
  };
  return {
    isHot: (isOver || hasFocus) && message.seq > 0 && !isPhone,
    rights: () => rightsOver(message, scope, Date.now()),
    handlers,
  };
}
