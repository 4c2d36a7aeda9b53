/** Whether this page speaks for all pages of its person in this browser. */
export interface TabLead {
  /** `undefined` until the browser has answered for the first time. */
  isLead(): boolean | undefined;
  stop(): void;
}

/**
 * Of the pages of one person in one browser one speaks for all, until it goes. Where the browser has no locks each page
 * speaks, and the tag of a notification still lets one of them be seen. `onKnown` is called once, with the first answer,
 * and not at all where there is none to wait for.
 */
export function leadTabs(userId: string, onKnown: () => void): TabLead {
  if (!navigator.locks) return { isLead: () => true, stop: () => {} };
  const name = `countinghouse-notifier-${userId}`;
  let isLead: boolean | undefined;
  const gone = Promise.withResolvers<void>();
  const waiting = new AbortController();
  const lead = () => {
    isLead = true;
    return gone.promise;
  };
  const waitForTurn = () => navigator.locks.request(name, { signal: waiting.signal }, lead);
  const ask = () =>
    navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (waiting.signal.aborted) return;
      const until = lock ? lead() : undefined;
      isLead ??= false;
      onKnown();
      return until;
    });
  ask()
    .then(() => (waiting.signal.aborted ? undefined : waitForTurn()))
    .catch(() => undefined);
  return {
    isLead: () => isLead,
    stop: () => {
      isLead = false;
      waiting.abort();
      gone.resolve();
    },
  };
}
