import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import type { TimelineRow } from './fold-timeline.ts';

interface NewsInput {
  rows: readonly TimelineRow[];
  isAtEnd: boolean;
  meId: string;
  onOwn(): void;
}

/** How many messages of others came in below while the reader was further up; an own new one scrolls to itself. */
export function useNews({ rows, isAtEnd, meId, onOwn }: NewsInput): number {
  const last = rows.findLast((row) => row.kind === 'message');
  const lastKey = last?.key;
  const isOwn = last?.kind === 'message' && last.message.actorId === meId && last.message.state !== 'sent';
  // Whoever is at the end sees each new one: nothing has to be drawn for it.
  const seenKey = useRef(lastKey);
  const ownKey = useRef(isOwn ? lastKey : undefined);
  useEffect(() => {
    if (isAtEnd) seenKey.current = lastKey;
  }, [isAtEnd, lastKey]);
  useEffect(() => {
    if (!isOwn || ownKey.current === lastKey) return;
    ownKey.current = lastKey;
    // The list measures the new row first.
    requestAnimationFrame(onOwn);
  }, [isOwn, lastKey, onOwn]);
  if (isAtEnd || seenKey.current === lastKey) return 0;
  const place = rows.findIndex((row) => row.key === seenKey.current);
  return rows.slice(place + 1).filter((row) => row.kind === 'message' && row.message.actorId !== meId).length;
}

/** Looking asks the browser for the place of every row: a list that moves is looked at this often. */
const lookAgainMs = 60;

interface SeenInput {
  scroller: HTMLElement | null;
  rows: readonly TimelineRow[];
  firstIndex: number;
  /** The newest and the oldest message on screen. */
  onSeen(seq: number, firstSeq: number): void;
}

/**
 * Reports the newest message on screen, while somebody can look at it. The list also draws rows outside its window, so
 * that the places of the rows tell, not which of them are drawn. Call what it returns when the list has drawn anew.
 */
export function useSeen({ scroller, rows, firstIndex, onSeen }: SeenInput): () => void {
  const look = useEffectEvent(() => {
    if (!scroller || document.visibilityState !== 'visible') return;
    const shown = indexesOnScreen(scroller);
    if (shown === null) return;
    const seq = seqBefore(rows, shown.last - firstIndex);
    if (seq > 0) onSeen(seq, seqAfter(rows, shown.first - firstIndex));
  });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(() => {});
  useEffect(() => {
    latest.current = () => look();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, []);
  const report = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, lookAgainMs);
  }, []);
  // The list draws new rows after this effect, and before anybody looks.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these is a reason to look.
  useEffect(() => report(), [rows, firstIndex, onSeen, scroller, report]);
  useEffect(() => {
    scroller?.addEventListener('scroll', report, { passive: true });
    document.addEventListener('visibilitychange', report);
    return () => {
      scroller?.removeEventListener('scroll', report);
      document.removeEventListener('visibilitychange', report);
    };
  }, [scroller, report]);
  return report;
}

/** A row counts once this much of it is on screen, or all of it where it is lower. */
const seenPixels = 40;

function indexesOnScreen(scroller: HTMLElement): { first: number; last: number } | null {
  const { top, bottom } = scroller.getBoundingClientRect();
  const drawn = [...scroller.querySelectorAll<HTMLElement>('[data-item-index]')];
  const last = drawn.findLast((row) => {
    const box = row.getBoundingClientRect();
    return box.top + Math.min(box.height, seenPixels) <= bottom + 1;
  });
  if (!last) return null;
  const first = drawn.find((row) => row.getBoundingClientRect().bottom > top) ?? last;
  return { first: Number(first.dataset.itemIndex), last: Number(last.dataset.itemIndex) };
}

/** Number of the newest event at a row or before it; rows of the day and the divider have none. */
function seqBefore(rows: readonly TimelineRow[], place: number): number {
  for (let at = Math.min(place, rows.length - 1); at >= 0; at--) {
    const row = rows[at];
    const seq = row ? seqOf(row) : 0;
    if (seq > 0) return seq;
  }
  return 0;
}

/** Number of the oldest event at a row or after it: above a day or the divider there may be much that is not on screen. */
function seqAfter(rows: readonly TimelineRow[], place: number): number {
  for (const row of rows.slice(Math.max(place, 0))) {
    const seq = seqOf(row);
    if (seq > 0) return seq;
  }
  return Number.MAX_SAFE_INTEGER;
}

function seqOf(row: TimelineRow): number {
  if (row.kind === 'message') return row.message.seq;
  return row.kind === 'notice' ? row.notice.seq : 0;
}
