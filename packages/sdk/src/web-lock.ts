// A window that the browser has frozen may keep its lock for days. Whoever waits for longer takes it away; an answer
// that is under way longer than this is rare, and the client ids make a second request harmless.
const lockPatienceMs = 5_000;

/** Runs `work` under a lock that all windows of this browser share; without locks (pages without TLS) it just runs. */
export async function withWebLock<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  if (!('locks' in navigator)) return work();
  const under: { way?: Promise<Result> } = {};
  const begin = () => {
    under.way = work();
    return under.way;
  };
  try {
    return await navigator.locks.request(name, { signal: AbortSignal.timeout(lockPatienceMs) }, begin);
  } catch (error) {
    // Once the work has begun, its own end counts, also where another window took the lock away meanwhile.
    if (under.way !== undefined) return under.way;
    if (!(error instanceof DOMException)) throw error;
  }
  try {
    return await navigator.locks.request(name, { steal: true }, begin);
  } catch (error) {
    if (under.way !== undefined) return under.way;
    throw error;
  }
}
