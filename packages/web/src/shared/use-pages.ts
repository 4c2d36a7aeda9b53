import type { Change } from '@countinghouse/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isOffline } from './describe-refusal.ts';
import { useMessenger } from './messenger.tsx';
import { useBackOnline } from './use-back-online.ts';
import { useSoon } from './use-soon.ts';

export interface OnePage<Item> {
  items: readonly Item[];
  hasMore: boolean;
}

interface PagesInput<Item> {
  /** The page after this item, or the first one. */
  load(after: Item | undefined): Promise<OnePage<Item>>;
  /** Another key is another list. */
  listKey: string;
  /** Read again after changes for which this says yes. */
  reloadOn?: (change: Change) => boolean;
}

export interface Pages<Item> {
  state: 'loading' | 'failed' | 'ready';
  items: readonly Item[];
  /** Why there is nothing at all. */
  error: unknown;
  hasMore: boolean;
  /** Why the last page is not there; the pages before it stay. */
  moreError: unknown;
  isLoadingMore: boolean;
  loadMore(): void;
  /** Reads again as far as is known; what is shown stays until the answer is here. */
  reload(): void;
}

interface Kept<Item> {
  key: string;
  items: readonly Item[];
  state: Pages<Item>['state'];
  error: unknown;
  hasMore: boolean;
  moreError: unknown;
  isLoadingMore: boolean;
}

const nothing = <Item>(key: string): Kept<Item> => ({
  key,
  items: [],
  state: 'loading',
  error: undefined,
  hasMore: false,
  moreError: undefined,
  isLoadingMore: false,
});

/** A long list that is read a page at a time, in the order of the server. */
export function usePages<Item>({ load, listKey, reloadOn }: PagesInput<Item>): Pages<Item> {
  const { onChange } = useMessenger();
  const [kept, setKept] = useState<Kept<Item>>(() => nothing(listKey));
  const now = kept.key === listKey ? kept : nothing<Item>(listKey);
  const latest = useRef({ load, now, reloadOn, attempt: 0 });
  Object.assign(latest.current, { load, now, reloadOn });

  const read = useCallback(
    async (known: readonly Item[], countMin: number) => {
      const attempt = ++latest.current.attempt;
      const isCurrent = () => latest.current.attempt === attempt;
      try {
        const items = [...known];
        let page: OnePage<Item>;
        do {
          page = await latest.current.load(items.at(-1));
          if (!isCurrent()) return;
          items.push(...page.items);
        } while (page.hasMore && items.length < countMin);
        setKept({ ...nothing<Item>(listKey), items, state: 'ready', hasMore: page.hasMore });
      } catch (error) {
        if (!isCurrent()) return;
        setKept((before) =>
          before.key === listKey && before.items.length > 0
            ? { ...before, moreError: error, isLoadingMore: false }
            : { ...nothing<Item>(listKey), state: 'failed', error },
        );
      }
    },
    [listKey],
  );
  const reload = useCallback(() => void read([], latest.current.now.items.length), [read]);
  const loadMore = useCallback(() => {
    const { items, hasMore, isLoadingMore } = latest.current.now;
    if (!hasMore || isLoadingMore) return;
    setKept((before) => ({ ...before, isLoadingMore: true, moreError: undefined }));
    void read(items, items.length + 1);
  }, [read]);
  useEffect(() => void read([], 0), [read]);
  useEffect(() => {
    const { current } = latest;
    return () => void current.attempt++;
  }, []);
  const reloadSoon = useSoon(reload);
  useEffect(
    () =>
      onChange((change) => {
        if (latest.current.reloadOn?.(change)) reloadSoon();
      }),
    [onChange, reloadSoon],
  );
  useBackOnline(now.state === 'failed' && isOffline(now.error), reload);
  const { key: _key, ...shown } = now;
  return { ...shown, loadMore, reload };
}
