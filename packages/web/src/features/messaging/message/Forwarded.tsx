import type { ForwardedMessage, MessageContent } from '@countinghouse/protocol';
import { Modal } from 'antd';
import { useState } from 'react';
import { DateText } from '../../../shared/DateText.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { MessageText } from '../markdown/MessageText.tsx';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import { MessageFiles } from './MessageFiles.tsx';
import styles from './MessageParts.module.css';
import { summarise } from './summarise.ts';

type Forward = NonNullable<MessageContent['forward']>;

const linesShown = 4;

/** What was said elsewhere, as it was then: one message, or a record of several that opens as a whole. */
export function Forwarded({ forward }: { forward: Forward }) {
  const texts = useTexts(messageTexts);
  const { lookOf, meId } = useScope();
  const [first] = forward.items;
  if (forward.isMerged) return <Record items={forward.items} />;
  if (!first) return null;
  return (
    <div className={styles.forwardOne}>
      <div className={styles.forwardFrom}>
        {texts.forwardedFrom(lookOf(first.actorId).name)} · <DateText at={first.at} show="short" />
      </div>
      {first.text && <MessageText text={first.text} mentioned={[]} meId={meId} />}
      {first.files.length > 0 && <MessageFiles files={first.files} />}
    </div>
  );
}

function Record({ items }: { items: readonly ForwardedMessage[] }) {
  const texts = useTexts(messageTexts);
  const { lookOf } = useScope();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.record} aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        <strong>{texts.record}</strong>
        {items.slice(0, linesShown).map((item) => (
          <span key={item.seq}>
            <VisibleText text={texts.newMessageFrom(lookOf(item.actorId).name, lineOf(item, texts))} />
          </span>
        ))}
        <span className={styles.recordFoot}>{texts.recordCount(items.length)}</span>
      </button>
      <Modal
        open={isOpen}
        title={texts.record}
        footer={null}
        width={620}
        onCancel={() => setIsOpen(false)}
        destroyOnHidden
      >
        <RecordList items={items} />
      </Modal>
    </>
  );
}

function lineOf(item: ForwardedMessage, texts: Parameters<typeof summarise>[1]): string {
  return summarise({ ...item, cards: [] }, texts);
}

function RecordList({ items }: { items: readonly ForwardedMessage[] }) {
  const { lookOf, meId } = useScope();
  return (
    <div className={styles.recordList}>
      {items.map((item) => (
        <article key={item.seq} className={styles.recordItem}>
          <header>
            <strong>{lookOf(item.actorId).name}</strong>
            <DateText at={item.at} show="date-time" />
          </header>
          {item.text && <MessageText text={item.text} mentioned={[]} meId={meId} />}
          {item.files.length > 0 && <MessageFiles files={item.files} />}
        </article>
      ))}
    </div>
  );
}
