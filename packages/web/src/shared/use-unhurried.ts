import { useEffect, useRef, useState } from 'react';

/** The value, changing at most once within the time: at once where it was quiet, else when the time is over. */
export function useUnhurried<Value>(value: Value, everyMs: number): Value {
  const [shown, setShown] = useState(value);
  const changedAt = useRef(Number.NEGATIVE_INFINITY);
  const isDue = shown !== value && performance.now() - changedAt.current >= everyMs;
  useEffect(() => {
    if (shown === value) return;
    const show = () => {
      changedAt.current = performance.now();
      setShown(value);
    };
    const waitMs = everyMs - (performance.now() - changedAt.current);
    if (waitMs <= 0) return show();
    const timer = setTimeout(show, waitMs);
    return () => clearTimeout(timer);
  }, [value, shown, everyMs]);
  return isDue ? value : shown;
}
