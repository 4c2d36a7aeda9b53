import { lazy } from 'react';
import { FloatingPanel, type PanelAnchor } from '../../../shared/FloatingPanel.tsx';
import { LazyOverlay } from '../../../shared/LazyOverlay.tsx';
import { useTexts } from '../../../shared/locale.tsx';
import { LoadingState } from '../../../shared/States.tsx';
import styles from './EmojiPanel.module.css';
import { emojiTexts } from './texts.ts';

// The list of all emoji is 65 KB and comes when somebody first wants one.
const EmojiPanel = lazy(() => import('./EmojiPanel.tsx').then((m) => ({ default: m.EmojiPanel })));

interface EmojiPickerProps {
  anchor: PanelAnchor;
  onPick(emoji: string): void;
  onClose(): void;
}

export function EmojiPicker({ anchor, onPick, onClose }: EmojiPickerProps) {
  const texts = useTexts(emojiTexts);
  return (
    <FloatingPanel anchor={anchor} label={texts.picker} onClose={onClose}>
      <div className={styles.size}>
        <LazyOverlay fallback={<LoadingState rows={6} />} onClose={onClose}>
          <EmojiPanel onPick={onPick} />
        </LazyOverlay>
      </div>
    </FloatingPanel>
  );
}
