/** Has the browser keep the client on the device, once the page has nothing better to do. Needs TLS or this machine. */
export function keepShell(window: Window): void {
  const { serviceWorker } = window.navigator;
  if (!serviceWorker || !import.meta.env.PROD) return;
  window.addEventListener('load', () => {
    // Where the browser refuses, the page works as before, with network.
    serviceWorker.register('/service-worker.js').catch(() => undefined);
  });
}
