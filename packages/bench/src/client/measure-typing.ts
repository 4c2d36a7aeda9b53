import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Locator } from 'playwright-core';
import { openAt, openDesk } from './browser.ts';
import type { ClientWorld } from './client-world.ts';
import { summarise, type TimeSummary } from './figures.ts';
import { sentence } from './sentences.ts';

const keys = 240;
const warmUpKeys = 20;
const betweenKeysMs = 60;
/** Messages of others: in the open conversation, and as many in the rest of the list. */
const streamPerSecond = 10;

export interface TypingFigures {
  /** In a page that holds nothing but a field: what machine and browser take for themselves. */
  bare: TimeSummary;
  /** Nobody else writes. */
  quiet: TimeSummary;
  /** While messages come in. */
  inStream: TimeSummary;
}

/** From the key press to the painted frame, in the composer of the long conversation and in a bare field beside it. */
export async function measureTyping(browser: Browser, world: ClientWorld): Promise<TypingFigures> {
  const desk = await openDesk(browser, { baseUrl: world.server.baseUrl, token: world.reader.token });
  const blank = await desk.context.newPage();
  await blank.setContent('<textarea rows="3" cols="80"></textarea>');
  const bare = await press(blank.locator('textarea'));
  await blank.close();

  await openAt(desk.page, `/c/${world.long.id}`);
  const composer = desk.page.getByRole('textbox', { name: /^发消息给/ });
  const quiet = await press(composer);
  const stream = startStream(world);
  const inStream = await press(composer);
  await stream.stop();
  await composer.fill('');
  await desk.context.close();
  if (desk.faults.length > 0) throw new Error(desk.faults.join('\n'));
  return { bare, quiet, inStream };
}

async function press(field: Locator): Promise<TimeSummary> {
  const page = field.page();
  await field.fill('');
  await field.click();
  await page.evaluate(watchKeys);
  for (let key = 0; key < keys + warmUpKeys; key++) {
    await page.keyboard.press('abcdefghij'[key % 10] ?? 'a');
    await pause(betweenKeysMs);
  }
  const times = await page.evaluate(() => {
    window.forgetKeys();
    return window.keyTimes;
  });
  return summarise(times.slice(warmUpKeys));
}

declare global {
  interface Window {
    keyTimes: number[];
    forgetKeys(): void;
  }
}

/** Runs in the page. The first task after a frame's callbacks begins when that frame was handed to the screen. */
function watchKeys(): void {
  window.keyTimes = [];
  const after = new MessageChannel();
  const waiting: number[] = [];
  after.port1.onmessage = () => {
    for (const pressedAt of waiting.splice(0)) window.keyTimes.push(performance.now() - pressedAt);
  };
  const onKey = (event: KeyboardEvent) => {
    const pressedAt = event.timeStamp;
    requestAnimationFrame(() => {
      waiting.push(pressedAt);
      after.port2.postMessage(null);
    });
  };
  document.addEventListener('keydown', onKey, true);
  window.forgetKeys = () => document.removeEventListener('keydown', onKey, true);
}

function startStream(world: ClientWorld): { stop(): Promise<void> } {
  let isOn = true;
  const run = async () => {
    for (let turn = 0; isOn; turn++) {
      const other = world.rooms[(turn * 7) % world.rooms.length] ?? world.long;
      await world.post([
        { conversationId: world.long.id, text: sentence(turn) },
        { conversationId: other.id, text: sentence(turn + 1) },
      ]);
      await pause(1000 / streamPerSecond);
    }
  };
  const done = run();
  return {
    stop: () => {
      isOn = false;
      return done;
    },
  };
}
