import { useEffect, useState } from 'react';

/** The first screen is painted before anything else is fetched and run. */
const settleMs = 250;

let isSettledNow = false;

/** False until the first screen had its time to be painted; true from then on, for whatever is put up later. */
export function useSettled(): boolean {
  const [isSettled, setIsSettled] = useState(isSettledNow);
  useEffect(() => {
    if (isSettled) return;
    const timer = setTimeout(() => {
      isSettledNow = true;
      setIsSettled(true);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [isSettled]);
  return isSettled;
}
