import { useCallback, useEffect, useRef, useState } from 'react';
import type { ListRange } from 'react-virtuoso';
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

/** Reports the newest message on screen, while somebody can look at it. */
export function useSeen(rows: readonly TimelineRow[], firstIndex: number, onSeen: (seq: number) => void) {
  const range = useRef<ListRange>(null);
  const report = useCallback(() => {
    if (!range.current || document.visibilityState !== 'visible') return;
    const shown = rows.slice(0, range.current.endIndex - firstIndex + 1);
    const seq = shown.reduce((max, row) => Math.max(max, seqOf(row)), 0);
    if (seq > 0) onSeen(seq);
  }, [rows, firstIndex, onSeen]);
  useEffect(() => {
    report();
    document.addEventListener('visibilitychange', report);
    return () => document.removeEventListener('visibilitychange', report);
  }, [report]);
  return useCallback(
    (now: ListRange) => {
      range.current = now;
      report();
    },
    [report],
  );
}

function seqOf(row: TimelineRow): number {
  if (row.kind === 'message') return row.message.seq;
  return row.kind === 'notice' ? row.notice.seq : 0;
}
