import type { BilingualName, Department, Engagement, Me, Person } from '@countinghouse/protocol';
import type { Messenger, Watched } from '@countinghouse/sdk';
import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useNameOf } from './locale.tsx';
import { PresenceProvider } from './presence.tsx';
import { Unhurried } from './unhurried.ts';

const MessengerContext = createContext<Messenger | null>(null);

export function MessengerProvider({ messenger, children }: { messenger: Messenger; children: ReactNode }) {
  return (
    <MessengerContext value={messenger}>
      <PresenceProvider messenger={messenger}>{children}</PresenceProvider>
    </MessengerContext>
  );
}

export function useMessenger(): Messenger {
  const messenger = useContext(MessengerContext);
  if (!messenger) throw new Error('useMessenger outside MessengerProvider');
  return messenger;
}

export function useWatched<State>(watched: Watched<State>): State {
  return useSyncExternalStore(useSubscribe(watched), () => watched.getSnapshot());
}

/** Stays the same, so that who watches need not begin anew with each drawing. */
function useSubscribe<State>(watched: Watched<State>) {
  return useCallback((listener: () => void) => watched.subscribe(listener), [watched]);
}

/** Only a part of it: the caller is drawn anew when that part is another one. `select` gives the same value for the same state. */
export function useSelected<State, Part>(watched: Watched<State>, select: (state: State) => Part): Part {
  // Asked for several times for each drawing, and the list has a thousand rows to look through.
  let last: { state: State; part: Part } | undefined;
  return useSyncExternalStore(useSubscribe(watched), () => {
    const state = watched.getSnapshot();
    if (last?.state !== state) last = { state, part: select(state) };
    return last.part;
  });
}

/**
 * As `useSelected`, for what many look at and nobody reads to the instant: what changes in between draws nothing. After
 * `null`, where there was nothing to show yet, the next is drawn at once.
 */
export function useSelectedUnhurried<State, Part>(watched: Watched<State>, select: (state: State) => Part): Part {
  const [shown, setShown] = useState(() => select(watched.getSnapshot()));
  const latest = useRef(select);
  latest.current = select;
  const wasNothing = useRef(shown === null);
  useEffect(() => {
    const show = () => {
      const part = latest.current(watched.getSnapshot());
      wasNothing.current = part === null;
      // What somebody types or opens comes first.
      startTransition(() => setShown(() => part));
    };
    const pace = new Unhurried(show);
    // It may have changed between the drawing and now.
    show();
    const stop = watched.subscribe(() => (wasNothing.current ? show() : pace.ask()));
    return () => {
      stop();
      pace.stop();
    };
  }, [watched]);
  return shown;
}

export interface DirectoryData {
  people: readonly Person[];
  departments: readonly Department[];
  engagements: readonly Engagement[];
}

interface SessionContextValue {
  me: Me;
  directory: DirectoryData;
  /** Fetch both again, after something that changes them. */
  reload(): void;
}

const SessionContext = createContext<SessionContextValue | null>(null);

export function SessionProvider({ children, me, directory, reload }: SessionContextValue & { children: ReactNode }) {
  // All who show a name listen to it.
  const value = useMemo(() => ({ me, directory, reload }), [me, directory, reload]);
  return <SessionContext value={value}>{children}</SessionContext>;
}

function useSession(): SessionContextValue {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useMe or useDirectory outside SessionProvider');
  return session;
}

/** Who is signed in. */
export function useMe(): Me {
  return useSession().me;
}

export interface Directory extends DirectoryData {
  person(id: string | null | undefined): Person | undefined;
  department(id: string | null | undefined): Department | undefined;
  engagement(id: string | null | undefined): Engagement | undefined;
  /** The name in the reader's language; `…` for somebody the reader may not see. */
  nameOfPerson(id: string | null | undefined): string;
  nameOf(name: BilingualName): string;
  reload(): void;
}

export function useDirectory(): Directory {
  const { directory, reload } = useSession();
  const nameOf = useNameOf();
  return useMemo(() => {
    const byId = indexDirectory(directory);
    const person = (id: string | null | undefined) => (id ? byId.people.get(id) : undefined);
    return {
      ...directory,
      person,
      department: (id) => (id ? byId.departments.get(id) : undefined),
      engagement: (id) => (id ? byId.engagements.get(id) : undefined),
      nameOfPerson: (id) => {
        const found = person(id);
        return found ? nameOf(found.name) : '…';
      },
      nameOf,
      reload,
    };
  }, [directory, nameOf, reload]);
}

const indexes = new WeakMap<DirectoryData, ReturnType<typeof makeIndex>>();

/** Once for all who look somebody up: a firm has hundreds of people, and a page hundreds of names. */
function indexDirectory(directory: DirectoryData) {
  const known = indexes.get(directory) ?? makeIndex(directory);
  indexes.set(directory, known);
  return known;
}

function makeIndex(directory: DirectoryData) {
  const index = <T extends { id: string }>(items: readonly T[]) => new Map<string, T>(items.map((i) => [i.id, i]));
  return {
    people: index(directory.people),
    departments: index(directory.departments),
    engagements: index(directory.engagements),
  };
}
