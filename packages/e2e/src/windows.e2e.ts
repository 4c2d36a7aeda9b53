import { createServer, type Server } from 'node:http';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './stage/browser.ts';
import { findFreePort } from './stage/free-port.ts';
import { ordinaryView, type View } from './stage/person.ts';
import { Windows } from './stage/windows.ts';

/** Everything that a page can leave on a device, and what it finds of it. */
const leaveAll = async () => {
  localStorage.setItem('left', 'here');
  sessionStorage.setItem('left', 'here');
  await cookieStore.set('left', 'here');
  await (await caches.open('left')).put('/left', new Response('here'));
  await (await navigator.storage.getDirectory()).getFileHandle('left', { create: true });
  await new Promise((resolve) => {
    indexedDB.open('left').onsuccess = resolve;
  });
};
const findAll = async () => {
  const files: string[] = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
  return [
    localStorage.getItem('left'),
    sessionStorage.getItem('left'),
    document.cookie,
    ...(await caches.keys()),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...files,
    (await navigator.permissions.query({ name: 'geolocation' })).state,
  ];
};
const foundNowhere = [null, null, '', 'prompt'];

/** What no emptying takes back. */
const lasting: readonly [string, (context: BrowserContext) => Promise<unknown>][] = [
  ['a clock that was moved', (context) => context.clock.install()],
  ['the clock of a page', async (context) => context.pages()[0]?.clock.setFixedTime(0)],
  ['a script in every page', (context) => context.addInitScript('window.left = true')],
  ['a function in every page', (context) => context.exposeFunction('left', () => true)],
  ['a binding in every page', (context) => context.exposeBinding('left', () => true)],
  ['answers in place of the server', (context) => context.route('**/*', (route) => route.abort())],
  ['headers of its own', (context) => context.setExtraHTTPHeaders({ left: 'here' })],
  ['a place on the earth', (context) => context.setGeolocation({ latitude: 31, longitude: 121 })],
  ['no network', (context) => context.setOffline(true)],
  ['somebody who listens', async (context) => context.on('request', () => undefined)],
  ['a visit elsewhere', async (context) => context.pages()[0]?.goto(elsewhere)],
];
let elsewhere = '';

describe('windows that go from one person to another', () => {
  let browser: Browser;
  let server: Server;
  let windows: Windows;
  let baseUrl = '';
  beforeAll(async () => {
    server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>a page'));
    const port = await findFreePort();
    await new Promise<void>((resolve) => server.listen(port, resolve));
    browser = await launchBrowser();
    baseUrl = `http://localhost:${port}`;
    elsewhere = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  test('the next one finds nothing of the one before', async () => {
    windows = new Windows(browser, baseUrl);
    const first = await windows.take(ordinaryView);
    await first.page.goto('/');
    await first.context.grantPermissions(['geolocation']);
    await first.page.evaluate(leaveAll);
    expect(await first.page.evaluate(findAll)).toEqual([
      'here',
      'here',
      'left=here',
      'left',
      'left',
      'left',
      'granted',
    ]);
    const second = await first.context.newPage();
    await windows.giveBack(first.context);
    expect([first.page.isClosed(), second.isClosed()]).toEqual([true, true]);

    const next = await windows.take(ordinaryView);
    expect(next.context).toBe(first.context);
    await next.page.goto('/');
    expect(await next.page.evaluate(findAll)).toEqual(foundNowhere);
    await windows.giveBack(next.context);
  });

  test.each(lasting)('a window with %s goes to nobody', async (_what, act) => {
    windows = new Windows(browser, baseUrl);
    const { context, page } = await windows.take(ordinaryView);
    await page.goto('/');
    await act(context);
    await windows.giveBack(context);
    expect(context.isClosed()).toBe(true);
  });

  test('a window goes only to those who see the same way, and neither from nor to those who keep or begin anew', async () => {
    windows = new Windows(browser, baseUrl);
    const { context } = await windows.take(ordinaryView);
    await windows.giveBack(context);
    const others: View[] = [
      { ...ordinaryView, locale: 'en' },
      { ...ordinaryView, theme: 'dark' },
      { ...ordinaryView, size: 'phone' },
      { ...ordinaryView, isKept: true },
      { ...ordinaryView, isNew: true },
    ];
    for (const view of others) expect((await windows.take(view)).context).not.toBe(context);
    const kept = await windows.take({ ...ordinaryView, isKept: true });
    await windows.giveBack(kept.context);
    expect(kept.context.isClosed()).toBe(true);
    expect((await windows.take(ordinaryView)).context).toBe(context);
  });
});
