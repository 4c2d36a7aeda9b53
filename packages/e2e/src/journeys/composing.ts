import { conversations, personal } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { composer, polling, timeline } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { messageAt, openTalk, postAll } from '../stage/talk.ts';

/** Writing: marks, lists, names, emoji, what is sent later; and finding the way in a long conversation. */
export function describeComposing(open: () => DemoFirm): void {
  describe('composing', () => {
    test('keys set marks and go on with lists, names and emoji come from pickers, and the other reads them as meant', async () => {
      const firm = open();
      const { room, people } = await openTalk(firm, '写字', { owner: 'chen', others: ['li'] });
      const [chen, li] = people;
      if (!chen || !li) throw new Error('two people are needed');
      const field = composer(chen);
      await field.pressSequentially('请 @li');
      await chen.page.getByRole('option', { name: /李佳/ }).waitFor();
      await field.press('Enter');
      await field.pressSequentially('看');
      await field.press('Control+b');
      await field.pressSequentially('重点');
      await field.press('End');
      await field.press('Shift+Enter');
      await field.pressSequentially('- 一');
      await field.press('Shift+Enter');
      await field.pressSequentially('二');
      await chen.page.getByRole('button', { name: '表情', exact: true }).click();
      const picker = chen.page.getByRole('dialog', { name: '表情' });
      await picker.getByRole('searchbox').fill('庆祝');
      await picker
        .getByRole('button', { name: /拉炮|庆祝/ })
        .first()
        .click();
      await expect.poll(() => field.inputValue(), polling).toMatch(/^请 @李佳 看\*\*重点\*\*\n- 一\n- 二\S+$/);
      await field.press('Enter');
      const phone = await firm.signIn('li', { size: 'phone', path: `/c/${room.id}` });
      for (const each of [li, phone]) {
        const shown = timeline(each).getByRole('article').last();
        await expect.poll(() => shown.getByRole('listitem').count(), polling).toBe(2);
        expect(await shown.locator('strong').filter({ hasText: '重点' }).count()).toBe(1);
        expect(await shown.locator('bdi').filter({ hasText: '@李佳' }).count()).toBe(1);
      }
      expect([...chen.faults, ...li.faults, ...phone.faults]).toEqual([]);
    });

    test('everybody and a role are called by name, and a table and code are typed as they are read', async () => {
      const firm = open();
      const { room, people } = await openTalk(firm, '召集', { owner: 'chen', others: ['li'] });
      const [chen, li] = people;
      if (!chen || !li) throw new Error('two people are needed');
      const field = composer(chen);
      for (const group of ['所有人', '管理员']) {
        await field.pressSequentially(`@${group.slice(0, 2)}`);
        await chen.page.getByRole('option', { name: new RegExp(group) }).click();
        await field.pressSequentially('请回复');
        await field.press('Enter');
        const called = timeline(li).getByRole('article').last();
        await called
          .locator('bdi')
          .filter({ hasText: `@${group}` })
          .waitFor();
      }
      const { events } = await li.ask(conversations.history, { params: { conversationId: room.id } });
      const groups = events.flatMap((event) => (event.kind === 'message.posted' ? [event.content.mentionGroups] : []));
      expect(groups).toEqual([['all'], ['admins']]);

      for (const line of ['| 科目 | 金额 |', '| --- | ---: |', '| 现金 | 53,000.00 |']) {
        await field.pressSequentially(line);
        await field.press(line.startsWith('| 现金') ? 'Enter' : 'Shift+Enter');
      }
      await timeline(li).getByRole('table').getByRole('cell', { name: '53,000.00' }).waitFor();
      await field.press('Control+Shift+c');
      await field.pressSequentially('select 1;');
      // Within a block of code Enter makes a line.
      await field.press('Control+Enter');
      const code = timeline(li).getByRole('article').last().locator('pre code');
      await expect.poll(() => code.textContent(), polling).toBe('select 1;');
      const phone = await firm.signIn('li', { size: 'phone', path: `/c/${room.id}` });
      await timeline(phone).getByRole('table').getByRole('cell', { name: '53,000.00' }).waitFor();
      for (const group of ['所有人', '管理员'])
        await timeline(phone)
          .locator('bdi')
          .filter({ hasText: `@${group}` })
          .waitFor();
      expect([...chen.faults, ...li.faults, ...phone.faults]).toEqual([]);
    });

    test('what is written now can go out later, and stands in the list of what waits', async () => {
      const { room, people } = await openTalk(open(), '定时', { owner: 'chen', others: [] });
      const [chen] = people;
      if (!chen) throw new Error('somebody has to write');
      await composer(chen).fill('明早提醒：函证寄出');
      await chen.page.getByRole('main').getByRole('button', { name: '更多', exact: true }).last().click();
      await chen.page.getByRole('menuitem', { name: '定时发送…' }).click();
      const dialog = chen.page.getByRole('dialog', { name: '定时发送' });
      await dialog.getByRole('button', { name: '明早 9:00' }).click();
      await dialog.getByRole('button', { name: /^定\s?时$/ }).click();
      await expect.poll(() => composer(chen).inputValue(), polling).toBe('');
      const { messages } = await chen.ask(personal.listScheduled);
      expect(messages.filter((each) => each.conversationId === room.id).map((each) => each.content.text)).toEqual([
        '明早提醒：函证寄出',
      ]);
      expect(chen.faults).toEqual([]);
    });

    test('a link leads to a message far back and from there to the newest, and keys walk from message to message', async () => {
      const firm = open();
      const [chen] = await firm.admit('chen');
      const body = { clientId: newClientId(), title: '长长的会话', memberIds: [] };
      const room = { ...(await chen.ask(conversations.create, { body })), title: body.title };
      const texts = Array.from({ length: 450 }, (_, n) => `第 ${n + 1} 条`);
      const seqs = await postAll(chen, room, texts);
      const far = seqs[20] ?? 0;
      await chen.page.goto(`/c/${room.id}?at=${far}`);
      await expect.poll(() => messageAt(chen, far).evaluate((row) => row.className), polling).toMatch(/marked/);
      expect(await chen.page.evaluate(() => window.location.search)).toBe('');
      const focused = () => chen.page.evaluate(() => document.activeElement?.getAttribute('data-seq'));
      // Where the jump still settles, the row may be drawn anew and lose the focus.
      const goUp = async () => {
        await messageAt(chen, far).focus();
        await chen.page.keyboard.press('ArrowUp');
        return focused();
      };
      await expect.poll(goUp, polling).toBe(String(seqs[19]));
      await chen.page.keyboard.press('Enter');
      await chen.page.getByRole('menu', { name: '消息操作' }).waitFor();
      await chen.page.keyboard.press('Escape');
      await expect.poll(focused, polling).toBe(String(seqs[19]));
      await chen.page.getByRole('button', { name: '回到最新' }).click();
      await messageAt(chen, seqs.at(-1) ?? 0).waitFor();

      const phone = await firm.signIn('chen', { size: 'phone', path: `/c/${room.id}?at=${far}` });
      await expect.poll(() => messageAt(phone, far).evaluate((row) => row.className), polling).toMatch(/marked/);
      await phone.page.getByRole('button', { name: '回到最新' }).tap();
      await messageAt(phone, seqs.at(-1) ?? 0).waitFor();
      expect([...chen.faults, ...phone.faults]).toEqual([]);
    });
  });
}
