import { useEffect, useRef } from 'react';
import { useSidePane } from './side-pane.tsx';

/** Runs when what was open beside a list is closed: it may have changed what the list shows, without an event. */
export function usePaneClosed(onClosed: () => void): void {
  const { isOpen } = useSidePane();
  const latest = useRef({ onClosed, wasOpen: isOpen });
  latest.current.onClosed = onClosed;
  useEffect(() => {
    if (latest.current.wasOpen && !isOpen) latest.current.onClosed();
    latest.current.wasOpen = isOpen;
  }, [isOpen]);
}
