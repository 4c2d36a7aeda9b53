import { type ConversationId, type InvoiceCardData, type InvoiceRow, invoices } from '@countinghouse/protocol';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { dropFiles } from './drop.ts';
import type { Paper } from './papers.ts';
import type { Person } from './person.ts';

/** Titles of the demonstration's conversations. */
export const rooms = {
  engagement: '恒远股份 2025 年报审计',
  east: '华东子公司组',
  due: '瑞丰并购尽调',
  experts: '收入准则专家群',
} as const;

/** A group of a journey's own. */
export interface TalkRoom {
  id: ConversationId;
  title: string;
}

/** From handing in to what an invoice says: readers give way to everything else on a loaded machine. */
export const readingTime = { timeout: 60_000, interval: 100 };
/** For what a locator cannot wait for. */
export const polling = { timeout: 15_000, interval: 50 };
/** From here on the list offers a way to the newest message. */
const farMinPx = 80;

/** Where the page goes from now on: the place of a message leaves the address as soon as the reader was led there. */
export function watchAddresses(page: Page): readonly string[] {
  const seen: string[] = [];
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) seen.push(frame.url());
  });
  return seen;
}

export async function enterRoom(person: Person, title: string): Promise<ConversationId> {
  const { id } = await person.findConversation(title);
  await person.page.goto(`/c/${id}`);
  await composer(person).waitFor();
  await goToNewest(person);
  return id;
}

/**
 * A room opens where the reader left it; what is far below is not drawn yet. A list that has drawn nothing yet has no
 * height either and seems to be at its end, and one that was just put up still goes to its own beginning: only what
 * holds from one look to the next counts.
 */
export async function goToNewest(person: Person): Promise<void> {
  const log = timeline(person);
  await log.waitFor();
  const pill = person.page.getByRole('button', { name: /回到最新|条新消息|To the newest|new messages?$/ });
  const isThere = async () => {
    // The button goes as soon as the list has moved, which a click that waits for it to hold still would miss.
    const shown = await pill.evaluateAll((buttons) => {
      for (const each of buttons) if (each instanceof HTMLElement) each.click();
      return buttons.length;
    });
    const { rows, farPx } = await log.evaluate((list) => ({
      rows: list.querySelectorAll('[data-item-index]').length,
      farPx: list.scrollHeight - list.scrollTop - list.clientHeight,
    }));
    return shown === 0 && rows > 0 && farPx < farMinPx;
  };
  await expect.poll(async () => (await isThere()) && (await isThere()), polling).toBe(true);
}

export const composer = (person: Person): Locator => person.page.getByRole('textbox', { name: /^(发消息给|Message )/ });

export const timeline = (person: Person): Locator => person.page.getByRole('log');

/** Drops files into the open conversation and sends them. */
export async function handIn(person: Person, paths: readonly string[]): Promise<void> {
  await dropFiles(person.page, timeline(person), paths);
  await person.page
    .getByRole('button', { name: /^(移除|Remove) / })
    .first()
    .waitFor();
  await send(person);
}

export const send = (person: Person): Promise<void> =>
  person.page
    .getByRole('main')
    .getByRole('button', { name: /(发\s?送|Send)$/ })
    .click();

/** The card of an invoice in the open conversation. */
export const cardOf = (person: Person, paper: Paper): Locator =>
  timeline(person)
    .getByRole('article', { name: `发票 · ${paper.facts.seller.name}`, exact: true })
    .filter({ hasText: paper.facts.number });

/** Waits until the card of the invoice stands there, read. */
export async function waitForCard(person: Person, paper: Paper): Promise<Locator> {
  const card = cardOf(person, paper).first();
  await card.waitFor({ timeout: readingTime.timeout });
  return card;
}

/** What the server knows of a handed-in invoice, for what the screen does not say. */
export async function findInvoice(person: Person, paper: Paper): Promise<InvoiceRow> {
  const { invoices: rows } = await person.ask(invoices.list, { query: { limit: 200 } });
  const found = rows.find((row) => row.card.number === paper.facts.number && row.card.duplicate === null);
  if (!found) throw new Error(`${person.login} sees no invoice ${paper.facts.number}`);
  return found;
}

export async function openPalette({ page }: Person): Promise<Locator> {
  await page.keyboard.press('Control+K');
  return page.getByRole('dialog', { name: '查找' });
}

/** The column at the right in which invoices, claims and vouchers open. */
export const pane = (person: Person): Locator => person.page.getByRole('region', { name: /^(详情|Detail)$/ });

/**
 * A button by what it says. Ant Design spreads two characters (发 送), and an icon before the words adds its own name.
 */
export function button(where: Locator, name: string | RegExp): Locator {
  if (typeof name !== 'string') return where.getByRole('button', { name });
  const spread = /^\p{Script=Han}{2}$/u.test(name)
    ? [...name].join('\\s?')
    : name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return where.getByRole('button', { name: new RegExp(`^(?:[a-z-]+ )?${spread}$`) });
}

/** Chooses from one of Ant Design's lists by what it shows. */
export async function choose(person: Person, field: Locator, option: string | RegExp): Promise<void> {
  await field.click();
  await person.page
    .locator('.ant-select-dropdown:visible .ant-select-item-option')
    .filter({ hasText: option })
    .first()
    .click();
}

/** Where there is no room for both side by side, page and fields are two tabs. */
export async function turnTo(detail: Locator, tab: RegExp): Promise<void> {
  const label = detail.locator('.ant-segmented-item').filter({ hasText: tab });
  if (await label.isVisible()) await label.click();
}

/** The short word that a message at the top of the page says and takes away again. */
export const toast = (person: Person, text: string | RegExp): Locator =>
  person.page.locator('[data-toast]').filter({ hasText: text }).first();

export async function statusOf(person: Person, paper: Paper): Promise<InvoiceCardData['status']> {
  return (await findInvoice(person, paper)).card.status;
}

/** Marks the page, so that a reload between now and `expectSamePage` shows. */
export async function markPage(person: Person): Promise<void> {
  await person.page.evaluate(() => document.documentElement.setAttribute('data-marked', 'yes'));
}

export async function expectSamePage(person: Person): Promise<void> {
  expect(await person.page.locator('html').getAttribute('data-marked'), `${person.login}'s page was loaded anew`).toBe(
    'yes',
  );
}
