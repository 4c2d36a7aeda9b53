import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { list, openAt, openDesk } from './browser.ts';
import type { ClientWorld } from './client-world.ts';
import { type FrameSummary, summariseFrames } from './figures.ts';

const seconds = 10;
const turnMs = 32;
const pixelsPerTurn = 240;

export interface ScrollingFigures {
  /** Up through the long conversation, older pages loading on the way. */
  conversation: FrameSummary;
  list: FrameSummary;
  /** How far the reader came, in screens. */
  screensUp: number;
}

/** Frames while a wheel turns steadily, at the beat of an ordinary screen. */
export async function measureScrolling(browser: Browser, world: ClientWorld): Promise<ScrollingFigures> {
  const desk = await openDesk(browser, { baseUrl: world.server.baseUrl, token: world.reader.token });
  const { page } = desk;
  await openAt(page, `/c/${world.long.id}`);
  const log = page.getByRole('log');
  await log.locator('[data-item-index]').last().waitFor();
  await pause(1000);
  const before = await oldestSeen(log);
  const conversation = await turnWheel(page, log, -pixelsPerTurn);
  const after = await oldestSeen(log);
  await openAt(page, '/');
  await pause(1000);
  const rows = await turnWheel(page, list(page).locator('[data-virtuoso-scroller]'), pixelsPerTurn);
  await desk.context.close();
  if (desk.faults.length > 0) throw new Error(desk.faults.join('\n'));
  return { conversation, list: rows, screensUp: Math.max(0, Math.round((before - after) / 10)) };
}

const oldestSeen = (log: Locator): Promise<number> =>
  log.evaluate((element) =>
    Math.min(
      ...[...element.querySelectorAll<HTMLElement>('[data-item-index]')].map((row) => Number(row.dataset.itemIndex)),
    ),
  );

async function turnWheel(page: Page, place: Locator, pixels: number): Promise<FrameSummary> {
  const box = await place.boundingBox();
  if (!box) throw new Error('there is nothing to scroll');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(() => {
    window.frameTimes = [];
    window.isWatchingFrames = true;
    const note = (at: number) => {
      window.frameTimes.push(at);
      if (window.isWatchingFrames) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    await page.mouse.wheel(0, pixels);
    await pause(turnMs);
  }
  const times = await page.evaluate(() => {
    window.isWatchingFrames = false;
    return window.frameTimes;
  });
  return summariseFrames(times);
}

declare global {
  interface Window {
    frameTimes: number[];
    isWatchingFrames: boolean;
  }
}
