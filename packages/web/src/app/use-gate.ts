import { identity, type Me, Refusal } from '@countinghouse/protocol';
import type { Messenger } from '@countinghouse/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isOffline } from '../shared/describe-refusal.ts';
import { useLocale } from '../shared/locale.tsx';
import { type DirectoryData, useSelected } from '../shared/messenger.tsx';
import { useSoon } from '../shared/use-soon.ts';
import { noteListKept } from './early-answers.ts';
import { forgetSession, type KeptSession, keepSession, readSession } from './kept-session.ts';

/** While the server cannot be reached, it is asked again at this pace. */
const retryMs = 5000;
/** How long the first screen waits for the list before it is shown without. */
const listPatienceMs = 400;
/** What was just fetched is fetched again after this, when the first screen stands: the start itself announces a change. */
const freshMs = 3000;

type GateState =
  | { kind: 'checking' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'signed-out'; wasEnded: boolean; token: string | null }
  | { kind: 'signed-in'; me: Me; directory: DirectoryData };

/** From the server, or as this device last had it where the server cannot be reached. */
async function loadSession({ call }: Messenger): Promise<KeptSession> {
  try {
    const [me, directory] = await Promise.all([call(identity.me), call(identity.directory)]);
    void keepSession({ me, directory });
    return { me, directory };
  } catch (error) {
    const kept = isOffline(error) ? await readSession() : null;
    if (kept) return kept;
    throw error;
  }
}

/** Nothing of one person stays for the next. */
function forget(): void {
  noteListKept(false);
  void forgetSession();
}

/** Finds out who is signed in, starts the messenger for them, and notices when the session ends. */
export function useGate(messenger: Messenger, token: string | null) {
  const [state, setState] = useState<GateState>(() =>
    token ? { kind: 'signed-out', wasEnded: false, token } : { kind: 'checking' },
  );
  const { setLocale } = useLocale();
  const connection = useSelected(messenger.list, (now) => now.connection);
  const isStarted = useRef(false);

  const load = useCallback(
    async (first?: Promise<unknown>) => {
      const session = await loadSession(messenger);
      await first;
      setLocale(session.me.locale);
      setState({ kind: 'signed-in', ...session });
    },
    [messenger, setLocale],
  );

  const check = useCallback(() => {
    const open = async () => {
      // Who it is and what waits for them are asked for together; without a session both are refused.
      const starting = isStarted.current ? undefined : messenger.start();
      starting?.catch(() => undefined);
      // The list belongs to the first screen; a slow one must not hold up the rest of it.
      const isThere = starting?.catch(() => undefined);
      await load(isThere && Promise.race([isThere, new Promise((resolve) => setTimeout(resolve, listPatienceMs))]));
      isStarted.current = true;
      await starting;
      noteListKept(true);
    };
    open().catch((error: unknown) => {
      isStarted.current = false;
      const isSignedOut = error instanceof Refusal && error.refusal === 'session_missing';
      if (isSignedOut) forget();
      setState(isSignedOut ? { kind: 'signed-out', wasEnded: false, token: null } : { kind: 'failed', error });
    });
  }, [messenger, load]);

  const reload = useCallback(() => {
    // What is shown stays; the next change or page load tries again.
    load().catch(() => {});
  }, [load]);

  useEffect(() => {
    if (!token) check();
  }, [token, check]);
  const reloadSoon = useSoon(reload);
  const loadedAt = useRef(0);
  useEffect(() => {
    if (state.kind === 'signed-in') loadedAt.current = Date.now();
  }, [state]);
  const lacksServer = state.kind === 'failed' && isOffline(state.error);
  useEffect(() => {
    if (!lacksServer) return;
    const timer = setInterval(check, retryMs);
    return () => clearInterval(timer);
  }, [lacksServer, check]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopListening = messenger.onChange((change) => {
      if (change.kind !== 'me') return;
      const isFresh = Date.now() - loadedAt.current < freshMs;
      clearTimeout(timer);
      timer = setTimeout(reloadSoon, isFresh ? freshMs : 0);
    });
    return () => {
      stopListening();
      clearTimeout(timer);
    };
  }, [messenger, reloadSoon]);
  useEffect(() => {
    if (connection !== 'signed-out' || !isStarted.current) return;
    isStarted.current = false;
    messenger.stop();
    forget();
    setState({ kind: 'signed-out', wasEnded: true, token: null });
  }, [connection, messenger]);
  return { state, check, reload };
}
