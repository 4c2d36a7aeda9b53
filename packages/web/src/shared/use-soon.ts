import { useCallback, useEffect, useRef } from 'react';

/** What comes in within this time of one another is one piece of news. */
const settleMs = 60;

/** Calls `work` once for calls that come together, such as the events of one change. */
export function useSoon(work: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(work);
  latest.current = work;
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), settleMs);
  }, []);
}
