import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';

const usualPlace = '/usr/bin/chromium';
const patienceMs = 30_000;

const quiet = [
  '--lang=zh-CN',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
];
/** Frames as soon as they are ready: what is measured is work, not the wait for the next beat of a screen. */
const withoutBeat = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

/** The Chromium of the machine. `beat`: 60 frames a second as a screen has, or as many as there is work for. */
export function launchBrowser(beat: 'screen' | 'none'): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? usualPlace;
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}: set CHROMIUM_PATH.`);
  return chromium.launch({ executablePath, args: beat === 'none' ? [...quiet, ...withoutBeat] : quiet });
}

export interface Desk {
  page: Page;
  context: BrowserContext;
  devTools: CDPSession;
  faults: string[];
}

/** A signed-in window of the ordinary size, with nothing in its cache. */
export async function openDesk(browser: Browser, input: { baseUrl: string; token: string }): Promise<Desk> {
  const context = await browser.newContext({
    baseURL: input.baseUrl,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    // The kept client would be measured against the one from the server.
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(patienceMs);
  await context.addCookies([{ name: 'ch_session', value: input.token, url: input.baseUrl }]);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message));
  return { page, context, devTools: await context.newCDPSession(page), faults };
}

export const list = (page: Page) => page.getByRole('navigation', { name: '会话' });

export async function openAt(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await list(page).getByRole('link').first().waitFor();
}
