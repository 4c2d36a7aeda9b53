import { type ConversationId, conversations, identity, sync } from '@countinghouse/protocol';
import type { BrowserContext, JSHandle, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { polling, watchAddresses } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { nowhereYet, type Person } from '../stage/person.ts';

/** People hear of what comes in while they look elsewhere: once, as they chose, and not before they were asked. */
export function describeNotifying(open: () => DemoFirm): void {
  describe('notifying', () => {
    test('notifications are offered once somebody writes to the person, and "later" is kept', async () => {
      const firm = open();
      const [sun, zhou] = await firm.admit('sun', 'zhou');
      const id = await openDirect(sun, zhou);
      await listen(sun.page, '/');
      const offer = sun.page.getByRole('button', { name: '开启通知' });
      expect(await offer.count()).toBe(0);
      await write(zhou, id, '在吗');
      await offer.waitFor();
      await sun.page.getByRole('button', { name: '以后再说' }).click();
      await offer.waitFor({ state: 'detached' });
      await listen(sun.page, '/');
      await write(zhou, id, '看到请回');
      await sun.page.getByText('看到请回').first().waitFor();
      expect(await offer.count()).toBe(0);
    });

    test('two pages and a push show one notification, a click leads to the message, reading elsewhere takes it away', async () => {
      const firm = open();
      const [sun, zhou] = await Promise.all([
        firm.signIn('sun', { ...nowhereYet, isKept: true }),
        firm.signIn('zhou', nowhereYet),
      ]);
      const id = await openDirect(sun, zhou);
      await sun.context.grantPermissions(['notifications'], { origin: firm.server.baseUrl });
      const second = await sun.context.newPage();
      await Promise.all([listen(sun.page, '/'), listen(second, '/invoices')]);
      for (const page of [sun.page, second]) await lookAway(page);
      const shows = await countShown(sun);
      const { seq } = await write(zhou, id, '今天能出报告吗');
      const expected = { body: '今天能出报告吗', conversationId: id, seq };
      await expect.poll(shows, polling).toBe(1);
      expect(await notesOn(sun.page)).toEqual([expected]);

      // The push about the same message comes after it, and one about a newer message takes its place.
      await deliver(sun, { conversationId: id, seq, title: '周', body: '发来消息' });
      await deliver(sun, { conversationId: id, seq: seq + 1, title: '周', body: '又发来消息' });
      const newer = { body: '又发来消息', conversationId: id, seq: seq + 1 };
      await expect.poll(shows, polling).toBe(2);
      expect(await notesOn(sun.page)).toEqual([newer]);
      await write(zhou, id, '又一条');

      const addresses = [sun.page, second].map(watchAddresses);
      await click(sun);
      await expect.poll(() => addresses.flat().join(), polling).toContain(`/c/${id}?at=`);
      const { conversations: rows } = await sun.ask(sync.snapshot);
      const headSeq = rows.find((row) => row.id === id)?.headSeq ?? 0;
      await sun.ask(conversations.moveCursor, { params: { conversationId: id }, body: { seq: headSeq } });
      await expect.poll(() => notesOn(sun.page), polling).toEqual([]);
    });

    test('quiet hours that are chosen on one device hold on the other', async () => {
      const firm = open();
      const path = '/me';
      const [one, two] = await Promise.all([firm.signIn('he', { path }), firm.signIn('he', { path, size: 'phone' })]);
      const quiet = (device: Person) => device.page.getByRole('switch', { name: '每天' });
      await quiet(two).waitFor();
      await quiet(one).click();
      await two.page.getByLabel('开始时间').waitFor();
      await two.page.getByLabel('结束时间').fill('07:30');
      await two.page.getByLabel('结束时间').blur();
      await expect.poll(() => one.page.getByLabel('结束时间').inputValue(), polling).toBe('07:30');
      await one.page.getByRole('button', { name: '一小时' }).click();
      await two.page.getByText(/^免打扰至 /).waitFor();
      await two.page.getByRole('button', { name: '现在结束' }).click();
      await quiet(two).click();
      await expect.poll(() => quiet(one).isChecked(), polling).toBe(false);
    });
  });
}

async function openDirect(person: Person, other: Person): Promise<ConversationId> {
  const { person: peer } = await other.ask(identity.me);
  return (await person.ask(conversations.openDirect, { body: { userId: peer.id } })).id;
}

const write = (person: Person, conversationId: ConversationId, text: string) =>
  person.ask(conversations.postMessage, { params: { conversationId }, body: { clientId: newClientId(), text } });

/** Opens a page and waits until it knows what its reader wants to hear of, and has the list. */
async function listen(page: Page, path: string): Promise<void> {
  const answers = ['/api/me/notifications', '/api/sync'].map((address) =>
    page.waitForResponse((answer) => new URL(answer.url()).pathname.startsWith(address) && answer.ok()),
  );
  await page.goto(path);
  await Promise.all(answers);
}

/** Pages of a test are all in front and looked at, unless they are told otherwise. */
async function lookAway(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  const elsewhere = await page.context().newPage();
  await elsewhere.bringToFront();
  await expect.poll(() => page.evaluate(() => document.hasFocus()), polling).toBe(false);
}

interface Note {
  body: string;
  conversationId: string;
  seq: number;
}

const notesOn = (page: Page): Promise<Note[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const shown = await registration.getNotifications();
    return shown.map(({ body, data }) => ({ body, conversationId: data.conversationId, seq: data.seq }));
  });

/**
 * How many notifications were shown from now on. Chromium forgets what it is about to show when it is asked for what it
 * shows: nobody may ask again and again for that.
 */
async function countShown({ context }: Person): Promise<() => Promise<number>> {
  const scope = await scopeOf(context);
  const counted = await scope.evaluateHandle(({ registration }) => {
    const shown = { count: 0 };
    const show = registration.showNotification.bind(registration);
    registration.showNotification = async (title, options) => {
      await show(title, options);
      shown.count++;
    };
    return shown;
  });
  return () => counted.evaluate(({ count }) => count);
}

/** What the page's types do not know of the worker's global. */
interface WorkerScope extends EventTarget {
  registration: ServiceWorkerRegistration;
  NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
}

async function scopeOf(context: BrowserContext): Promise<JSHandle<WorkerScope>> {
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('there is no service worker');
  return worker.evaluateHandle(() => globalThis as unknown as WorkerScope); // runs in the worker, whose global it is
}

/** As the browser's push service hands it over. */
async function deliver({ page }: Person, message: object): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const found = new Promise<string>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await session.send('ServiceWorker.enable');
  const registrationId = await found;
  const { origin } = new URL(page.url());
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(message) });
  await session.detach();
}

/** As the system tells the worker of a click. */
async function click({ context }: Person): Promise<void> {
  const scope = await scopeOf(context);
  await scope.evaluate(async (worker) => {
    const [notification] = await worker.registration.getNotifications();
    if (!notification) throw new Error('there is no notification');
    worker.dispatchEvent(new worker.NotificationEvent('notificationclick', { notification }));
  });
}
