import { handleNotifications, type NotifyingWorker } from './worker-notifications.ts';

/**
 * Keeps the built client on the device, so that the page opens without network. Nothing that belongs to a person goes
 * through here: addresses of the interface are left alone.
 */

/** What the DOM's types do not know of service workers. */
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
interface LifeEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LifeEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

// The build puts its files here; another build is another text, which is how the browser notices it.
const files: readonly string[] = ['__SHELL_FILES__'];
const cacheName = 'shell-__SHELL_DIGEST__';
/** A line this slow is as good as none; the page itself goes on trying. */
const patienceMs = 4000;

const worker = globalThis as unknown as Worker; // It runs in a worker, whose types cannot stand beside the page's.

worker.addEventListener('install', (event) => event.waitUntil(keepFiles().then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(dropOld().then(() => worker.clients.claim())));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname.startsWith('/api/') || pathname === '/healthz') return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (files.includes(pathname)) event.respondWith(openFile(request));
});

handleNotifications(worker as unknown as NotifyingWorker); // the same worker, of which that part knows more

async function keepFiles(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(
    files.map((file) => new Request(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload' })),
  );
}

async function dropOld(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith('shell-') && name !== cacheName).map((name) => caches.delete(name)),
  );
}

/** The server's page where it answers, else the kept one. */
async function openPage(request: Request): Promise<Response> {
  const kept = await caches.match('/', { cacheName });
  if (!kept) return fetch(request);
  try {
    return await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
  } catch {
    return kept;
  }
}

/** Files of a build never change under their names. */
async function openFile(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName })) ?? fetch(request);
}
