import type { Connection } from '@countinghouse/sdk';
import { useEffect, useState } from 'react';
import { useTexts } from '../shared/locale.tsx';
import styles from './Shell.module.css';
import { appTexts } from './texts.ts';

const patienceMs = 1500;

/** Says that the network is gone; short gaps are not worth a word. */
export function ConnectionBanner({ connection }: { connection: Connection }) {
  const texts = useTexts(appTexts);
  const isDown = connection === 'offline' || connection === 'connecting';
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (!isDown) {
      setIsShown(false);
      return;
    }
    const timer = setTimeout(() => setIsShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isDown]);
  return (
    <output className={isShown ? styles.banner : 'visually-hidden'}>
      {isShown && (connection === 'offline' ? texts.offline : texts.connecting)}
    </output>
  );
}
