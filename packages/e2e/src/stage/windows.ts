import type { Browser, BrowserContext, Page } from 'playwright-core';
import { contextOptions, type Place, type View } from './person.ts';

/** Above what a loaded machine needs for anything; what should be faster is measured, not guessed by a time limit. */
const patienceMs = 15_000;

/** What may be done to a window that goes to somebody else afterwards: it leaves nothing, or nothing that `empty` leaves. */
const undone = new Set([
  ...['browser', 'cookies', 'isClosed', 'newCDPSession', 'newPage', 'pages', 'serviceWorkers', 'storageState'],
  ...['addCookies', 'clearCookies', 'grantPermissions', 'clearPermissions', 'close'],
]);
const listening = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'];

/** All that a site keeps on a device. What was loaded stays where it is: it is the same for everybody. */
const storageTypes = [
  ...['cookies', 'local_storage', 'indexeddb', 'cache_storage', 'file_systems', 'service_workers'],
  ...['websql', 'shared_storage', 'storage_buckets', 'interest_groups', 'shader_cache'],
].join();

/** Nothing runs there. */
const quietPath = '/icon.svg';

/**
 * Private windows of one browser at one address. What somebody leaves goes, empty, to the next who wants to see the same
 * way: a page there costs two thirds of what it costs in a new window, which has everything to fetch and to compile.
 */
export class Windows {
  private readonly browser: Browser;
  private readonly baseUrl: string;
  private readonly left = new Map<string, BrowserContext[]>();
  /** Those that can go to somebody else, by how they show things, with their quiet page. */
  private readonly views = new WeakMap<BrowserContext, { key: string; quiet?: Page }>();

  constructor(browser: Browser, baseUrl: string) {
    this.browser = browser;
    this.baseUrl = baseUrl;
  }

  async take(view: View): Promise<Place> {
    const key = JSON.stringify(contextOptions(this.baseUrl, view));
    const used = view.isNew ? undefined : this.left.get(key)?.pop();
    if (used) return { context: used, page: await empty(used, this.baseUrl) };
    const context = await openContext(this.browser, this.baseUrl, view);
    if (!view.isKept) {
      this.views.set(context, { key });
      watch(context, new URL(this.baseUrl).origin, () => this.views.delete(context));
    }
    return { context, page: await context.newPage() };
  }

  /** The window of somebody who is gone: closed, where something was done to it that stays. */
  async giveBack(context: BrowserContext): Promise<void> {
    const kept = this.views.get(context);
    if (!kept) return context.close();
    const pages = context.pages().filter((page) => page !== kept.quiet);
    // The process of the site, and what it has compiled, would go with the last page.
    kept.quiet ??= await openQuietly(context);
    await Promise.all(pages.map((page) => page.close()));
    this.left.set(kept.key, [...(this.left.get(kept.key) ?? []), context]);
  }
}

async function openQuietly(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(quietPath);
  return page;
}

export async function openContext(browser: Browser, baseUrl: string, view: View): Promise<BrowserContext> {
  const context = await browser.newContext(contextOptions(baseUrl, view));
  context.setDefaultTimeout(patienceMs);
  return context;
}

/** As late as can be: what the page before was still writing when it closed is written by now. */
async function empty(context: BrowserContext, baseUrl: string): Promise<Page> {
  await Promise.all([context.clearCookies(), context.clearPermissions()]);
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send('Storage.clearDataForOrigin', { origin: new URL(baseUrl).origin, storageTypes });
  await devTools.detach();
  return page;
}

/** Says when something is done to a window that would reach the next person in it, or that nobody has thought about. */
function watch(context: BrowserContext, origin: string, onMark: () => void): void {
  context.on('page', (page) => {
    page.on('framenavigated', (frame) => {
      if (/^https?:/.test(frame.url()) && new URL(frame.url()).origin !== origin) onMark();
    });
  });
  for (const name of [...methodsOf(context).filter((each) => !undone.has(each)), ...listening])
    hear(context, name, onMark);
  for (const part of [context.clock, context.credentials, context.tracing])
    for (const name of methodsOf(part)) hear(part, name, onMark);
}

const methodsOf = (object: object): string[] =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter(
    (name) => /^[a-z]/.test(name) && name !== 'constructor',
  );

function hear(object: object, name: string, onCall: () => void): void {
  const method: unknown = Reflect.get(object, name);
  if (typeof method !== 'function') throw new Error(`a window has no ${name}`);
  Reflect.set(object, name, (...given: unknown[]) => {
    onCall();
    return Reflect.apply(method, object, given);
  });
}
