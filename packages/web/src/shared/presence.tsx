import { type UserId, watchedPeopleMax } from '@countinghouse/protocol';
import type { Messenger, Watched } from '@countinghouse/sdk';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react';
import { followActivity } from './activity.ts';

/** Gathers whom the views on screen show, and tells it once for all that is drawn together. */
export class OnScreen {
  private readonly shown = new Map<UserId, number>();
  private readonly tell: (userIds: readonly UserId[]) => void;
  private isTold = true;

  constructor(tell: (userIds: readonly UserId[]) => void) {
    this.tell = tell;
  }

  /** Until the returned function is called. */
  show(userId: UserId): () => void {
    this.count(userId, 1);
    return () => this.count(userId, -1);
  }

  private count(userId: UserId, by: 1 | -1): void {
    const shown = (this.shown.get(userId) ?? 0) + by;
    if (shown > 0) this.shown.set(userId, shown);
    else this.shown.delete(userId);
    if (!this.isTold) return;
    this.isTold = false;
    queueMicrotask(() => {
      this.isTold = true;
      // Beyond this many nobody looks for a dot; those who came last are nearest to what the reader does.
      this.tell([...this.shown.keys()].slice(-watchedPeopleMax));
    });
  }
}

interface Presence extends Pick<Messenger, 'online' | 'away' | 'quiet'> {
  onScreen: OnScreen;
}

const PresenceContext = createContext<Presence | null>(null);

export function PresenceProvider({ messenger, children }: { messenger: Messenger; children: ReactNode }) {
  const presence = useMemo(() => {
    const { online, away, quiet } = messenger;
    return { onScreen: new OnScreen((userIds) => messenger.watchPeople(userIds)), online, away, quiet };
  }, [messenger]);
  useEffect(() => followActivity((isActive) => messenger.setActive(isActive)), [messenger]);
  return <PresenceContext value={presence}>{children}</PresenceContext>;
}

const neverChanges = () => {};

/** News of the person come for as long as the caller is on screen. */
export function useShownPerson(userId: UserId | null): Presence | null {
  const presence = useContext(PresenceContext);
  useEffect(() => (presence && userId ? presence.onScreen.show(userId) : undefined), [presence, userId]);
  return presence;
}

/** Drawn anew for this person only. */
function useIsAmong(people: Watched<ReadonlySet<UserId>> | undefined, userId: UserId | null): boolean {
  return useSyncExternalStore(
    useCallback((listener: () => void) => people?.subscribe(listener) ?? neverChanges, [people]),
    () => userId !== null && (people?.getSnapshot().has(userId) ?? false),
  );
}

/** On the line, and whether they touch any of their devices; null: not on the line. */
export type Standing = 'online' | 'away' | null;

/** How somebody stands, asked for as long as the caller is on screen. */
export function useStanding(userId: UserId | null): Standing {
  const presence = useShownPerson(userId);
  const isOnline = useIsAmong(presence?.online, userId);
  const isAway = useIsAmong(presence?.away, userId);
  if (!isOnline) return null;
  return isAway ? 'away' : 'online';
}

/** Whether somebody does not want to be disturbed now. */
export function useIsQuiet(userId: UserId | null): boolean {
  const presence = useShownPerson(userId);
  return useIsAmong(presence?.quiet, userId);
}
