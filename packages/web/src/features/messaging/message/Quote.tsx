import type { TimelineMessage } from '@countinghouse/sdk';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { messageTexts } from '../message-texts.ts';
import { useScope } from '../scope.ts';
import styles from './MessageParts.module.css';
import { summarise } from './summarise.ts';

/** The message with this number as it reads now, wherever in the conversation it stands; undefined until it is here. */
function useMessage(seq: number): TimelineMessage | 'unavailable' | undefined {
  const { open } = useScope();
  useEffect(() => open.wantMessages([seq]), [open, seq]);
  return useSyncExternalStore(
    useCallback((listener: () => void) => open.messages.subscribe(listener), [open]),
    () => open.messages.getSnapshot().get(seq),
  );
}

/** What a message answers to; a press leads there. */
export function Quote({ seq }: { seq: number }) {
  const texts = useTexts(messageTexts);
  const { lookOf, actions } = useScope();
  const quoted = useMessage(seq);
  if (quoted === undefined) return <div className={styles.quote}>&nbsp;</div>;
  if (quoted === 'unavailable' || quoted.recalled) return <div className={styles.quote}>{texts.quoteGone}</div>;
  const { name } = lookOf(quoted.actorId);
  const line = summarise(quoted, texts);
  return (
    <button
      type="button"
      className={`${styles.quote} ${styles.quoteLink}`}
      aria-label={`${texts.quoteJump}：${name} ${line}`}
      onClick={() => actions.jumpTo(seq)}
    >
      <strong>{name}</strong>
      <span>
        <VisibleText text={line} />
      </span>
    </button>
  );
}
