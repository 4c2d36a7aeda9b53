import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import type { FlatIndexLocationWithAlign } from 'react-virtuoso';

/** Hardly a row is lower: a word of somebody who goes on speaking. */
const rowPixelsMin = 28;
/** Rows above and below the screen are drawn as well, and the list is at its beginning where the first is one of them. */
export const drawnAbovePixels = 600;
/** What is unread may be more than anybody sees at once; beyond this the list measures before it shows anything. */
const firstRowsMax = 80;

interface FirstRowsInput<Row> {
  rows: readonly Row[];
  /** Number of the first of `rows`. */
  firstIndex: number;
  /** Where the reader begins. */
  start: { index: number; align: 'start' | 'center' | 'end' };
  /** What the reader is led to now, as a place among `rows`; -1 for nothing. */
  ledTo: number;
  /** Around the list. */
  place: RefObject<HTMLElement | null>;
}

/**
 * The rows of an opened conversation are on screen with its first frame. A list that is sent to a row measures one row,
 * and waits for some frames before it goes there; so it is given as many rows as the screen has room for, which it draws
 * plainly, and is scrolled by hand. It gets the rows above when the reader comes near them, as it gets older messages.
 */
export function useFirstRows<Row>(input: FirstRowsInput<Row>) {
  const { rows, firstIndex, start, ledTo, place } = input;
  const [opening] = useState(() => openingOf(input));
  const [isWhole, setIsWhole] = useState(opening === null || opening.skipped === 0);
  useLayoutEffect(() => {
    const scroller = place.current?.querySelector('[data-virtuoso-scroller]');
    if (!opening || !scroller) return;
    if (opening.align === 'end') scroller.scrollTop = scroller.scrollHeight;
    else {
      const row = scroller.querySelector(`[data-item-index="${opening.index}"]`);
      if (row) scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    }
  }, [opening, place]);
  // Older messages may have come in above already.
  const skipped = isWhole || !opening ? 0 : Math.max(0, opening.first - firstIndex);
  if (ledTo >= 0 && ledTo < skipped) setIsWhole(true);
  /** Whether there were rows left to be shown. */
  const showAbove = useCallback(() => {
    setIsWhole(true);
    return skipped > 0;
  }, [skipped]);
  const where: { initialItemCount?: number; initialTopMostItemIndex?: FlatIndexLocationWithAlign } = opening
    ? { initialItemCount: opening.count }
    : { initialTopMostItemIndex: start };
  return { rows: skipped === 0 ? rows : rows.slice(skipped), firstIndex: firstIndex + skipped, where, showAbove };
}

/** Null where the list has to find the place by itself: it is in the middle, or far above the end. */
function openingOf({ rows, firstIndex, start, ledTo }: FirstRowsInput<unknown>) {
  if (start.align === 'center') return null;
  const fitting = Math.ceil(window.innerHeight / rowPixelsMin);
  const above = start.align === 'start' ? Math.ceil(drawnAbovePixels / rowPixelsMin) : 0;
  const skipped = Math.max(0, Math.min(start.index - above, rows.length - fitting));
  const count = rows.length - skipped;
  if (count > Math.max(firstRowsMax, fitting) || (ledTo >= 0 && ledTo < skipped)) return null;
  return { skipped, count, first: firstIndex + skipped, index: firstIndex + start.index, align: start.align };
}
