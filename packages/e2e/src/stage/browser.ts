import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core';

const usualPlace = '/usr/bin/chromium';

/**
 * What Playwright turns off, for the last such switch alone counts, and before it what every window would load for its
 * own address bar: two pages nobody looks at, which took longer than most pages of ours.
 */
const unwantedFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'TcpPortRandomizationWin',
  'ThirdPartyStoragePartitioning',
];

/** The Chromium of the machine; nothing in it calls home. */
export const launchBrowser = (): Promise<Browser> => chromium.launch(launchOptions());

/** One with a profile of its own, as people have it: what is private cannot be installed. */
export const launchProfile = (folder: string, options: BrowserContextOptions): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { ...launchOptions(), ...options });

function launchOptions() {
  const executablePath = process.env.CHROMIUM_PATH ?? usualPlace;
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}: set CHROMIUM_PATH.`);
  return {
    executablePath,
    args: [
      // The firm's own fields follow the person; the browser's (dates, files) follow this.
      '--lang=zh-CN',
      '--no-sandbox',
      `--disable-features=${unwantedFeatures.join()}`,
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      // A second page of somebody finds the client compiled by the first.
      '--process-per-site',
      // A microphone that hums, and nobody who has to allow it.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
