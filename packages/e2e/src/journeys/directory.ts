import { describe, expect, test } from 'vitest';
import { button, composer, polling } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';

/** Who works here, how they are to be found, and the way to write to them. */
export function describeDirectory(open: () => DemoFirm): void {
  describe('the directory', () => {
    test('a colleague is found by department and pinyin, and written to from their card', async () => {
      const firm = open();
      const path = '/directory';
      const [li, phone] = await Promise.all([firm.signIn('li', { path }), firm.signIn('li', { path, size: 'phone' })]);
      const people = li.page.getByRole('list', { name: '人员' });
      await people.getByText('周岚').waitFor();
      await li.page
        .getByRole('navigation', { name: '部门与群组' })
        .getByRole('button', { name: /^税务部/ })
        .click();
      await people.getByText('李佳').waitFor({ state: 'detached' });
      await people.getByText('周岚').waitFor();
      await li.page.getByRole('textbox', { name: '按姓名、拼音或职务查找' }).fill('zhaoym');
      await people.getByText('赵一鸣').waitFor();
      await people.getByRole('button').filter({ hasText: '赵一鸣' }).click();
      const card = li.page.getByRole('region', { name: '赵一鸣' });
      await card.getByText('审计一部').waitFor();
      await phone.page.getByRole('textbox', { name: '按姓名、拼音或职务查找' }).fill('zym');
      await phone.page.getByRole('list', { name: '人员' }).getByText('赵一鸣').tap();
      await phone.page.getByText('审计一部').last().waitFor();
      await button(card, '查看共同的群组').click();
      await card.getByRole('region', { name: '共同的群组' }).waitFor();
      await button(card, '发消息').click();
      await composer(li).waitFor();
      expect(await li.page.getByRole('heading', { level: 1 }).innerText()).toContain('赵一鸣');
    });

    test('a status reaches others at once, and goes when it is cleared', async () => {
      const firm = open();
      const [wang, phone, li] = await Promise.all([
        firm.signIn('wang', { path: '/me' }),
        firm.signIn('wang', { path: '/me', size: 'phone' }),
        firm.signIn('li', { path: '/directory' }),
      ]);
      const status = wang.page.getByRole('region', { name: '状态', exact: true });
      await status.getByRole('button', { name: /在客户现场/ }).click();
      await button(status, '设置状态').click();
      const row = li.page.getByRole('list', { name: '人员' }).getByRole('button').filter({ hasText: '王敏' });
      await row.getByText('在客户现场').waitFor();
      await button(phone.page.getByRole('region', { name: '状态', exact: true }), '清除').tap();
      await button(status, '清除').waitFor({ state: 'detached' });
      await expect.poll(() => row.getByText('在客户现场').count(), polling).toBe(0);
    });

    test('a guest sees whom they work with, and no groups to join', async () => {
      const liu = await open().signIn('liu', { path: '/directory?show=groups' });
      await liu.page.getByRole('list', { name: '人员' }).getByText('陈屿').waitFor();
      expect(await liu.page.getByRole('button', { name: '可加入的群组' }).count()).toBe(0);
      expect(await liu.page.getByText('郑凯').count()).toBe(0);
    });
  });
}
