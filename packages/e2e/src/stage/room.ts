import { type ConversationId, conversations, historyPageMax } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { composer, polling, timeline } from './desk.ts';
import type { Person } from './person.ts';

/** Words that mark a message of a test, such as 【甲3】; everything else in it is talk. */
const mark = /【(.+?)】/g;
export const marksIn = (text: string): string[] => [...text.matchAll(mark)].map(([, name = '']) => name);

export async function say(person: Person, words: string): Promise<void> {
  await composer(person).fill(words);
  await composer(person).press('Enter');
  await expect.poll(() => composer(person).inputValue(), polling).toBe('');
}

/** The marks of all messages in the open conversation, from top to bottom, as somebody reads them who scrolls. */
export async function readMarks(person: Person): Promise<string[]> {
  const texts = await timeline(person).evaluate(async (log) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const found = new Map<number, string>();
    log.scrollTop = 0;
    for (let before = -1; log.scrollTop > before; ) {
      await frame();
      await frame();
      for (const row of log.querySelectorAll<HTMLElement>('[data-item-index]'))
        found.set(Number(row.dataset.itemIndex), row.innerText);
      before = log.scrollTop;
      log.scrollTop += log.clientHeight / 2;
      await frame();
    }
    return [...found].sort(([left], [right]) => left - right).map(([, text]) => text);
  });
  return texts.flatMap(marksIn);
}

/** The marks as the server has them. */
export async function recordedMarks(person: Person, conversationId: ConversationId): Promise<string[]> {
  const marks: string[] = [];
  for (let afterSeq = 0; ; ) {
    const page = await person.ask(conversations.history, {
      params: { conversationId },
      query: { afterSeq, limit: historyPageMax },
    });
    for (const event of page.events) if (event.kind === 'message.posted') marks.push(...marksIn(event.content.text));
    afterSeq = page.events.at(-1)?.seq ?? afterSeq;
    if (page.events.length === 0 || afterSeq >= page.headSeq) return marks;
  }
}

export const rowOf = (person: Person, title: string): Locator =>
  person.page.getByRole('navigation', { name: '会话' }).getByRole('link').filter({ hasText: title });

export const rowTo = (person: Person, { id }: { id: ConversationId }): Locator =>
  person.page.getByRole('navigation', { name: '会话' }).locator(`a[href="/c/${id}"]`);

/** What the badge of a row says; 0 where there is none. */
export async function badgeOf(person: Person, title: string): Promise<number> {
  const badge = rowOf(person, title).getByText(/^\d+ 条未读$/);
  return (await badge.count()) === 0 ? 0 : Number.parseInt(await badge.innerText(), 10);
}

/** What a row says of something begun; empty where nothing is. */
export async function draftOf(person: Person, title: string): Promise<string> {
  const text = await rowOf(person, title).innerText();
  return /草稿：(.*)/.exec(text)?.[1] ?? '';
}
