import type { Me } from '@countinghouse/protocol';
import type { DirectoryData } from '../shared/messenger.tsx';

export interface KeptSession {
  me: Me;
  directory: DirectoryData;
}

const cacheName = 'session';
const address = '/session';

/**
 * Who is signed in on this device and whom they know, for an opening without network. The browser's own storage of
 * answers holds it, which has room for the directory of a large firm; it exists where the page can be kept at all.
 */
export async function keepSession(session: KeptSession): Promise<void> {
  if (typeof caches === 'undefined') return;
  try {
    const cache = await caches.open(cacheName);
    await cache.put(address, new Response(JSON.stringify(session)));
  } catch {
    // Without room on the device it opens with network only.
  }
}

export async function readSession(): Promise<KeptSession | null> {
  if (typeof caches === 'undefined') return null;
  try {
    const kept = await caches.match(address, { cacheName });
    return kept ? ((await kept.json()) as KeptSession) : null; // Only `keepSession` writes there.
  } catch {
    return null;
  }
}

/** Nothing of one person stays for the next. */
export async function forgetSession(): Promise<void> {
  if (typeof caches === 'undefined') return;
  await caches.delete(cacheName).catch(() => undefined);
}
