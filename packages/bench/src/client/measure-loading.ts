import type { Browser } from 'playwright-core';
import { percentile } from '../card/summary.ts';
import { openDesk } from './browser.ts';
import type { ClientWorld } from './client-world.ts';
import { tenth } from './figures.ts';

const runs = 5;
const slowdown = 4;

export interface LoadingFigures {
  cpuSlowdown: number;
  runs: number;
  /** From the beginning of the navigation to the list with its rows on screen, in milliseconds. */
  usableMs: { median: number; worst: number };
  /** What the page needs before it shows anything: the scripts that its HTML names, as they travel. */
  firstScriptKiB: number;
  /** All scripts that had come when the list was there. */
  scriptsUntilUsableKiB: number;
  stylesKiB: number;
}

/** A person who comes for the first time on a slow machine: nothing kept, everything from the server. */
export async function measureLoading(browser: Browser, world: ClientWorld): Promise<LoadingFigures> {
  const times: number[] = [];
  let sizes = { first: 0, all: 0, styles: 0 };
  for (let run = 0; run < runs; run++) {
    const desk = await openDesk(browser, { baseUrl: world.server.baseUrl, token: world.reader.token });
    await desk.devTools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await desk.page.addInitScript(markUsable);
    await desk.page.goto('/', { waitUntil: 'commit' });
    await desk.page.waitForFunction(() => window.usableAt > 0);
    times.push(await desk.page.evaluate(() => window.usableAt));
    sizes = await desk.page.evaluate(() => {
      const loaded = performance
        .getEntriesByType('resource')
        .filter((each) => each instanceof PerformanceResourceTiming);
      const before = loaded.filter((each) => each.responseEnd <= window.usableAt);
      const sum = (some: PerformanceResourceTiming[]) => some.reduce((bytes, each) => bytes + each.encodedBodySize, 0);
      const scripts = before.filter(({ name }) => name.endsWith('.js'));
      return {
        first: sum(scripts.filter(({ name }) => window.namedScripts.has(name))),
        all: sum(scripts),
        styles: sum(before.filter(({ name }) => name.endsWith('.css'))),
      };
    });
    await desk.context.close();
  }
  const kib = (bytes: number) => tenth(bytes / 1024);
  return {
    cpuSlowdown: slowdown,
    runs,
    usableMs: { median: tenth(percentile(times, 0.5)), worst: tenth(Math.max(...times)) },
    firstScriptKiB: kib(sizes.first),
    scriptsUntilUsableKiB: kib(sizes.all),
    stylesKiB: kib(sizes.styles),
  };
}

declare global {
  interface Window {
    usableAt: number;
    /** Scripts that the HTML itself names, before any of them could add others. */
    namedScripts: Set<string>;
  }
}

/** Runs in the page: notes when the first row of the list was painted. */
function markUsable(): void {
  window.namedScripts = new Set();
  document.addEventListener('readystatechange', () => {
    if (document.readyState !== 'interactive') return;
    const named = document.querySelectorAll<HTMLElement>('script[src], link[rel=modulepreload]');
    for (const each of named) {
      const address = each instanceof HTMLScriptElement ? each.src : each instanceof HTMLLinkElement ? each.href : '';
      window.namedScripts.add(address);
    }
  });
  const look = () => {
    if (document.querySelector('[data-conversation] a')) {
      requestAnimationFrame(() =>
        setTimeout(() => {
          window.usableAt = performance.now();
        }),
      );
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
