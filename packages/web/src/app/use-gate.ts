import { identity, type Me, Refusal } from '@countinghouse/protocol';
import type { Messenger } from '@countinghouse/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isOffline } from '../shared/describe-refusal.ts';
import { useLocale } from '../shared/locale.tsx';
import { type DirectoryData, useWatched } from '../shared/messenger.tsx';
import { useSoon } from '../shared/use-soon.ts';

/** While the server cannot be reached, it is asked again at this pace. */
const retryMs = 5000;

type GateState =
  | { kind: 'checking' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'signed-out'; wasEnded: boolean; token: string | null }
  | { kind: 'signed-in'; me: Me; directory: DirectoryData };

/** Finds out who is signed in, starts the messenger for them, and notices when the session ends. */
export function useGate(messenger: Messenger, token: string | null) {
  const [state, setState] = useState<GateState>(() =>
    token ? { kind: 'signed-out', wasEnded: false, token } : { kind: 'checking' },
  );
  const { setLocale } = useLocale();
  const { connection } = useWatched(messenger.list);
  const isStarted = useRef(false);

  const load = useCallback(async () => {
    const [me, directory] = await Promise.all([messenger.call(identity.me), messenger.call(identity.directory)]);
    setState({ kind: 'signed-in', me, directory });
    return me;
  }, [messenger]);

  const check = useCallback(() => {
    const open = async () => {
      const me = await load();
      setLocale(me.locale);
      if (isStarted.current) return;
      isStarted.current = true;
      await messenger.start();
    };
    open().catch((error: unknown) => {
      isStarted.current = false;
      const isSignedOut = error instanceof Refusal && error.refusal === 'session_missing';
      setState(isSignedOut ? { kind: 'signed-out', wasEnded: false, token: null } : { kind: 'failed', error });
    });
  }, [messenger, load, setLocale]);

  const reload = useCallback(() => {
    // What is shown stays; the next change or page load tries again.
    load().catch(() => {});
  }, [load]);

  useEffect(() => {
    if (!token) check();
  }, [token, check]);
  const reloadSoon = useSoon(reload);
  const lacksServer = state.kind === 'failed' && isOffline(state.error);
  useEffect(() => {
    if (!lacksServer) return;
    const timer = setInterval(check, retryMs);
    return () => clearInterval(timer);
  }, [lacksServer, check]);
  useEffect(
    () =>
      messenger.onChange((change) => {
        if (change.kind === 'me') reloadSoon();
      }),
    [messenger, reloadSoon],
  );
  useEffect(() => {
    if (connection !== 'signed-out' || !isStarted.current) return;
    isStarted.current = false;
    messenger.stop();
    setState({ kind: 'signed-out', wasEnded: true, token: null });
  }, [connection, messenger]);
  return { state, check, reload };
}
