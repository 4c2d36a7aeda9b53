import { MessageOutlined } from '@ant-design/icons';
import type { TimelineMessage } from '@countinghouse/sdk';
import { DateText } from '../../../shared/DateText.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './MessageParts.module.css';

/** Under the first message of a thread: how many have answered, and who was last. */
export function ThreadLine({ message }: { message: TimelineMessage }) {
  const texts = useTexts(messageTexts);
  const { lookOf, actions } = useScope();
  const { thread } = message;
  if (!thread || thread.count === 0) return null;
  return (
    <button type="button" className={styles.thread} onClick={() => actions.openThread(message.seq)}>
      <MessageOutlined aria-hidden="true" />
      <strong>{texts.threadReplies(thread.count)}</strong>
      <span>
        {texts.threadLast(lookOf(thread.lastActorId).name)} · <DateText at={thread.lastAt} show="short" />
      </span>
    </button>
  );
}

/** On a reply in the main flow: where the rest of the talk is. */
export function ThreadChip({ rootSeq }: { rootSeq: number }) {
  const texts = useTexts(messageTexts);
  const { actions } = useScope();
  return (
    <button type="button" className={styles.threadChip} onClick={() => actions.openThread(rootSeq)}>
      <MessageOutlined aria-hidden="true" /> {texts.inThread}
    </button>
  );
}
