import type { Connection } from '@countinghouse/sdk';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTexts } from '../shared/locale.tsx';
import styles from './Shell.module.css';
import { appTexts } from './texts.ts';

const patienceMs = 1500;

interface ConnectionBannerProps {
  connection: Connection;
  /** Messages that are not on the server yet. */
  waitingCount: number;
}

/** Says that the network is gone; short gaps are not worth a word. */
export function ConnectionBanner({ connection, waitingCount }: ConnectionBannerProps) {
  const texts = useTexts(appTexts);
  const isNetworkOn = useIsNetworkOn();
  // A line takes its time to notice that it is cut; what waits to be sent tells sooner.
  const isCut = !isNetworkOn && waitingCount > 0;
  const isDown = connection === 'offline' || connection === 'connecting' || isCut;
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
      {isShown && [stateText(), waitingCount > 0 ? texts.messagesWait(waitingCount) : ''].join('')}
    </output>
  );

  function stateText(): string {
    if (connection === 'connecting') return texts.connecting;
    return isNetworkOn ? texts.serverAway : texts.offline;
  }
}

/** What the system says of the network; the server may be out of reach all the same. */
function useIsNetworkOn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
  );
}
