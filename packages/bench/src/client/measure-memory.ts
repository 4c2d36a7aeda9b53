import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { type Desk, list, openAt, openDesk } from './browser.ts';
import { type ClientWorld, dayConversations } from './client-world.ts';
import { tenth } from './figures.ts';
import { openRoom } from './measure-opening.ts';
import { sentence } from './sentences.ts';

const messagesPerRound = 10_000;

export interface MemoryFigures {
  conversations: number;
  messagesPerRound: number;
  /** Used heap after a collection: before the work, after a day of it, and after each repetition. */
  heapMiB: { before: number; afterDay: number; afterRepeats: number[] };
  /** Between the day and the last repetition. */
  growthMiB: number;
}

const repeats = 2;

/** A day's work: messages come in while their conversations are open one after the other; then the same again. */
export async function measureMemory(browser: Browser, world: ClientWorld): Promise<MemoryFigures> {
  const desk = await openDesk(browser, { baseUrl: world.server.baseUrl, token: world.reader.token });
  await openAt(desk.page, '/');
  await pause(1000);
  const before = await heapMiB(desk);
  await workThrough(desk, world);
  const afterDay = await heapMiB(desk);
  const afterRepeats: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    await workThrough(desk, world);
    afterRepeats.push(await heapMiB(desk));
  }
  await desk.context.close();
  if (desk.faults.length > 0) throw new Error(desk.faults.join('\n'));
  return {
    conversations: dayConversations,
    messagesPerRound,
    heapMiB: { before, afterDay, afterRepeats },
    growthMiB: tenth((afterRepeats.at(-1) ?? afterDay) - afterDay),
  };
}

async function workThrough(desk: Desk, world: ClientWorld): Promise<void> {
  const rooms = world.rooms.slice(0, dayConversations);
  const each = messagesPerRound / rooms.length;
  // What is written in a conversation brings it to the top of the list, where it is opened.
  for (const room of rooms) {
    await world.post([{ conversationId: room.id, text: sentence(1) }]);
    await list(desk.page)
      .locator('[data-virtuoso-scroller]')
      .evaluate((scroller) => {
        scroller.scrollTop = 0;
      });
    await desk.page.locator(`[data-conversation="${room.id}"]`).waitFor();
    await openRoom(desk.page, room);
    const texts = Array.from({ length: each - 1 }, (_, number) => sentence(number));
    const last = `〔到此 ${room.title} ${Date.now()}〕`;
    await world.post([...texts.slice(1), last].map((text) => ({ conversationId: room.id, text })));
    await goToNewest(desk);
    await desk.page.getByRole('log').getByText(last).waitFor();
  }
}

/** The reader may have been further up than the newest message. */
async function goToNewest({ page }: Desk): Promise<void> {
  await page.getByRole('log').evaluate(async (log) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let turn = 0; turn < 120; turn++) {
      log.scrollTop = log.scrollHeight;
      await frame();
    }
  });
}

async function heapMiB({ devTools, page }: Desk): Promise<number> {
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  await devTools.send('HeapProfiler.collectGarbage');
  await devTools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devTools.send('Runtime.getHeapUsage');
  return tenth(usedSize / 2 ** 20);
}
