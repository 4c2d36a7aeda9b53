import { conversations, identity, sync, unreadCountOf } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { polling, timeline } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import type { Person } from '../stage/person.ts';
import { rowTo } from '../stage/room.ts';
import { chooseFromMenu, messageAt, type TalkRoom } from '../stage/talk.ts';
import { openTwoScreens, postTo } from '../stage/two-screens.ts';

/** What somebody has read and wants to come back to. */
export function describeMarkingUnread(open: () => DemoFirm): void {
  describe('marking as unread', () => {
    test('what is marked as unread is so on the other screen too, stays while it is open, and ends when it is opened again', async () => {
      const { li, room, desk, phone } = await openTwoScreens(open(), '回头再看');
      for (const text of ['第一条', '第二条']) await postTo(li, room, text);
      const third = await postTo(li, room, '第三条');
      for (const each of [desk, phone]) await timeline(each).getByText('第三条').waitFor();
      await goToList(phone);
      await unreadOf(phone, room).waitFor({ state: 'detached' });
      const elsewhere = await unreadBeside(desk, room);
      await titlesCount([desk, phone], elsewhere);

      await chooseFromMenu(desk, messageAt(desk, third - 1), '从这里标为未读');
      for (const each of [desk, phone]) await unreadOf(each, room).filter({ hasText: '2 条未读' }).waitFor();
      await titlesCount([desk, phone], elsewhere + 2);
      // It is looked at all the time on the desk, and what comes in is read there; the mark stays.
      const fourth = await postTo(li, room, '第四条');
      await expect.poll(() => readersOf(desk, room, fourth), polling).toEqual([await idOf(desk)]);
      for (const each of [desk, phone]) await unreadOf(each, room).filter({ hasText: '3 条未读' }).waitFor();
      expect(await readersOf(desk, room, third)).toEqual([await idOf(desk)]);

      await rowTo(phone, room).tap();
      await timeline(phone).getByText('以下为未读').waitFor();
      await unreadOf(desk, room).waitFor({ state: 'detached' });
      await titlesCount([desk, phone], elsewhere);

      await rowTo(desk, room).click({ button: 'right' });
      await desk.page.getByRole('menuitem', { name: '标为未读' }).click();
      await goToList(phone);
      for (const each of [desk, phone]) await unreadOf(each, room).filter({ hasText: '1 条未读' }).waitFor();
      await rowTo(desk, room).click({ button: 'right' });
      await desk.page.getByRole('menuitem', { name: '标为已读' }).click();
      for (const each of [desk, phone]) await unreadOf(each, room).waitFor({ state: 'detached' });
    });
  });
}

const unreadOf = (person: Person, room: TalkRoom): Locator => rowTo(person, room).getByText(/条未读/);
const goToList = (phone: Person): Promise<void> => phone.page.getByRole('link', { name: '返回会话列表' }).tap();

/** What waits loudly in all other conversations, by the server. */
async function unreadBeside(person: Person, room: TalkRoom): Promise<number> {
  const { conversations: rows } = await person.ask(sync.snapshot);
  const loud = rows.filter(({ id, isArchived, mine }) => id !== room.id && !isArchived && mine.notify === 'all');
  return loud.reduce((sum, row) => sum + unreadCountOf(row), 0);
}

/** The tab says it a moment after the list. */
async function titlesCount(people: readonly Person[], count: number): Promise<void> {
  const title = `${count === 0 ? '' : `(${count}) `}账房 · Countinghouse`;
  for (const { page } of people) await expect.poll(() => page.title(), polling).toBe(title);
}

const idOf = async (person: Person): Promise<string> => (await person.ask(identity.me)).person.id;

async function readersOf(person: Person, { id }: TalkRoom, seq: number): Promise<readonly string[]> {
  const place = { params: { conversationId: id, seq }, query: { state: 'read' as const } };
  return (await person.ask(conversations.readers, place)).userIds;
}
