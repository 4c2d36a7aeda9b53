const triedKey = 'countinghouse.reloaded';
const pauseMs = 60_000;

/**
 * After an update the server no longer has the parts that an open page was built of. The page is loaded anew, once a
 * minute at most, so that a part that is really missing does not reload for ever; and never while the server cannot be
 * reached, when there would be no page afterwards.
 */
export function reloadAfterUpdate(window: Window): void {
  window.addEventListener('vite:preloadError', () => {
    const last = Number(window.sessionStorage.getItem(triedKey) ?? 0);
    if (Date.now() - last < pauseMs) return;
    window
      .fetch('/healthz', { cache: 'no-store' })
      .then(({ ok }) => {
        if (!ok) return;
        window.sessionStorage.setItem(triedKey, String(Date.now()));
        window.location.reload();
      })
      .catch(() => undefined);
  });
}
