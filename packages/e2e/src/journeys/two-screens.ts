import { conversations, groups, personal } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Colleague } from '../stage/colleague.ts';
import { composer, polling, timeline } from '../stage/desk.ts';
import { chooseByFinger, holdFinger } from '../stage/finger.ts';
import type { DemoFirm } from '../stage/firm.ts';
import type { Person } from '../stage/person.ts';
import { rowTo, say } from '../stage/room.ts';
import { chooseFromMenu, editLast, messageAt, type TalkRoom, vote } from '../stage/talk.ts';
import { openTwoScreens, postTo } from '../stage/two-screens.ts';

/** One person at a desk and with a phone: what they do on one stands on the other. */
export function describeTwoScreens(open: () => DemoFirm): void {
  describe('one person at two screens', () => {
    test('marks, pins, bookmarks, threads and votes stand on both screens, whichever they come from', async () => {
      const { li, room, desk, phone } = await openTwoScreens(open(), '两块屏幕');
      const opened = li.open(room);
      for (const each of [desk, phone]) {
        const isSaid = async () => {
          opened.sendTyping();
          return each.page.getByRole('main').getByText('李佳 正在输入…').count();
        };
        await expect.poll(isSaid, polling).toBe(1);
      }
      const seq = await postTo(li, room, '第 4 问的口径请定一下');
      for (const each of [desk, phone]) {
        await messageAt(each, seq).waitFor();
        await expect.poll(() => each.page.getByText('李佳 正在输入…').count(), polling).toBe(0);
      }
      const [onDesk, onPhone] = [messageAt(desk, seq), messageAt(phone, seq)];

      await chooseByFinger(phone, onPhone, '表情回应 👍');
      const mark = /👍 1 人：陈屿/;
      await onDesk.getByRole('button', { name: mark }).click();
      await onPhone.getByRole('button', { name: mark }).waitFor({ state: 'detached' });

      await onDesk.press('s');
      await chooseByFinger(phone, onPhone, '取消收藏');
      await onDesk.press('Enter');
      await desk.page.getByRole('menuitem', { name: '收藏', exact: true }).waitFor();
      await desk.page.keyboard.press('Escape');

      await chooseFromMenu(desk, onDesk, '置顶');
      await phone.page.getByRole('button', { name: '1 条置顶消息' }).waitFor();
      await chooseByFinger(phone, onPhone, '取消置顶');
      await desk.page.getByRole('button', { name: '1 条置顶消息' }).waitFor({ state: 'detached' });

      await onDesk.press('t');
      await answerThread(desk, '按去年的口径');
      await onPhone.getByRole('button', { name: /1 条回复/ }).tap();
      await threadOf(phone).getByText('按去年的口径').waitFor();
      await answerThread(phone, '底稿在 F3');
      await threadOf(desk).getByText('底稿在 F3').waitFor();
      await phone.page.goBack();
      await desk.page.keyboard.press('Escape');

      opened.post({
        text: '',
        poll: {
          question: '周五几点？',
          options: ['14:00', '16:00'],
          isMultiple: false,
          isAnonymous: false,
          closesAt: null,
        },
      });
      const poll = (person: Person) => timeline(person).getByRole('group', { name: '周五几点？' });
      await vote(poll(desk), /16:00/);
      await poll(phone).getByText('1 票 · 100%').waitFor();
      await expect.poll(() => poll(phone).getByRole('radio', { name: /16:00/ }).isChecked(), polling).toBe(true);
      await poll(phone).getByRole('button', { name: '撤回投票' }).tap();
      await expect.poll(() => poll(desk).getByRole('radio', { name: /16:00/ }).isChecked(), polling).toBe(false);
    });

    test('what is begun, sent, edited, passed on and recalled on one screen is so on the other', async () => {
      const { li, room, desk, phone } = await openTwoScreens(open(), '写在两处');
      const inbox = await li.openGroup('另一个群', ['chen']);
      await composer(phone).fill('路上想到的：');
      await expect.poll(() => composer(desk).inputValue(), polling).toBe('路上想到的：');
      await say(desk, '路上想到的：函证先发');
      await expect.poll(() => composer(phone).inputValue(), polling).toBe('');
      const own = (person: Person) => timeline(person).getByRole('article', { name: '陈屿' });
      await own(phone).filter({ hasText: '路上想到的：函证先发' }).waitFor();
      expect(await own(phone).count()).toBe(1);

      const editing = await editLast(desk);
      await expect.poll(() => editing.inputValue(), polling).toBe('路上想到的：函证先发');
      await editing.fill('函证先发，**周三**前');
      await editing.press('Enter');
      const edited = own(phone).filter({ hasText: '函证先发，周三前' });
      await edited.getByRole('button', { name: '已编辑' }).waitFor();

      const question = await postTo(li, room, '抄送谁？');
      await messageAt(phone, question).waitFor();
      await chooseByFinger(phone, edited, '多选');
      await messageAt(phone, question).tap();
      const bar = phone.page.getByRole('toolbar', { name: '多选' });
      await bar.getByText('已选 2 条').waitFor();
      await press(bar, /转\s?发/);
      const dialog = phone.page.getByRole('dialog', { name: '转发给' });
      await dialog.getByRole('textbox', { name: '搜索会话或同事' }).fill(inbox.title);
      await dialog.getByText(inbox.title).last().tap();
      await press(dialog, /发\s?送/);
      await rowTo(desk, inbox).filter({ hasText: '函证先发' }).click();
      await timeline(desk)
        .getByRole('button', { name: /聊天记录.*抄送谁？/ })
        .waitFor();
      await rowTo(desk, room).click();

      await chooseByFinger(phone, edited, '撤回');
      await press(phone.page.getByRole('dialog'), /撤\s?回/);
      for (const each of [desk, phone]) {
        await timeline(each).getByText('你撤回了一条消息').waitFor();
        expect(await timeline(each).getByText('函证先发').count()).toBe(0);
      }
    });

    test('the list, who is there, what waits to be sent and who may write are the same on both screens', async () => {
      const firm = open();
      const { li, room, desk, phone } = await openTwoScreens(firm, '同一张列表');
      await phone.page.getByRole('link', { name: '返回会话列表' }).tap();
      const { id } = await li.call(conversations.openDirect, { body: { userId: await li.idOf('chen') } });
      const direct = { id, title: '李佳' };
      await postTo(li, direct, '在吗');
      for (const each of [desk, phone]) {
        await filterList(each, '未读');
        await rowTo(each, direct)
          .filter({ hasText: '在吗' })
          .getByText(/条未读/)
          .waitFor();
      }
      await rowTo(phone, direct).tap();
      await rowTo(desk, direct).waitFor({ state: 'detached' });
      await filterList(desk, '全部');
      const status = { emoji: '🏠', text: '居家办公', until: null };
      await li.call(personal.setStatus, { body: { status } });
      await phone.page
        .getByRole('main')
        .getByText(/^在线 · 🏠 居家办公/)
        .waitFor();
      const mark = desk.page.getByRole('region', { name: '成员', exact: true }).getByRole('img', { name: '居家办公' });
      await mark.waitFor();
      await li.call(personal.setStatus, { body: { status: null } });
      await mark.waitFor({ state: 'detached' });

      await rowTo(desk, room).click({ button: 'right' });
      await desk.page.getByRole('menuitem', { name: '消息提醒' }).hover();
      await desk.page.getByRole('menuitem', { name: '静音' }).click();
      await phone.page.getByRole('link', { name: '返回会话列表' }).tap();
      await filterList(phone, '全部');
      await rowTo(phone, room).getByText('已静音').waitFor();
      const pin = phone.page.getByRole('menuitem', { name: '置顶' });
      await holdFinger(phone, rowTo(phone, room), pin);
      await pin.tap();
      await desk.page.getByRole('button', { name: '置顶', exact: true }).waitFor();

      await rowTo(phone, room).tap();
      await composer(phone).fill('明早提醒：函证寄出');
      await chooseWhenSending(phone, '定时发送…');
      const dialog = phone.page.getByRole('dialog', { name: '定时发送' });
      await press(dialog, /明早 9:00/);
      await press(dialog, /^定\s?时$/);
      await chooseWhenSending(desk, '等待发送');
      const waiting = (person: Person) => person.page.getByRole('article', { name: room.title });
      await waiting(desk).getByRole('button', { name: '取消发送' }).click();
      await chooseWhenSending(phone, '等待发送');
      await waiting(phone).getByText('明早提醒：函证寄出').waitFor();
      await desk.page.getByRole('tooltip').getByRole('button', { name: '取消发送' }).click();
      for (const each of [desk, phone]) {
        await waiting(each).waitFor({ state: 'detached' });
        await each.page.goBack();
        await composer(each).waitFor();
      }
      await closeAndOpen(li, room, [desk, phone]);
    });

    test('a group that is full says so to whoever joins, and takes them in once there is room', async () => {
      const firm = open();
      const chen = await firm.connect('chen');
      const room = await chen.openGroup('满员的讨论', ['li']);
      const params = { conversationId: room.id };
      await chen.call(groups.setSettings, { params, body: { join: 'open', membersMax: 10, history: 'from-joining' } });
      await postTo(chen, room, '之前说的');
      const [owner, wang] = await Promise.all([
        firm.signIn('chen', { path: `/c/${room.id}` }),
        firm.signIn('wang', { size: 'phone', path: '/directory?show=groups' }),
      ]);
      await owner.page.getByRole('button', { name: '会话设置', expanded: false }).click();
      const limit = owner.page.getByRole('spinbutton', { name: '成员上限' });
      await setLimit(owner, limit, 2);
      const join = wang.page.getByRole('button', { name: `加入 ${room.title}` });
      await join.tap();
      await wang.page.getByText('群成员已达上限（2 人），不能再加人。').waitFor();
      await setLimit(owner, limit, 3);
      await join.tap();
      await timeline(wang).getByText('王敏 加入了会话').waitFor();
      expect(await timeline(wang).getByText('之前说的').count()).toBe(0);
      await owner.page.getByRole('region', { name: '成员', exact: true }).getByText('王敏').waitFor();
    });
  });
}

const threadOf = (person: Person): Locator => person.page.getByRole('region', { name: '话题里的消息' });

async function answerThread(person: Person, words: string): Promise<void> {
  const field = person.page.getByRole('textbox', { name: '回复话题' });
  await field.fill(words);
  await field.press('Enter');
}

const press = (where: Locator, name: RegExp): Promise<void> => where.getByRole('button', { name }).tap();

const filterList = ({ page }: Person, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

async function chooseWhenSending({ page }: Person, item: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: '更多', exact: true }).last().click();
  await page.getByRole('menuitem', { name: item }).click();
}

/** Only some may write, then everybody, then nobody, while both screens look on. */
async function closeAndOpen(li: Colleague, room: TalkRoom, screens: readonly Person[]): Promise<void> {
  const params = { conversationId: room.id };
  const onBoth = (look: (person: Person) => Promise<void>) => Promise.all(screens.map(look));
  const saysClosed = (why: string) => onBoth((each) => each.page.getByRole('status').getByText(why).waitFor());
  await li.call(groups.setSettings, { params, body: { mayPost: 'admins' } });
  await saysClosed('仅群主和管理员可以在这里发言。');
  await li.call(groups.setSettings, { params, body: { mayPost: 'members' } });
  await onBoth((each) => composer(each).waitFor());
  await li.call(groups.setArchived, { params, body: { isArchived: true } });
  await saysClosed('会话已归档，只能查看。');
}

async function setLimit(owner: Person, field: Locator, membersMax: number): Promise<void> {
  await field.fill(String(membersMax));
  const saved = owner.page.waitForResponse((answer) => answer.url().endsWith('/settings') && answer.ok());
  await field.press('Enter');
  await saved;
}
