import { describe, expect, test } from 'vitest';
import { button, choose, timeline } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { messageAt } from '../stage/talk.ts';
import { postTo } from '../stage/two-screens.ts';

const missedAfterMs = 16 * 60_000;

/** Whoever is not there hears of it later, by mail. */
export function describeMissing(open: () => DemoFirm): void {
  describe('missing messages', () => {
    test('an address is confirmed by a code, what stays unread comes by mail, and its link leads there on both screens', async () => {
      const firm = open();
      const wang = await firm.connect('wang');
      const room = await wang.openGroup('没来得及看', ['he']);
      const path = '/me';
      const [desk, phone] = await Promise.all([
        firm.signIn('he', { path }),
        firm.signIn('he', { path, size: 'phone', isKept: true }),
      ]);
      await desk.page.getByRole('textbox', { name: '邮箱', exact: true }).fill('he@hengyuan.example');
      await button(desk.page.getByRole('main'), '发送验证码').click();
      const [, code = ''] = await firm.mailbox.came(/你的验证码是 (\d{6})/);
      const field = desk.page.getByRole('textbox', { name: '6 位验证码' });
      await field.fill(code);
      await button(desk.page.getByRole('main'), '验证').click();
      await field.waitFor({ state: 'detached' });
      await phone.page.getByText('he@hengyuan.example').waitFor();
      await choose(desk, desk.page.getByRole('combobox', { name: '未读邮件提醒' }), '15 分钟后');
      await phone.page.getByRole('main').getByText('15 分钟后').waitFor();

      const seq = await postTo(wang, room, '明早九点盘点');
      await firm.killServer();
      await firm.startServerAgain({ laterMs: missedAfterMs });
      const link = `${firm.server.baseUrl}/c/${room.id}?at=${seq}`;
      const [mail] = await firm.mailbox.came(new RegExp(`[^]*${link.replaceAll(/[.?]/g, '\\$&')}[^]*`));
      expect(mail).toContain('1 条未读，来自 王敏');
      expect(mail).not.toContain('明早九点盘点');
      for (const each of [desk, phone]) {
        await each.page.goto(link);
        await messageAt(each, seq).getByText('明早九点盘点').waitFor();
        expect(await timeline(each).getByRole('article').count()).toBe(1);
      }
    });
  });
}
