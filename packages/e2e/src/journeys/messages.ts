import { describe, expect, test } from 'vitest';
import { composer, polling, timeline } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { chooseFromMenu, editLast, messageAt, openTalk, post, vote } from '../stage/talk.ts';
import { findObstacles } from './reaching.ts';

/** What people do with messages, each in front of somebody else's screen. */
export function describeMessages(open: () => DemoFirm): void {
  describe('messages', () => {
    test('a reply quotes and leads back, a thread has its own place, reactions and a new text are on both screens', async () => {
      const firm = open();
      const { room, people } = await openTalk(firm, '消息往来', { owner: 'chen', others: ['li'] });
      const [chen, li] = people;
      if (!chen || !li) throw new Error('two people are needed');
      const asked = await post(chen, room, { text: '第 4 问的口径谁来写？' });

      await chooseFromMenu(li, messageAt(li, asked.seq), '回复');
      await composer(li).fill('我来写，今晚给');
      await composer(li).press('Enter');
      const answer = timeline(chen).getByRole('article').filter({ hasText: '我来写，今晚给' });
      await answer.getByRole('button', { name: /跳到被引用的消息/ }).click();
      await expect.poll(() => messageAt(chen, asked.seq).evaluate((row) => row.className), polling).toMatch(/marked/);

      await messageAt(chen, asked.seq).press('t');
      const thread = chen.page.getByRole('textbox', { name: '回复话题' });
      await thread.fill('先看去年的底稿');
      await thread.press('Enter');
      await messageAt(li, asked.seq)
        .getByRole('button', { name: /1 条回复/ })
        .click();
      await li.page.getByRole('region', { name: '话题里的消息' }).getByText('先看去年的底稿').waitFor();
      await li.page.keyboard.press('Escape');

      await messageAt(li, asked.seq).hover();
      await messageAt(li, asked.seq).getByRole('button', { name: '表情回应 👍' }).click();
      await messageAt(chen, asked.seq)
        .getByRole('button', { name: /👍 1 人：李佳/ })
        .click();
      await messageAt(li, asked.seq)
        .getByRole('button', { name: /👍 2 人：李佳、陈屿/ })
        .waitFor();

      const editing = await editLast(li);
      await editing.fill('我来写，**明早**给');
      await editing.press('Enter');
      const edited = timeline(chen).getByRole('article').filter({ hasText: '我来写，明早给' });
      expect(await findObstacles(chen.page, 'thread', 'main, aside')).toEqual([]);
      await edited.getByRole('button', { name: '已编辑' }).click();
      await chen.page.getByRole('dialog', { name: '编辑记录' }).getByText('我来写，今晚给').waitFor();

      const phone = await firm.signIn('li', { size: 'phone', path: `/c/${room.id}` });
      const own = timeline(phone).getByRole('article').filter({ hasText: '我来写，明早给' });
      await own.getByRole('button', { name: /跳到被引用的消息/ }).tap();
      await expect.poll(() => messageAt(phone, asked.seq).evaluate((row) => row.className), polling).toMatch(/marked/);
      await own.getByRole('button', { name: '已编辑' }).tap();
      await phone.page.getByRole('dialog', { name: '编辑记录' }).getByText('我来写，今晚给').waitFor();
      expect([...chen.faults, ...li.faults, ...phone.faults]).toEqual([]);
    });

    test('a message is recalled and written again, pinned for both, and several are passed on as one record', async () => {
      const firm = open();
      const { room, people } = await openTalk(firm, '撤回与转发', { owner: 'chen', others: ['li'] });
      const [chen, li] = people;
      if (!chen || !li) throw new Error('two people are needed');
      const phone = await firm.signIn('li', { size: 'phone', path: `/c/${room.id}` });
      await composer(phone).waitFor();
      const slip = await post(li, room, { text: '口令是 123' });
      const first = await post(li, room, { text: '存货差异 3 项' });
      const second = await post(chen, room, { text: '逐项附照片' });

      await chooseFromMenu(li, messageAt(li, slip.seq), '撤回');
      await li.page
        .getByRole('dialog')
        .getByRole('button', { name: /撤\s?回/ })
        .click();
      await timeline(chen).getByText('李佳 撤回了一条消息').waitFor();
      await timeline(phone).getByText('你撤回了一条消息').waitFor();
      await expect.poll(() => timeline(chen).getByText('口令是 123').count(), polling).toBe(0);
      await timeline(li).getByRole('button', { name: '重新编辑' }).click();
      await expect.poll(() => composer(li).inputValue(), polling).toBe('口令是 123');
      await composer(li).fill('');

      await chooseFromMenu(chen, messageAt(chen, first.seq), '置顶');
      await li.page.getByRole('button', { name: '1 条置顶消息' }).click();
      await li.page.getByText('陈屿 置顶', { exact: true }).waitFor();
      await phone.page.getByRole('button', { name: '1 条置顶消息' }).tap();
      await phone.page.getByText('陈屿 置顶', { exact: true }).waitFor();

      await chooseFromMenu(li, messageAt(li, first.seq), '多选');
      await messageAt(li, second.seq).click();
      await li.page
        .getByRole('toolbar', { name: '多选' })
        .getByRole('button', { name: /转\s?发/ })
        .click();
      const dialog = li.page.getByRole('dialog', { name: '转发给' });
      await dialog.getByRole('textbox', { name: '搜索会话或同事' }).fill('收入准则');
      await dialog.getByText('收入准则专家群').click();
      await dialog.getByRole('textbox', { name: '附言（可不填）' }).fill('请看这两条');
      await dialog.getByRole('button', { name: /发\s?送/ }).click();
      const { id } = await li.findConversation('收入准则专家群');
      for (const each of [li, phone]) {
        await each.page.goto(`/c/${id}`);
        const record = timeline(each).getByRole('article').filter({ hasText: '请看这两条' }).last();
        await record.getByRole('button', { name: /聊天记录/ }).click();
        const shown = each.page.getByRole('dialog', { name: '聊天记录' });
        await shown.getByText('存货差异 3 项').waitFor();
        await shown.getByText('逐项附照片').waitFor();
      }
      expect([...chen.faults, ...li.faults, ...phone.faults]).toEqual([]);
    });

    test('a poll is asked, answered and closed, and both see the same figures', async () => {
      const firm = open();
      const { room, people } = await openTalk(firm, '周五的会', { owner: 'chen', others: ['li'] });
      const [chen, li] = people;
      if (!chen || !li) throw new Error('two people are needed');
      await chen.page.getByRole('button', { name: '投票' }).click();
      const dialog = chen.page.getByRole('dialog', { name: '发起投票' });
      await dialog.getByRole('textbox', { name: '问题' }).fill('周五几点开会？');
      await dialog.getByRole('textbox', { name: '选项 1' }).fill('14:00');
      await dialog.getByRole('textbox', { name: '选项 2' }).fill('16:00');
      await dialog.getByRole('button', { name: /发\s?起/ }).click();
      const poll = timeline(li).getByRole('group', { name: '周五几点开会？' });
      await vote(poll, /16:00/);
      const phone = await firm.signIn('li', { size: 'phone', path: `/c/${room.id}` });
      const small = timeline(phone).getByRole('group', { name: '周五几点开会？' });
      await expect.poll(() => small.getByRole('radio', { name: /16:00/ }).isChecked(), polling).toBe(true);
      const own = timeline(chen).getByRole('group', { name: '周五几点开会？' });
      await own.getByText('1 票 · 100%').waitFor();
      await vote(own, /14:00/);
      await poll.getByText('2 人已投').waitFor();
      await own.getByRole('button', { name: '结束投票' }).click();
      await chen.page
        .getByRole('tooltip')
        .getByRole('button', { name: /确\s?定/ })
        .click();
      for (const each of [poll, small]) {
        await each.getByText('已结束').waitFor();
        await each.getByText('2 人已投').waitFor();
        await expect.poll(() => each.getByRole('radio').first().isDisabled(), polling).toBe(true);
      }
      expect([...chen.faults, ...li.faults, ...phone.faults]).toEqual([]);
    });

    test('a hostile message is shown safely: nothing runs, nothing is fetched, nothing is hidden', async () => {
      const { room, people } = await openTalk(open(), '恶意内容', { owner: 'chen', others: ['li'] });
      const [chen, li] = people;
      if (!chen || !li) throw new Error('two people are needed');
      const outside: string[] = [];
      li.page.on('request', (request) => {
        if (request.url().includes('evil')) outside.push(request.url());
      });
      const hostile = [
        '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script><svg onload="window.hacked=1">',
        '![像素](https://evil.example/pixel.png) [银行](https://evil.example/) [x](javascript:window.hacked=1)',
        '发票\u202Efdp.exe',
        `审${'\u0310'.repeat(300)}计`,
      ].join('\n');
      const { seq } = await post(chen, room, { text: hostile });
      const walls = await Promise.all(
        ['>'.repeat(19_000), '@'.repeat(10_000), 'W'.repeat(20_000), `|a|b|\n|-|-|\n${'|\n'.repeat(9_000)}`].map(
          (text) => post(chen, room, { text }),
        ),
      );
      // They are written at once, in any order; only the last one fits on the screen.
      await messageAt(li, Math.max(...walls.map((wall) => wall.seq))).waitFor();
      await li.page.goto(`/c/${room.id}?at=${seq}`);
      const shown = messageAt(li, seq);
      await shown.getByText('<img src=x onerror="window.hacked=1">').waitFor();
      expect(await findObstacles(li.page, 'hostile', 'main')).toEqual([]);
      await shown.getByText('U+202E', { exact: true }).waitFor();
      await shown.getByText('evil.example', { exact: true }).first().waitFor();
      expect(await shown.getByRole('img').count()).toBe(0);
      expect(await shown.getByRole('link', { name: 'x', exact: true }).count()).toBe(0);
      expect(await li.page.evaluate(() => 'hacked' in window)).toBe(false);
      const width = await timeline(li).evaluate((list) => [list.scrollWidth, list.clientWidth]);
      expect(width[0], 'a long word widens the list').toBe(width[1]);
      expect(outside).toEqual([]);
      expect(li.faults).toEqual([]);
    });
  });
}
