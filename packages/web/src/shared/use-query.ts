import type { Endpoint, ResponseOf } from '@countinghouse/protocol';
import type { CallInput, Change } from '@countinghouse/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { afterPaint } from './after-paint.ts';
import { isOffline } from './describe-refusal.ts';
import { useMessenger } from './messenger.tsx';
import { useBackOnline } from './use-back-online.ts';
import { useSoon } from './use-soon.ts';

export type QueryState<Data> =
  | { status: 'loading'; data: undefined; error: undefined }
  | { status: 'failed'; data: undefined; error: unknown }
  | { status: 'ready'; data: Data; error: undefined };

export type Query<Data> = QueryState<Data> & {
  /** Fetch again; what is shown stays until the answer is here. */
  reload(): void;
  /** Put in place what another call answered, such as the new state of an edited claim. */
  replace(data: Data): void;
};

interface QueryOptions {
  /** Fetch again after changes for which this says yes. */
  reloadOn?: (change: Change) => boolean;
}

const loading = { status: 'loading', data: undefined, error: undefined } as const;

/** Calls an endpoint and keeps its answer. `input` null: nothing is fetched yet. */
export function useQuery<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E> | null,
  options: QueryOptions = {},
): Query<ResponseOf<E>> {
  const { call, onChange } = useMessenger();
  const key = input === null ? null : `${endpoint.id} ${JSON.stringify(input)}`;
  const [kept, setKept] = useState<{ key: string | null; state: QueryState<ResponseOf<E>> }>({ key, state: loading });
  const latest = useRef({ call, endpoint, input, key, attempt: 0, reloadOn: options.reloadOn });
  Object.assign(latest.current, { call, endpoint, input, key, reloadOn: options.reloadOn });

  const reload = useCallback(() => {
    const now = latest.current;
    if (now.input === null) return;
    const attempt = ++now.attempt;
    const askedKey = now.key;
    const keep = (state: QueryState<ResponseOf<E>>) => {
      if (latest.current.attempt === attempt) setKept({ key: askedKey, state });
    };
    now.call(now.endpoint, now.input).then(
      (data) => keep({ status: 'ready', data, error: undefined }),
      (error: unknown) => keep({ status: 'failed', data: undefined, error }),
    );
  }, []);

  const reloadSoon = useSoon(reload);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key is the reason to fetch again.
  useEffect(() => afterPaint(reload), [key, reload]);
  useEffect(
    () =>
      onChange((change) => {
        if (latest.current.reloadOn?.(change)) reloadSoon();
      }),
    [onChange, reloadSoon],
  );
  const lacksServer = kept.state.status === 'failed' && isOffline(kept.state.error);
  useBackOnline(lacksServer, reload);
  const replace = useCallback((data: ResponseOf<E>) => {
    latest.current.attempt++;
    setKept({ key: latest.current.key, state: { status: 'ready', data, error: undefined } });
  }, []);
  const state = kept.key === key ? kept.state : loading;
  return { ...state, reload, replace };
}
