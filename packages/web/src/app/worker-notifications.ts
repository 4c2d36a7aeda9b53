import type { FromWorker, ShownNote, ToWorker } from '../shared/worker-messages.ts';

/** What the DOM's types do not know of service workers. */
export interface NotifyingWorker {
  readonly registration: {
    showNotification(title: string, options: NotificationOptions & { renotify?: boolean }): Promise<void>;
    getNotifications(filter?: { tag?: string }): Promise<Notification[]>;
  };
  readonly clients: {
    matchAll(filter: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Page[]>;
    openWindow(path: string): Promise<unknown>;
  };
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent & Lasting) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void;
  addEventListener(type: 'pushsubscriptionchange', listener: (event: RenewedEvent) => void): void;
}
interface Page {
  readonly focused: boolean;
  readonly visibilityState: DocumentVisibilityState;
  focus(): Promise<Page>;
  postMessage(message: FromWorker): void;
}
interface Lasting {
  waitUntil(work: Promise<unknown>): void;
}
interface PushEvent extends Lasting {
  readonly data: { json(): unknown } | null;
}
interface ClickEvent extends Lasting {
  readonly notification: Notification;
}
interface RenewedEvent extends Lasting {
  readonly newSubscription?: { toJSON(): unknown } | null;
}

const tagOf = ({ conversationId }: Pick<ShownNote, 'conversationId'>): string => `conversation-${conversationId}`;

/** Pushes, notifications of open pages, clicks: one place per device, so that several pages and a push show one. */
export function handleNotifications(worker: NotifyingWorker): void {
  let last: Promise<void> = Promise.resolve();
  // Chromium, asked what it shows while it is about to show something, forgets it: that could not be taken away again.
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  worker.addEventListener('push', (event) => {
    const note = readNote(event.data);
    if (note) event.waitUntil(inTurn(() => show(worker, note, false)));
  });
  worker.addEventListener('message', (event) => {
    const said = event.data as ToWorker; // only our own pages can speak to their worker
    if (said.kind === 'note') event.waitUntil(inTurn(() => show(worker, said.note, said.isSilent)));
    if (said.kind === 'read') event.waitUntil(inTurn(() => forget(worker, said)));
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { conversationId, seq } = event.notification.data as ShownNote; // set by `show`
    event.waitUntil(open(worker, `/c/${conversationId}?at=${seq}`));
  });
  worker.addEventListener('pushsubscriptionchange', (event) => {
    if (event.newSubscription) event.waitUntil(tellRenewed(event.newSubscription.toJSON()));
  });
}

/** The push service is outside the house: what it hands over counts only in the form that our server gives. */
function readNote(data: PushEvent['data']): ShownNote | undefined {
  try {
    const said = data?.json();
    if (typeof said !== 'object' || said === null) return undefined;
    const { conversationId, seq, title, body } = said as Record<string, unknown>; // each is looked at below
    if (typeof conversationId !== 'string' || !/^[0-9a-f-]{36}$/.test(conversationId)) return undefined;
    if (typeof seq !== 'number' || typeof title !== 'string' || typeof body !== 'string') return undefined;
    return { conversationId, seq, title, body };
  } catch {
    return undefined;
  }
}

const pagesOf = (worker: NotifyingWorker): Promise<readonly Page[]> =>
  worker.clients.matchAll({ type: 'window', includeUncontrolled: true });

async function show(worker: NotifyingWorker, note: ShownNote, isSilent: boolean): Promise<void> {
  const pages = await pagesOf(worker);
  if (pages.some((page) => page.focused && page.visibilityState === 'visible')) return;
  const tag = tagOf(note);
  const shown = await worker.registration.getNotifications({ tag });
  if (shown.some((other) => (other.data as ShownNote).seq >= note.seq)) return; // set below
  await worker.registration.showNotification(note.title, {
    body: note.body,
    tag,
    renotify: true,
    silent: isSilent,
    icon: '/icon-192.png',
    badge: '/icon-badge.png',
    data: note,
  });
}

async function forget(worker: NotifyingWorker, read: { conversationId: string; seq: number }): Promise<void> {
  for (const shown of await worker.registration.getNotifications({ tag: tagOf(read) })) {
    if ((shown.data as ShownNote).seq <= read.seq) shown.close(); // set by `show`
  }
}

/** In a page that is open, else in a new one. */
async function open(worker: NotifyingWorker, path: string): Promise<void> {
  const pages = await pagesOf(worker);
  const page = pages.find(({ visibilityState }) => visibilityState === 'visible') ?? pages[0];
  if (!page) {
    await worker.clients.openWindow(path);
    return;
  }
  page.postMessage({ kind: 'open', path });
  // Browsers let a page come to the front only for a click that is fresh.
  await page.focus().catch(() => undefined);
}

/** The browser gave the device another address; the session's cookie says whose it is. */
async function tellRenewed(subscription: unknown): Promise<void> {
  await fetch('/api/me/push', {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(subscription),
  });
}
