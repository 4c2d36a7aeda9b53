/** What `early-requests.ts` has asked for, by path. `uses`: how often the start asks for it. */
export type EarlyAnswers = Map<string, { answer: Promise<Response>; uses: number }>;

declare global {
  interface Window {
    earlyAnswers?: EarlyAnswers;
  }
}

/** After this an answer is no longer news. */
const freshMs = 10_000;

/**
 * A `fetch` that gives the answers to what was asked before this script ran, each as often as the start needs it. What
 * is written changes what would be answered, such as who is signed in: from then on everything is asked for anew.
 */
export function fetchWithEarly(
  early: EarlyAnswers | undefined,
  fetch: typeof globalThis.fetch,
  now: () => number = () => performance.now(),
): typeof globalThis.fetch {
  const startedAt = now();
  return async (input, init) => {
    if (!early || early.size === 0) return fetch(input, init);
    const path = typeof input === 'string' ? new URL(input, window.location.href).pathname : '';
    const isRead = (init?.method ?? 'GET') === 'GET';
    if (!isRead || now() - startedAt > freshMs) early.clear();
    const known = isRead && typeof input === 'string' && !input.includes('?') ? early.get(path) : undefined;
    if (!known) return fetch(input, init);
    known.uses -= 1;
    if (known.uses <= 0) early.delete(path);
    // Where it could not be asked, it is asked again.
    const answer = await known.answer.catch(() => null);
    return answer ? answer.clone() : fetch(input, init);
  };
}

const keptKey = 'countinghouse.list-kept';

/** Tells the next opening whether this device keeps the list. */
export function noteListKept(isKept: boolean): void {
  try {
    if (isKept) localStorage.setItem(keptKey, '1');
    else localStorage.removeItem(keptKey);
  } catch {
    // Without storage everything is asked for each time.
  }
}
