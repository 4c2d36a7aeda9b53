import { PushpinOutlined } from '@ant-design/icons';
import type { TimelineMessage } from '@countinghouse/sdk';
import { Button } from 'antd';
import { DateText } from '../../../shared/DateText.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { EmptyState } from '../../../shared/States.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { rightsOver } from '../menu/message-rights.ts';
import { MessageBody } from '../message/MessageBody.tsx';
import { summarise } from '../message/summarise.ts';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './Pins.module.css';

/** Under the head of the conversation: the latest pinned message, and how many there are. */
export function PinBar({ pins, onAll }: { pins: readonly TimelineMessage[]; onAll(): void }) {
  const texts = useTexts(messageTexts);
  const { lookOf, actions } = useScope();
  const [latest] = pins;
  if (!latest) return null;
  return (
    <div className={styles.bar}>
      <PushpinOutlined aria-hidden="true" />
      <button type="button" className={styles.latest} onClick={() => actions.jumpTo(latest.seq)}>
        <strong>{lookOf(latest.actorId).name}</strong> <VisibleText text={summarise(latest, texts)} />
      </button>
      <Button type="text" size="small" onClick={onAll}>
        {texts.pinnedCount(pins.length)}
      </Button>
    </div>
  );
}

export function PinsPanel({ pins }: { pins: readonly TimelineMessage[] }) {
  const texts = useTexts(messageTexts);
  const scope = useScope();
  const { lookOf, actions } = scope;
  if (pins.length === 0) return <EmptyState mark="钉" title={texts.noPins} />;
  return (
    <ul className={styles.list}>
      {pins.map((message) => (
        <li key={message.seq} className={styles.item}>
          <header>
            <strong>{lookOf(message.actorId).name}</strong> <DateText at={message.at} show="date-time" />
          </header>
          <MessageBody message={message} />
          <footer>
            {message.pinned && <span>{texts.pinnedBy(lookOf(message.pinned.actorId).name)}</span>}
            <Button size="small" type="text" onClick={() => actions.jumpTo(message.seq)}>
              {texts.showInPlace}
            </Button>
            {rightsOver(message, scope, Date.now()).pin && (
              <Button size="small" type="text" onClick={() => actions.pin(message, false)}>
                {texts.unpin}
              </Button>
            )}
          </footer>
        </li>
      ))}
    </ul>
  );
}
