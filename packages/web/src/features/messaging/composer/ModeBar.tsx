import { CloseOutlined } from '@ant-design/icons';
import { messageTextLengthMax, type UserId } from '@countinghouse/protocol';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { summarise } from '../message/summarise.ts';
import { messageTexts } from '../message-texts.ts';
import styles from './Composer.module.css';
import type { ComposerMode } from './composer-mode.ts';
import { composerTexts } from './texts.ts';

interface ModeBarProps {
  mode: ComposerMode;
  nameOf(userId: UserId): string;
  onEnd(): void;
}

/** What the text answers to, or that it changes a message that is there already. */
export function ModeBar({ mode, nameOf, onEnd }: ModeBarProps) {
  const texts = useTexts(composerTexts);
  const parts = useTexts(messageTexts);
  if (mode.kind === 'new') return null;
  const isReply = mode.kind === 'reply';
  const label = isReply ? texts.endReply : texts.endEdit;
  return (
    <div className={styles.mode}>
      <span>
        <strong>{isReply ? texts.replyingTo(nameOf(mode.message.actorId)) : texts.editing}</strong>{' '}
        {isReply ? <VisibleText text={summarise(mode.message, parts)} /> : texts.editHint}
      </span>
      <button type="button" onClick={onEnd} aria-label={label} title={`${label} Esc`}>
        <CloseOutlined aria-hidden="true" />
      </button>
    </div>
  );
}

/** From here on the writer is told how much room is left. */
const warnFrom = messageTextLengthMax - 1_000;

interface CountLeftProps {
  length: number;
  /** Absent where there is no place for a file. */
  onAsFile?: () => void;
}

export function CountLeft({ length, onAsFile }: CountLeftProps) {
  const texts = useTexts(composerTexts);
  if (length < warnFrom) return null;
  const left = messageTextLengthMax - length;
  const isOver = left < 0;
  return (
    <div className={`${styles.left} ${isOver ? styles.over : ''}`}>
      <output>{isOver ? texts.tooLong(-left, messageTextLengthMax) : texts.left(left)}</output>
      {isOver && onAsFile && (
        <button type="button" onClick={onAsFile}>
          {texts.asFile}
        </button>
      )}
    </div>
  );
}
