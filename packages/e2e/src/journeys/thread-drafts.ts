import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { composer, polling } from '../stage/desk.ts';
import { chooseByFinger } from '../stage/finger.ts';
import type { DemoFirm } from '../stage/firm.ts';
import type { Person } from '../stage/person.ts';
import { chooseFromMenu, messageAt } from '../stage/talk.ts';
import { openTwoScreens, postTo } from '../stage/two-screens.ts';

/** What somebody has begun to write in a thread. */
export function describeThreadDrafts(open: () => DemoFirm): void {
  describe('thread drafts', () => {
    test('what is begun in a thread is on the other screen, beside what is begun in the conversation, until it is sent', async () => {
      const { li, room, desk, phone } = await openTwoScreens(open(), '话题里写了一半');
      const seq = await postTo(li, room, '函证差异怎么写？');
      await chooseFromMenu(desk, messageAt(desk, seq), '话题回复');
      await threadField(desk).fill('按去年的口径');
      await composer(desk).fill('会话里的另一句');
      await expect.poll(() => composer(phone).inputValue(), polling).toBe('会话里的另一句');
      await chooseByFinger(phone, messageAt(phone, seq), '话题回复');
      await shows(phone, '按去年的口径');

      await threadField(phone).fill('按去年的口径，附差异表');
      await shows(desk, '按去年的口径，附差异表');
      await desk.page.reload();
      await chooseFromMenu(desk, messageAt(desk, seq), '话题回复');
      await shows(desk, '按去年的口径，附差异表');
      expect(await composer(desk).inputValue()).toBe('会话里的另一句');

      await threadField(desk).press('Enter');
      for (const each of [desk, phone]) await shows(each, '');
      expect(await composer(desk).inputValue()).toBe('会话里的另一句');
      await composer(desk).fill('');
    });
  });
}

const threadField = (person: Person): Locator => person.page.getByRole('textbox', { name: '回复话题' });
const shows = (person: Person, text: string) => expect.poll(() => threadField(person).inputValue(), polling).toBe(text);
