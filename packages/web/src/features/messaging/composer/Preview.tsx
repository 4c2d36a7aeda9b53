import { CloseOutlined } from '@ant-design/icons';
import { useDeferredValue } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { MessageText } from '../markdown/MessageText.tsx';
import type { Mentionable } from '../mentions.ts';
import { useScope } from '../scope.ts';
import styles from './Preview.module.css';
import { composerTexts } from './texts.ts';

interface PreviewProps {
  text: string;
  mentionables: readonly Mentionable[];
  onClose(): void;
}

/** The message as the others will see it, while it is written. */
export function Preview({ text, mentionables, onClose }: PreviewProps) {
  const texts = useTexts(composerTexts);
  const { meId } = useScope();
  // Keys come first.
  const shown = useDeferredValue(text);
  return (
    <section className={styles.preview} aria-label={texts.previewOf}>
      <header>
        <span>{texts.preview}</span>
        <button type="button" onClick={onClose} aria-label={texts.closePreview} title={texts.closePreview}>
          <CloseOutlined aria-hidden="true" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div className={styles.shown} tabIndex={0}>
        {shown.trim() === '' ? (
          <p className={styles.empty}>{texts.previewEmpty}</p>
        ) : (
          <MessageText text={shown.trim()} mentioned={mentionables} meId={meId} />
        )}
      </div>
    </section>
  );
}
