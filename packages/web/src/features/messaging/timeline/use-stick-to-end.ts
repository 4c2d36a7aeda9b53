import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { VirtuosoHandle } from 'react-virtuoso';

/** Nearer than this to the end counts as being there. */
const nearPixels = 60;

const isNearEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean =>
  scrollHeight - scrollTop - clientHeight < nearPixels;

/**
 * Whoever reads the end stays there while rows come in, cards grow and the composer gets higher, until they scroll up.
 * The list itself moves the position back only where it finds rows to be of another height than it thought.
 */
export function useStickToEnd(list: RefObject<VirtuosoHandle | null>, startsAtEnd: boolean) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const [isAtEnd, setIsAtEnd] = useState(startsAtEnd);
  const sticks = useRef(startsAtEnd);
  const go = useCallback(() => {
    sticks.current = true;
    list.current?.scrollToIndex({ index: 'LAST', align: 'end' });
  }, [list]);
  /** The reader was led elsewhere. */
  const leave = useCallback(() => {
    sticks.current = false;
  }, []);
  const keep = useCallback(() => {
    const goDown = () => {
      if (sticks.current) list.current?.scrollTo({ top: Number.MAX_SAFE_INTEGER });
    };
    goDown();
    // The list tells of its new height before the page has it. Where all of it fits, nobody will ever scroll.
    requestAnimationFrame(() => {
      goDown();
      if (scroller) setIsAtEnd(sticks.current || isNearEnd(scroller));
    });
  }, [list, scroller]);
  useEffect(() => {
    if (!scroller) return;
    let lastTop = scroller.scrollTop;
    let lastHeight = scroller.scrollHeight;
    const onScroll = () => {
      const isNear = isNearEnd(scroller);
      if (isNear) sticks.current = true;
      else if (scroller.scrollTop < lastTop - 1 && scroller.scrollHeight === lastHeight) sticks.current = false;
      lastTop = scroller.scrollTop;
      lastHeight = scroller.scrollHeight;
      setIsAtEnd(isNear || sticks.current);
    };
    const observer = new ResizeObserver(keep);
    observer.observe(scroller);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', onScroll);
    };
  }, [scroller, keep]);
  const scrollerRef = useCallback((element: HTMLElement | Window | null) => {
    if (element instanceof HTMLElement || element === null) setScroller(element);
  }, []);
  return { isAtEnd, go, leave, keep, scroller, scrollerRef };
}
