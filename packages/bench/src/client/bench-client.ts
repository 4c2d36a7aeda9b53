import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Browser } from 'playwright-core';
import { percentile } from '../card/summary.ts';
import { cleanUpOnSignals, unlessInterrupted } from '../messaging/system/leftovers.ts';
import { launchBrowser } from './browser.ts';
import { type ClientWorld, openClientWorld } from './client-world.ts';
import { type Target, target, tenth } from './figures.ts';
import { measureLoading } from './measure-loading.ts';
import { measureMemory } from './measure-memory.ts';
import { measureOpening } from './measure-opening.ts';
import { measureScrolling } from './measure-scrolling.ts';
import { measureTyping } from './measure-typing.ts';

const conversationsDefault = 1000;
const longMessagesDefault = 100_000;
/** What a second round may leave behind: caches that fill, not a leak. */
const growthMiBMax = 5;

export interface ClientOptions {
  isJson: boolean;
  /** Only these; all where absent. */
  part?: string[];
  /** Messages of the long conversation. */
  size?: number;
}

const parts = ['loading', 'opening', 'typing', 'scrolling', 'memory'] as const;
export const clientPartNames: readonly string[] = parts;

/** Measures the web client in a real Chromium against the real server, both on this machine. */
export async function benchClient(options: ClientOptions): Promise<void> {
  cleanUpOnSignals();
  const say = (line: string) => {
    if (!options.isJson) process.stdout.write(`${line}\n`);
  };
  const loadBefore = Math.round((loadavg()[0] ?? 0) * 100) / 100;
  const longMessages = options.size ?? longMessagesDefault;
  const world = await openClientWorld({ conversations: conversationsDefault, longMessages, say });
  try {
    const figures: Record<string, unknown> = {};
    const targets: Target[] = [];
    for (const part of parts) {
      if (options.part && !options.part.includes('all') && !options.part.includes(part)) continue;
      say(part);
      const measured = await measures[part](world);
      figures[part] = measured.figures;
      targets.push(...measured.targets);
      say(JSON.stringify(measured.figures));
    }
    const conditions = {
      pieceOfWorkMs: await measurePieceOfWork(),
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? 'unknown',
      node: process.version,
      loadBefore,
      conversations: conversationsDefault,
      longMessages,
      serverOnTheSameMachine: true,
    };
    process.stdout.write(`${JSON.stringify({ bench: 'client', conditions, ...figures, targets })}\n`);
  } catch (error) {
    await unlessInterrupted();
    throw error;
  } finally {
    await world.close();
  }
}

/** A fixed piece of work of the browser's scripts, without any slowing down: what tells one machine from another. */
async function measurePieceOfWork(): Promise<number> {
  const browser = await launchBrowser('screen');
  try {
    const page = await browser.newPage();
    const times = await page.evaluate(() =>
      Array.from({ length: 5 }, () => {
        const begin = performance.now();
        let mixed = 1;
        for (let turn = 0; turn < 100_000_000; turn++) mixed = Math.imul(mixed ^ turn, 0x9e3779b1);
        const tookMs = performance.now() - begin;
        // Looked at, so that the work is not left out.
        return Number.isInteger(mixed) ? tookMs : Number.NaN;
      }),
    );
    return tenth(percentile(times, 0.5));
  } finally {
    await browser.close();
  }
}

interface Measured {
  figures: unknown;
  targets: Target[];
}

const measures: Record<(typeof parts)[number], (world: ClientWorld) => Promise<Measured>> = {
  loading: (world) =>
    withBrowser('screen', async (browser) => {
      const figures = await measureLoading(browser, world);
      return {
        figures,
        targets: [
          target('first load to usable, CPU slowed 4 times, median', figures.usableMs.median, 1500, 'ms'),
          target('first script, compressed', figures.firstScriptKiB, 300, 'KiB'),
        ],
      };
    }),
  opening: (world) =>
    withBrowser('screen', async (browser) => {
      const figures = await measureOpening(browser, world);
      const worse = Math.max(figures.first.p95Ms, figures.pointedAt.p95Ms, figures.again.p95Ms);
      return { figures, targets: [target('open a conversation, p95', worse, 100, 'ms')] };
    }),
  typing: (world) =>
    withBrowser('none', async (browser) => {
      const figures = await measureTyping(browser, world);
      return {
        figures,
        targets: [
          target('key press to paint, p95', figures.quiet.p95Ms, 16, 'ms'),
          target('key press to paint while messages come in, p95', figures.inStream.p95Ms, 16, 'ms'),
        ],
      };
    }),
  scrolling: (world) =>
    withBrowser('screen', async (browser) => {
      const figures = await measureScrolling(browser, world);
      return {
        figures,
        targets: [
          target('longest frame, scrolling the long conversation', figures.conversation.longestMs, 50, 'ms'),
          target('longest frame, scrolling the list', figures.list.longestMs, 50, 'ms'),
        ],
      };
    }),
  memory: (world) =>
    withBrowser('screen', async (browser) => {
      const figures = await measureMemory(browser, world);
      const { afterDay, afterRepeats } = figures.heapMiB;
      return {
        figures,
        targets: [
          target("heap after a day's work", Math.max(afterDay, ...afterRepeats), 200, 'MiB'),
          target('growth of the heap on repetition', figures.growthMiB, growthMiBMax, 'MiB'),
        ],
      };
    }),
};

/** A browser of its own for each measurement, so that none warms up for another. */
async function withBrowser(beat: 'screen' | 'none', work: (browser: Browser) => Promise<Measured>): Promise<Measured> {
  const browser = await launchBrowser(beat);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}
