import { type QueryOf, type SearchGroup, search } from '@countinghouse/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useMessenger } from '../../shared/messenger.tsx';

type SearchQuery = QueryOf<typeof search.search>;

interface ResultsState {
  key: string | null;
  groups: readonly SearchGroup[] | null;
  error: unknown;
  isBusy: boolean;
}

export interface Results {
  /** What was found last; stays while the next search runs. Null: nothing was looked for, or it failed. */
  groups: readonly SearchGroup[] | null;
  /** Where there are groups: why the next page of them is not there. */
  error: unknown;
  isBusy: boolean;
  retry(): void;
  /** The next page of the one kind that was asked for. */
  loadMore(): void;
}

const nothing: ResultsState = { key: null, groups: null, error: undefined, isBusy: false };

/** Looks as often as the query changes; an answer that comes after the next question is dropped. */
export function useResults(query: SearchQuery | null): Results {
  const { call } = useMessenger();
  const key = query && JSON.stringify(query);
  const [state, setState] = useState(nothing);
  const latest = useRef({ attempt: 0, query, state });
  latest.current.query = query;
  latest.current.state = state;
  const ask = useCallback(
    async (cursor: string | null) => {
      const asked = latest.current.query;
      const attempt = ++latest.current.attempt;
      const isCurrent = () => latest.current.attempt === attempt;
      if (!asked) return setState(nothing);
      const askedKey = JSON.stringify(asked);
      setState((before) => ({ ...before, isBusy: true }));
      try {
        const { groups } = await call(search.search, { query: { ...asked, ...(cursor === null ? {} : { cursor }) } });
        if (!isCurrent()) return;
        setState((before) => ({
          key: askedKey,
          groups: cursor === null ? groups : joinPages(before.groups ?? [], groups),
          error: undefined,
          isBusy: false,
        }));
      } catch (error) {
        // What was found already stays.
        if (isCurrent())
          setState(({ groups }) => ({ key: askedKey, groups: cursor === null ? null : groups, error, isBusy: false }));
      }
    },
    [call],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is the reason to look again.
  useEffect(() => void ask(null), [key, ask]);
  const loadMore = useCallback(() => {
    const { groups, isBusy } = latest.current.state;
    const next = groups?.length === 1 ? groups[0]?.next : null;
    if (next && !isBusy) void ask(next);
  }, [ask]);
  const retry = useCallback(() => void ask(null), [ask]);
  return { groups: state.groups, error: state.error, isBusy: state.isBusy, retry, loadMore };
}

function joinPages(before: readonly SearchGroup[], added: readonly SearchGroup[]): SearchGroup[] {
  return added.map((group) => {
    const known = before.find(({ kind }) => kind === group.kind);
    return known ? { ...group, hits: [...known.hits, ...group.hits] } : group;
  });
}
