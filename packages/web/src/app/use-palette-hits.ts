import { type SearchGroup, search, searchQueryLengthMax } from '@countinghouse/protocol';
import { useEffect, useRef, useState } from 'react';
import { isOffline } from '../shared/describe-refusal.ts';
import { useMessenger } from '../shared/messenger.tsx';

export interface PaletteHits {
  groups: readonly SearchGroup[];
  isBusy: boolean;
  isServerAway: boolean;
}

const nothing: PaletteHits = { groups: [], isBusy: false, isServerAway: false };
const typingMs = 120;
const hitsOfKind = 4;

/** What the server finds while one types, the first few of each kind. What it refuses to look for finds nothing. */
export function usePaletteHits(query: string): PaletteHits {
  const { call } = useMessenger();
  const [hits, setHits] = useState(nothing);
  const attempts = useRef(0);
  const q = query.trim().slice(0, searchQueryLengthMax);
  useEffect(() => {
    const attempt = ++attempts.current;
    if (q === '') {
      setHits(nothing);
      return;
    }
    const timer = setTimeout(() => {
      setHits((before) => ({ ...before, isBusy: true }));
      call(search.search, { query: { q, limit: hitsOfKind } }).then(
        ({ groups }) => {
          if (attempts.current === attempt) setHits({ groups, isBusy: false, isServerAway: false });
        },
        (error: unknown) => {
          if (attempts.current === attempt) setHits({ ...nothing, isServerAway: isOffline(error) });
        },
      );
    }, typingMs);
    return () => clearTimeout(timer);
  }, [q, call]);
  return hits;
}
