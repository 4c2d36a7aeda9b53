import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { collectDropped } from './collect-files.ts';
import styles from './DropArea.module.css';
import { messagingTexts } from './texts.ts';

interface DropAreaProps {
  onFiles(files: readonly File[]): void;
  onUnreadable(error: unknown): void;
  children: ReactNode;
}

/** Takes files and folders anywhere over the conversation. */
export function DropArea({ onFiles, onUnreadable, children }: DropAreaProps) {
  const texts = useTexts(messagingTexts);
  // Enter and leave come for every child; the pointer is outside when they are even.
  const depth = useRef(0);
  const [state, setState] = useState<'idle' | 'over' | 'reading'>('idle');
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const onDrop = async (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setState('reading');
    try {
      onFiles(await collectDropped(event.dataTransfer));
    } catch (error) {
      onUnreadable(error);
    } finally {
      setState('idle');
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of the attach button, which keys reach.
    <div
      className={styles.area}
      onDragEnter={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.current += 1;
        setState('over');
      }}
      onDragOver={(event) => {
        if (hasFiles(event)) event.preventDefault();
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setState('idle');
      }}
      onDrop={(event) => void onDrop(event)}
    >
      {children}
      {state !== 'idle' && (
        <div className={styles.veil}>
          <p>{state === 'over' ? texts.dropHere : texts.readingFolder}</p>
          <p>{texts.dropHint}</p>
        </div>
      )}
    </div>
  );
}
