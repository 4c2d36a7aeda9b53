import { notifications, type PushTarget } from '@countinghouse/protocol';
import type { Call } from '@countinghouse/sdk';
import type { ShownNote, ToWorker } from '../../shared/worker-messages.ts';

/** `missing`: this browser, or a page without TLS, knows no notifications. */
export type Permission = NotificationPermission | 'missing';

/** The page waits for the browser's other process to answer: while messages pour in, not for each of them. */
const permissionHoldsMs = 1000;
let answered: { permission: Permission; atMs: number } | undefined;

export function permissionOf(): Permission {
  if (typeof Notification === 'undefined') return 'missing';
  const nowMs = performance.now();
  if (!answered || nowMs - answered.atMs >= permissionHoldsMs) {
    answered = { permission: Notification.permission, atMs: nowMs };
  }
  return answered.permission;
}

/** To be called by a click of the person, or browsers do not ask. */
export async function askPermission(): Promise<Permission> {
  answered = undefined;
  return typeof Notification === 'undefined' ? 'missing' : Notification.requestPermission();
}

const registered = (): Promise<ServiceWorkerRegistration | undefined> | undefined =>
  navigator.serviceWorker?.getRegistration();

/** Through the service worker, which knows of the other pages; by the page itself where there is none. */
export async function showNote(
  note: ShownNote,
  { isSilent, onOpen }: { isSilent: boolean; onOpen(): void },
): Promise<void> {
  const worker = (await registered())?.active;
  if (worker) {
    tell(worker, { kind: 'note', note, isSilent });
    return;
  }
  if (document.visibilityState === 'visible' && document.hasFocus()) return;
  const shown = new Notification(note.title, {
    body: note.body,
    tag: `conversation-${note.conversationId}`,
    silent: isSilent,
  });
  shown.onclick = () => {
    window.focus();
    shown.close();
    onOpen();
  };
}

export async function forgetNotes(read: { conversationId: string; seq: number }): Promise<void> {
  // With each message that is read: where nothing can have been shown, the browser is asked for nothing.
  if (permissionOf() !== 'granted') return;
  const worker = (await registered())?.active;
  if (worker) tell(worker, { kind: 'read', ...read });
}

const tell = (worker: ServiceWorker, message: ToWorker): void => worker.postMessage(message);

export const isPushPossible = (): boolean =>
  typeof navigator !== 'undefined' && 'serviceWorker' in navigator && typeof PushManager !== 'undefined';

/** Whom the browser's subscription is for: others sign in to the same browser too. */
const ownerKey = 'countinghouse.push-of';

export interface PushOwner {
  call: Call;
  userId: string;
  pushKey: string;
}

/** Throws where the browser's push service cannot be reached or refuses. */
export async function startPush({ call, userId, pushKey }: PushOwner): Promise<void> {
  const registration = await registered();
  if (!registration) throw new Error('there is no service worker');
  const known = await registration.pushManager.getSubscription();
  const fits = known && keyOf(known) === pushKey;
  if (known && !fits) await known.unsubscribe();
  const subscription =
    known && fits
      ? known
      : await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey });
  const { endpoint, keys } = subscription.toJSON();
  // The server looks at the form of each.
  const body = { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } } as PushTarget;
  await call(notifications.subscribe, { body });
  localStorage.setItem(ownerKey, userId);
}

export async function stopPush(call: Call): Promise<void> {
  await call(notifications.unsubscribe);
  localStorage.removeItem(ownerKey);
  await (await (await registered())?.pushManager.getSubscription())?.unsubscribe();
}

/**
 * What the server has forgotten, such as after a new sign-in of the same person, is said again. Of somebody else who used
 * this browser nothing stays: neither the subscription nor what is shown.
 */
export async function renewPush(owner: PushOwner): Promise<void> {
  const registration = await registered();
  const known = await registration?.pushManager.getSubscription();
  const knownOwner = localStorage.getItem(ownerKey);
  if (knownOwner === owner.userId) {
    if (known && keyOf(known) === owner.pushKey) await startPush(owner);
    return;
  }
  if (!known || knownOwner === null) return;
  await known.unsubscribe();
  localStorage.removeItem(ownerKey);
  for (const shown of (await registration?.getNotifications()) ?? []) shown.close();
}

function keyOf(subscription: PushSubscription): string {
  const bytes = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
