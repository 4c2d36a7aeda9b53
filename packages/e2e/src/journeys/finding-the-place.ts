import { conversations, postBatchMax } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import type { Colleague } from '../stage/colleague.ts';
import { polling, timeline } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import type { Person } from '../stage/person.ts';
import { rowTo } from '../stage/room.ts';
import { messageAt, type TalkRoom } from '../stage/talk.ts';
import { postTo } from '../stage/two-screens.ts';

/** More than one page of history, and more than a screen between the places. */
const unreadCount = 300;
const mentionPlace = 150;

/** The ways to the right place in a long conversation. */
export function describeFindingThePlace(open: () => DemoFirm): void {
  describe('finding the place', () => {
    test('the first unread, where one is named, what is new, a day and the newest are one press away, on desk and phone', async () => {
      const firm = open();
      const li = await firm.connect('li');
      const room = await li.openGroup('读到哪了', ['chen']);
      const read = await postTo(li, room, '这条读过');
      const [desk, phone] = await Promise.all([firm.signIn('chen'), firm.signIn('chen', { size: 'phone' })]);
      await desk.ask(conversations.moveCursor, { params: { conversationId: room.id }, body: { seq: read } });
      const seqs = await postMany(li, room);
      const [first = 0, newest = 0] = [seqs[0], seqs.at(-1)];
      for (const each of [desk, phone]) await rowTo(each, room).getByText(`${unreadCount} 条未读`).waitFor();

      await rowTo(desk, room).click();
      await pill(desk, `${unreadCount} 条未读，跳到第一条`).click();
      await onScreen(desk, first);
      await timeline(desk).getByText('以下为未读消息').waitFor();
      await pill(desk, '1 条提到我的消息，跳到下一条').click();
      await onScreen(desk, seqs[mentionPlace] ?? 0);
      await pill(desk, '1 条提到我的消息，跳到下一条').waitFor({ state: 'detached' });
      await pill(desk, '回到最新').click();
      await onScreen(desk, newest);
      await rowTo(phone, room)
        .getByText(/条未读/)
        .waitFor({ state: 'detached' });

      expect(await pill(desk, `${unreadCount} 条未读，跳到第一条`).count()).toBe(0);
      await scrollUp(desk);
      const added = await postTo(li, room, '刚写的');
      await pill(desk, '1 条新消息').click();
      await onScreen(desk, added);
      await pill(desk, '1 条新消息').waitFor({ state: 'detached' });

      await rowTo(phone, room).tap();
      await onScreen(phone, added);
      for (const each of [desk, phone]) {
        await each.page.getByRole('button', { name: '跳到日期' }).click();
        const today = await each.page.evaluate(() => new Date().toLocaleDateString('sv-SE'));
        await each.page.getByRole('dialog', { name: '跳到日期' }).getByTitle(today).click();
        await onScreen(each, read);
        await pill(each, '回到最新').click();
        await onScreen(each, added);
      }
    });
  });
}

async function postMany(li: Colleague, { id: conversationId }: TalkRoom): Promise<number[]> {
  const chen = await li.idOf('chen');
  const seqs: number[] = [];
  while (seqs.length < unreadCount) {
    const messages = Array.from({ length: Math.min(postBatchMax, unreadCount - seqs.length) }, (_, place) => {
      const number = seqs.length + place;
      const named =
        number === mentionPlace ? { text: '@陈屿 这条请回', mentions: [chen] } : { text: `第 ${number} 条` };
      return { conversationId, clientId: newClientId(), ...named };
    });
    const { answers } = await li.call(conversations.postMessages, { body: { messages } });
    seqs.push(...answers.flatMap((answer) => ('event' in answer ? [answer.event.seq] : [])));
  }
  return seqs;
}

const pill = ({ page }: Person, name: string): Locator =>
  page.getByRole('main').getByRole('button', { name, exact: true });

/** Turns the wheel until the end is out of sight. */
async function scrollUp(person: Person): Promise<void> {
  await timeline(person).hover();
  const isUp = async () => {
    await person.page.mouse.wheel(0, -300);
    return pill(person, '回到最新').count();
  };
  await expect.poll(isUp, polling).toBe(1);
}

/** In the part of the list that can be seen, not only drawn above or below it. */
async function onScreen(person: Person, seq: number): Promise<void> {
  const isSeen = () =>
    messageAt(person, seq).evaluate((row) => {
      const box = row.getBoundingClientRect();
      const list = row.closest('[role=log]')?.getBoundingClientRect();
      return list !== undefined && box.bottom > list.top && box.top < list.bottom;
    });
  await expect.poll(isSeen, { ...polling, message: `message ${seq} is not on ${person.login}'s screen` }).toBe(true);
}
