import { useCallback, useEffect, useRef, useState } from 'react';
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
  const [seenKey, setSeenKey] = useState(lastKey);
  const ownKey = useRef(isOwn ? lastKey : undefined);
  useEffect(() => {
    if (isAtEnd) setSeenKey(lastKey);
  }, [isAtEnd, lastKey]);
  useEffect(() => {
    if (!isOwn || ownKey.current === lastKey) return;
    ownKey.current = lastKey;
    // The list measures the new row first.
    requestAnimationFrame(onOwn);
  }, [isOwn, lastKey, onOwn]);
  if (isAtEnd || seenKey === lastKey) return 0;
  const place = rows.findIndex((row) => row.key === seenKey);
  return rows.slice(place + 1).filter((row) => row.kind === 'message' && row.message.actorId !== meId).length;
}

interface SeenInput {
  scroller: HTMLElement | null;
  rows: readonly TimelineRow[];
  firstIndex: number;
  onSeen(seq: number): void;
}

/**
 * Reports the newest message on screen, while somebody can look at it. The list also draws rows outside its window, so
 * that the places of the rows tell, not which of them are drawn. Call what it returns when the list has drawn anew.
 */
export function useSeen({ scroller, rows, firstIndex, onSeen }: SeenInput): () => void {
  const report = useCallback(() => {
    if (!scroller || document.visibilityState !== 'visible') return;
    const index = lastIndexOnScreen(scroller);
    if (index === null) return;
    const seq = rows.slice(0, index - firstIndex + 1).reduce((max, row) => Math.max(max, seqOf(row)), 0);
    if (seq > 0) onSeen(seq);
  }, [scroller, rows, firstIndex, onSeen]);
  useEffect(() => {
    // The list draws new rows after this effect.
    const frame = requestAnimationFrame(report);
    scroller?.addEventListener('scroll', report, { passive: true });
    document.addEventListener('visibilitychange', report);
    return () => {
      cancelAnimationFrame(frame);
      scroller?.removeEventListener('scroll', report);
      document.removeEventListener('visibilitychange', report);
    };
  }, [scroller, report]);
  return report;
}

/** A row counts once this much of it is on screen, or all of it where it is lower. */
const seenPixels = 40;

function lastIndexOnScreen(scroller: HTMLElement): number | null {
  const bottom = scroller.getBoundingClientRect().bottom;
  const drawn = [...scroller.querySelectorAll<HTMLElement>('[data-item-index]')];
  const last = drawn.findLast((row) => {
    const box = row.getBoundingClientRect();
    return box.top + Math.min(box.height, seenPixels) <= bottom + 1;
  });
  return last ? Number(last.dataset.itemIndex) : null;
}

function seqOf(row: TimelineRow): number {
  if (row.kind === 'message') return row.message.seq;
  return row.kind === 'notice' ? row.notice.seq : 0;
}
