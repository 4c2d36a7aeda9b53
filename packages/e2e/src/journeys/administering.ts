import { conversations, identity } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { button, choose, composer, timeline, toast } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import type { Person } from '../stage/person.ts';
import { rowTo } from '../stage/room.ts';

const rules = '消息规则';

/** What administrators decide about conversations that are not their own. */
export function describeAdministering(open: () => DemoFirm): void {
  describe('administering', () => {
    test('an administrator says who may make groups, and whoever may not is told so on both screens', async () => {
      const firm = open();
      const [zheng, desk, phone] = await Promise.all([
        firm.signIn('zheng', { path: '/admin' }),
        firm.signIn('li'),
        firm.signIn('li', { size: 'phone' }),
      ]);
      await zheng.page.getByRole('tab', { name: rules }).click();
      const section = zheng.page.getByRole('region', { name: rules });
      const staff = section.getByRole('checkbox', { name: '员工', exact: true }).first();
      await staff.uncheck();
      await button(section, '保存').click();
      await toast(zheng, '已保存').waitFor();
      for (const each of [desk, phone]) {
        const dialog = await openNewGroup(each);
        await dialog.getByText('按所里的规定，你不能新建群组').waitFor();
        expect(await button(dialog, '创建').isDisabled()).toBe(true);
        await each.page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
      const body = { clientId: newClientId(), title: '绕过界面', memberIds: [] };
      expect((await desk.askRefused(conversations.create, { body })).refusal).toBe('right_missing');
      const chen = await firm.connect('chen');
      const { title } = await chen.openGroup('经理建的群', ['li']);
      for (const each of [desk, phone]) await each.page.getByRole('link').filter({ hasText: title }).waitFor();

      await staff.check();
      await button(section, '保存').click();
      const dialog = await openNewGroup(phone);
      await dialog.getByRole('textbox').first().fill('又可以建了');
      await button(dialog, '创建').click();
      await phone.page.getByRole('main', { name: '又可以建了' }).waitFor();
      await desk.page.getByRole('link').filter({ hasText: '又可以建了' }).waitFor();
    });

    test('when an account is closed its groups pass on before the eyes of their members, and one without anybody is given away', async () => {
      const firm = open();
      const [zheng] = await firm.admit('zheng');
      const name = { zh: '唐进', en: 'Tang Jin' };
      const { signInLink } = await zheng.ask(identity.createPerson, {
        body: { login: 'tang', name, title: name, kind: 'person', departmentId: null, roles: ['staff'] },
      });
      const tang = await firm.connectBy(signInLink);
      const [kept, left] = [await tang.openGroup('交接的群', ['li']), await tang.openGroup('只剩客户的群', ['liu'])];
      const path = `/c/${kept.id}`;
      const [desk, phone] = await Promise.all([
        firm.signIn('li', { path }),
        firm.signIn('li', { path, size: 'phone' }),
        zheng.page.goto('/admin'),
      ]);
      await Promise.all([desk, phone].map((each) => composer(each).waitFor()));

      const row = zheng.page.getByRole('row', { name: /唐进/ });
      await button(row, '停用').click();
      await button(zheng.page.getByRole('tooltip'), '停用').click();
      await row.getByText('已停用').waitFor();
      for (const each of [desk, phone])
        await timeline(each)
          .getByText(/将 李佳 设为群主$/)
          .waitFor();
      await desk.page.getByRole('region', { name: '成员', exact: true }).getByText('群主').waitFor();

      await zheng.page.getByRole('tab', { name: rules }).click();
      const given = zheng.page.getByRole('group', { name: new RegExp(left.title) });
      await choose(zheng, given.getByRole('combobox', { name: '选择接管人' }), '李佳');
      await button(given, '指定为群主').click();
      await given.waitFor({ state: 'detached' });
      await rowTo(desk, left).click();
      await composer(desk).waitFor();
      expect((await desk.findConversation(left.title)).myRole).toBe('owner');
    });
  });
}

async function openNewGroup({ page }: Person) {
  await page.getByRole('button', { name: '新建', exact: true }).click();
  await page.getByRole('menuitem', { name: '新建群组' }).click();
  const dialog = page.getByRole('dialog', { name: '新建群组' });
  await dialog.waitFor();
  return dialog;
}
