import { conversations, identity, messageTextLengthMax, personal } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { composer, polling, send, timeline, toast } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { nowhereYet, type Person } from '../stage/person.ts';
import { chooseFromMenu, messageAt, post } from '../stage/talk.ts';

const query = "select sum(amount) as 合计 -- 十月\nfrom vouchers where period = '2026-10' and amount > 5300";
const hourMs = 3_600_000;

/** Pastes as a spreadsheet does: cells as text, as a table of a page, and as a picture. */
const pasteCells = (person: Person, text: string): Promise<void> =>
  composer(person).evaluate((field, cells) => {
    const data = new DataTransfer();
    data.setData('text/plain', cells);
    data.setData('text/html', '<table><tr><td>…</td></tr></table>');
    data.items.add(new File(['picture'], 'image.png', { type: 'image/png' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);

/** What spares people work in a conversation, on two screens of one person. */
export function describeSmallServices(open: () => DemoFirm): void {
  describe('small services of the messenger', () => {
    test('code has colours, a bookmark comes and goes on both screens, and a status stands beside the name', async () => {
      const [desk, phone, wang] = await Promise.all([
        open().signIn('li', nowhereYet),
        open().signIn('li', { ...nowhereYet, size: 'phone' }),
        open().connect('wang'),
      ]);
      const room = await wang.openGroup('取数口径', ['li']);
      const said = await wang.call(conversations.postMessage, {
        params: { conversationId: room.id },
        body: { clientId: newClientId(), text: `口径如下：\n\`\`\`sql\n${query}\n\`\`\`` },
      });
      await Promise.all([desk, phone].map((each) => each.page.goto(`/c/${room.id}`)));

      const code = messageAt(desk, said.seq).locator('pre code');
      await expect.poll(() => code.locator('span[class]').count(), polling).toBeGreaterThan(5);
      // Messages are hidden until their place is found, and what is hidden takes no key.
      await code.waitFor();
      expect(await code.textContent()).toBe(query);

      await messageAt(desk, said.seq).press('s');
      await toast(desk, '已收藏').waitFor();
      await chooseFromMenu(phone, messageAt(phone, said.seq), '取消收藏');
      await toast(phone, '已取消收藏').waitFor();
      await messageAt(desk, said.seq).click({ button: 'right', position: { x: 12, y: 12 } });
      await desk.page.getByRole('menuitem', { name: '收藏', exact: true }).waitFor();
      await desk.page.keyboard.press('Escape');

      const until = new Date(Date.now() + hourMs).toISOString();
      await wang.call(personal.setStatus, { body: { status: { emoji: '🧾', text: '在客户现场', until } } });
      for (const each of [desk, phone]) {
        await messageAt(each, said.seq)
          .getByRole('img', { name: /^在客户现场 · 至 / })
          .waitFor();
      }
      expect([...desk.faults, ...phone.faults]).toEqual([]);
    });

    test('cells of a spreadsheet arrive as a table, what is too long as a file, and a poll is passed on with its result', async () => {
      const [desk, wang] = await open().admit('li', 'wang');
      const { person } = await wang.ask(identity.me);
      const body = { clientId: newClientId(), title: '粘贴与转发', memberIds: [person.id] };
      const room = { ...(await desk.ask(conversations.create, { body })), title: '粘贴与转发' };
      await Promise.all([desk, wang].map((each) => each.page.goto(`/c/${room.id}`)));

      await pasteCells(desk, '科目\t金额\r\n应收账款\t53,000.00\r\n');
      await expect.poll(() => composer(desk).inputValue(), polling).toContain('| 应收账款 | 53,000.00 |');
      await composer(desk).press('Enter');
      await timeline(wang).getByRole('cell', { name: '53,000.00' }).waitFor();

      await composer(desk).fill('长'.repeat(messageTextLengthMax + 1));
      await desk.page.getByRole('button', { name: '作为文件发送' }).click();
      await send(desk);
      await timeline(wang)
        .getByText(/^长文本-.*\.md$/)
        .waitFor();

      const poll = {
        question: '何时盘点',
        options: ['周一', '周二'],
        isMultiple: false,
        isAnonymous: false,
        closesAt: null,
      };
      const asked = await post(desk, room, { text: '', poll });
      await messageAt(wang, asked.seq).getByText('周二').click();
      const counted = messageAt(desk, asked.seq).getByText('1 人已投');
      await counted.waitFor();
      await chooseFromMenu(desk, messageAt(desk, asked.seq), '转发');
      const dialog = desk.page.getByRole('dialog');
      await dialog.getByRole('checkbox', { name: new RegExp(room.title) }).check();
      await dialog.getByRole('button', { name: /发\s?送/ }).click();
      await timeline(wang).getByText('📊 何时盘点').waitFor();
      await timeline(wang).getByText('周二 — 1').waitFor();
      expect([...desk.faults, ...wang.faults]).toEqual([]);
    });
  });
}
