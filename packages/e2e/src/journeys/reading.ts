import { conversations, identity } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { composer, timeline } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { nowhereYet } from '../stage/person.ts';
import { say } from '../stage/room.ts';

/** Whoever writes sees who has read it, and who is there. */
export function describeReading(open: () => DemoFirm): void {
  describe('reading', () => {
    test('who has read a message is counted live and listed by name and department', async () => {
      const firm = open();
      const [li, wang, chen] = await firm.admit('li', 'wang', 'chen');
      const others = await Promise.all([wang, chen].map(async (each) => (await each.ask(identity.me)).person));
      const body = { clientId: newClientId(), title: '谁读过', memberIds: others.map(({ id }) => id) };
      const { id } = await li.ask(conversations.create, { body });
      await li.page.goto(`/c/${id}`);
      await composer(li).waitFor();
      await say(li, '明早九点在客户大堂集合');
      const receipt = timeline(li).getByRole('button', { name: /未读/ });
      await timeline(li).getByRole('button', { name: '已读 0 · 未读 2' }).waitFor();

      await wang.page.goto(`/c/${id}`);
      // All of it is on the screen: there is nowhere to go back to.
      await timeline(wang).getByText('明早九点在客户大堂集合').waitFor();
      await wang.page.getByRole('button', { name: '回到最新' }).waitFor({ state: 'detached' });
      await timeline(li).getByRole('button', { name: '已读 1 · 未读 1' }).waitFor();
      await receipt.click();
      const panel = li.page.getByRole('dialog', { name: '谁读过' });
      const [wangName = '', chenName = ''] = others.map((person) => person.name.zh);
      const { departments } = await li.ask(identity.directory);
      const department = departments.find((each) => each.id === others[1]?.departmentId)?.name.zh ?? '';
      const unread = panel.getByRole('listitem');
      await unread.getByText(chenName).waitFor();
      expect(await unread.allInnerTexts()).toEqual([expect.stringContaining(chenName)]);
      expect(await unread.innerText()).toContain(department);
      await panel.getByText('已读 1').click();
      await panel.getByRole('list', { name: '已读' }).getByText(wangName).waitFor();

      // Whoever reads while somebody looks at the list changes sides before their eyes.
      await chen.page.goto(`/c/${id}`);
      await panel.getByText('已读 2').waitFor();
      await panel.getByRole('list', { name: '已读' }).getByText(chenName).waitFor();
      await li.page.keyboard.press('Escape');
      const phone = await firm.signIn('li', { size: 'phone', path: `/c/${id}` });
      for (const each of [li, phone]) await timeline(each).getByRole('button', { name: '全部已读 2' }).waitFor();
    });

    test('whoever is on the line has a dot, and none when they are gone', async () => {
      const firm = open();
      const [li, zhou] = await Promise.all([firm.signIn('li', nowhereYet), firm.signIn('zhou')]);
      const { person } = await zhou.ask(identity.me);
      const { id } = await li.ask(conversations.openDirect, { body: { userId: person.id } });
      await li.page.goto(`/c/${id}`);
      const row = li.page.getByRole('navigation', { name: '会话' }).locator(`a[href="/c/${id}"]`);
      await row.getByText('在线').waitFor();
      await li.page
        .getByRole('main')
        .getByText(/^在线 · /)
        .waitFor();
      await zhou.page.goto('about:blank');
      await row.getByText('在线').waitFor({ state: 'detached' });
    });
  });
}
