import { useEffect } from 'react';
import { useMessenger } from './messenger.tsx';

/** Where something is missing for want of the server, it is asked for again as soon as the line is back. */
export function useBackOnline(isLacking: boolean, again: () => void): void {
  const { list } = useMessenger();
  useEffect(() => {
    if (!isLacking) return;
    const retry = () => {
      if (list.getSnapshot().connection === 'live') again();
    };
    const stopWatching = list.subscribe(retry);
    window.addEventListener('online', again);
    return () => {
      stopWatching();
      window.removeEventListener('online', again);
    };
  }, [isLacking, list, again]);
}
