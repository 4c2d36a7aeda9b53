import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const usualPlace = '/usr/bin/chromium';

/** The Chromium of the machine; nothing in it calls home. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? usualPlace;
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}: set CHROMIUM_PATH.`);
  return chromium.launch({
    executablePath,
    args: [
      // The firm's own fields follow the person; the browser's (dates, files) follow this.
      '--lang=zh-CN',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
