import type { BilingualName, Department, Engagement, Me, Person } from '@countinghouse/protocol';
import type { Messenger, Watched } from '@countinghouse/sdk';
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import { useNameOf } from './locale.tsx';

const MessengerContext = createContext<Messenger | null>(null);

export function MessengerProvider({ messenger, children }: { messenger: Messenger; children: ReactNode }) {
  return <MessengerContext value={messenger}>{children}</MessengerContext>;
}

export function useMessenger(): Messenger {
  const messenger = useContext(MessengerContext);
  if (!messenger) throw new Error('useMessenger outside MessengerProvider');
  return messenger;
}

export function useWatched<State>(watched: Watched<State>): State {
  return useSyncExternalStore(
    (listener) => watched.subscribe(listener),
    () => watched.getSnapshot(),
  );
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

export function SessionProvider({ children, ...value }: SessionContextValue & { children: ReactNode }) {
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
  const byId = useMemo(() => indexDirectory(directory), [directory]);
  return useMemo(() => {
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
  }, [directory, byId, nameOf, reload]);
}

function indexDirectory(directory: DirectoryData) {
  const index = <T extends { id: string }>(items: readonly T[]) => new Map<string, T>(items.map((i) => [i.id, i]));
  return {
    people: index(directory.people),
    departments: index(directory.departments),
    engagements: index(directory.engagements),
  };
}
