import type { Browser, Page } from 'playwright-core';
import { openAt, openDesk } from './browser.ts';
import type { ClientWorld, Room } from './client-world.ts';
import { summarise, type TimeSummary } from './figures.ts';

const opened = 60;
/** Somebody who points at a row does not press at once. */
const pressAfterMs = 120;

export interface OpeningFigures {
  /** Not opened before, and nothing told of it: its messages are asked for with the press. */
  first: TimeSummary;
  /** Not opened before; the mouse came to its row a moment before the press. */
  pointedAt: TimeSummary;
  /** Opened before. */
  again: TimeSummary;
}

/** From the click on a row to its messages on screen. */
export async function measureOpening(browser: Browser, world: ClientWorld): Promise<OpeningFigures> {
  const desk = await openDesk(browser, { baseUrl: world.server.baseUrl, token: world.reader.token });
  await openAt(desk.page, '/');
  const rooms = world.rooms.slice(-opened);
  const measure = async (some: readonly Room[], isPointedAt: boolean) => {
    const times: number[] = [];
    for (const room of some) times.push(await openRoom(desk.page, room, isPointedAt));
    return summarise(times);
  };
  // What is loaded once, such as the parts of the composer, belongs to the first load.
  await openRoom(desk.page, world.long);
  const first = await measure(rooms, false);
  const again = await measure(rooms, false);
  const pointedAt = await measure(world.rooms.slice(-2 * opened, -opened), true);
  const figures = { first, pointedAt, again };
  await desk.context.close();
  if (desk.faults.length > 0) throw new Error(desk.faults.join('\n'));
  return figures;
}

/** Brings the row on screen first, which is no part of what is measured. */
export async function openRoom(page: Page, room: Room, isPointedAt = false): Promise<number> {
  const row = page.locator(`[data-conversation="${room.id}"] a`);
  if ((await row.count()) === 0) {
    await page.evaluate(async (id) => {
      const scroller = document.querySelector('[data-virtuoso-scroller]');
      if (!scroller) throw new Error('there is no list');
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      scroller.scrollTop = 0;
      for (let turn = 0; turn < 2000 && !document.querySelector(`[data-conversation="${id}"]`); turn++) {
        scroller.scrollTop += 400;
        await frame();
        await frame();
      }
    }, room.id);
  }
  if (isPointedAt) {
    await row.hover();
    await page.waitForTimeout(pressAfterMs);
  }
  return row.evaluate(async (link, title) => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const isThere = () => {
      const heading = document.querySelector('main h1');
      const log = document.querySelector('[role=log]');
      return heading?.textContent?.includes(title) === true && log?.querySelector('[data-item-index]') != null;
    };
    // Looking at every frame would ask for frames that nobody needs, and measure those.
    const becomesThere = () =>
      new Promise<void>((resolve) => {
        if (isThere()) return resolve();
        const watcher = new MutationObserver(() => {
          if (!isThere()) return;
          watcher.disconnect();
          resolve();
        });
        watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
      });
    const start = performance.now();
    if (!(link instanceof HTMLElement)) throw new Error('the row is no link');
    link.click();
    // Rows that are gone again with the next frame were not seen.
    do {
      await becomesThere();
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    } while (!isThere() && performance.now() - start < 20_000);
    if (!isThere()) throw new Error(`the conversation ${title} did not open`);
    return performance.now() - start;
  }, room.title);
}
