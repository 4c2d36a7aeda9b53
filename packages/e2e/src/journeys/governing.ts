import { conversations, identity } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { button, choose, composer, polling } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { nowhereYet, type Person } from '../stage/person.ts';
import { badgeOf, rowOf } from '../stage/room.ts';

/** Groups: how they are made, joined, governed and put away, and what each member makes of them in the list. */
export function describeGoverning(open: () => DemoFirm): void {
  describe('governing groups', () => {
    test('somebody asks to join, is admitted, becomes admin and then owner; the old owner leaves', async () => {
      const firm = open();
      const [chen, wang] = await firm.admit('chen', 'wang');
      const group = await makeGroup(chen, '并购准则讨论');
      await chen.page.goto(`/c/${group.id}`);
      await unfoldSettings(chen);
      const settings = panel(chen, '群设置');
      await choose(chen, settings.getByRole('combobox', { name: '加入方式' }), '申请');
      await expect.poll(async () => (await chen.findConversation(group.title)).settings.join, polling).toBe('ask');

      await wang.page.goto('/directory?show=groups');
      await wang.page.getByRole('button', { name: `申请加入 ${group.title}` }).click();
      const dialog = wang.page.getByRole('dialog', { name: `申请加入「${group.title}」` });
      await dialog.getByRole('textbox').fill('负责商誉部分');
      await button(dialog, '提交申请').click();
      await wang.page.getByText('已申请，等待群主或管理员同意').waitFor();

      const requests = panel(chen, '入群申请');
      await requests.getByText('负责商誉部分').waitFor();
      const phone = await firm.signIn('chen', { size: 'phone', path: `/c/${group.id}` });
      await phone.page.getByRole('button', { name: '会话信息' }).tap();
      await panel(phone, '入群申请').getByRole('button', { name: '同意 王敏' }).tap();
      await requests.getByText('负责商誉部分').waitFor({ state: 'detached' });
      await wang.page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /^消息/ }).click();
      await rowOf(wang, group.title).waitFor();

      const members = panel(chen, '成员');
      await menuOf(chen, members, '王敏', '设为管理员');
      await members.getByRole('listitem').filter({ hasText: '王敏' }).getByText('管理员').waitFor();
      await menuOf(chen, members, '王敏', '转让群主');
      await button(chen.page.getByRole('dialog'), '转让群主').click();
      await expect.poll(async () => (await wang.findConversation(group.title)).myRole, polling).toBe('owner');
      await members.getByRole('button', { name: '更多操作' }).click();
      await chen.page.getByRole('menuitem', { name: '退出会话' }).click();
      await button(chen.page.getByRole('dialog'), '退出会话').click();
      await rowOf(chen, group.title).waitFor({ state: 'detached' });
    });

    test('an owner alone cannot leave others without one, and is told how to', async () => {
      const [chen] = await open().admit('chen');
      const group = await makeGroup(chen, '要有群主', ['wang']);
      await chen.page.goto(`/c/${group.id}`);
      await panel(chen, '成员').getByRole('button', { name: '更多操作' }).click();
      await chen.page.getByRole('menuitem', { name: '退出会话' }).click();
      await chen.page.getByText('请先在成员菜单里把群转让给别人').waitFor();
      expect((await chen.findConversation(group.title)).myRole).toBe('owner');
    });

    test('an archived group keeps its history, takes no messages and lies out of the way until it is opened again', async () => {
      const firm = open();
      const [chen] = await firm.admit('chen');
      const group = await makeGroup(chen, '去年的审计');
      const [phone] = await Promise.all([
        firm.signIn('chen', { size: 'phone', path: `/c/${group.id}` }),
        chen.page.goto(`/c/${group.id}`),
      ]);
      await unfoldSettings(chen);
      await button(panel(chen, '群设置'), '归档群组').click();
      await button(chen.page.getByRole('dialog'), '归档群组').click();
      await chen.page.getByRole('note').filter({ hasText: '已归档' }).waitFor();
      await phone.page.getByText('会话已归档，只能查看。').waitFor();
      await chen.page.goto('/');
      await rowOf(chen, '恒远股份 2025 年报审计').waitFor();
      expect(await rowOf(chen, group.title).count()).toBe(0);
      const refused = await chen.askRefused(conversations.postMessage, {
        params: { conversationId: group.id },
        body: { clientId: newClientId(), text: '还在吗' },
      });
      expect(refused.refusal).toBe('conversation_archived');
      await chen.page.getByRole('button', { name: /^已归档/ }).click();
      await rowOf(chen, group.title).click();
      await button(panel(chen, '群设置'), '重新启用').click();
      for (const each of [chen, phone]) await composer(each).waitFor();
      await expect.poll(async () => (await chen.findConversation(group.title)).isArchived, polling).toBe(false);
    });

    test('what is muted is grey and counts nowhere; rail and tab say the sum of the others; a second device agrees', async () => {
      const firm = open();
      const [li, laptop, chen] = await Promise.all([
        firm.signIn('li'),
        firm.signIn('li'),
        firm.signIn('chen', nowhereYet),
      ]);
      const group = await makeGroup(chen, '太吵的群', ['li']);
      await say(chen, group.id, '第一句');
      await rowOf(li, group.title).waitFor();
      await expect.poll(() => badgeOf(li, group.title), polling).toBe(1);
      await expect.poll(async () => (await railCount(li)) === (await sumOfBadges(li)), polling).toBe(true);
      const before = await railCount(li);

      await openMenu(li, group.title);
      await li.page.getByRole('menuitem', { name: '消息提醒' }).hover();
      await li.page.getByRole('menuitem', { name: '静音' }).click();
      await expect.poll(() => railCount(li), polling).toBe(before - 1);
      await say(chen, group.id, '第二句');
      await rowOf(laptop, group.title).getByText('2 条未读（静音）').waitFor();
      for (const device of [li, laptop]) {
        await expect.poll(() => railCount(device), polling).toBe(before - 1);
        await expect.poll(() => railCount(device), polling).toBe(await sumOfBadges(device));
        const inTitle = async () => Number(/^\((\d+)\)/.exec(await device.page.title())?.[1] ?? 0);
        await expect.poll(inTitle, polling).toBe(before - 1);
      }
      await openMenu(li, group.title);
      await li.page.getByRole('menuitem', { name: '标为已读' }).click();
      await rowOf(laptop, group.title).getByText('2 条未读（静音）').waitFor({ state: 'detached' });
    });

    test('the list is walked, pinned and filtered by the keyboard', async () => {
      const firm = open();
      const [li, chen] = await Promise.all([firm.signIn('li'), firm.signIn('chen', nowhereYet)]);
      const group = await makeGroup(chen, '键盘找到的群', ['li']);
      await rowOf(li, group.title).waitFor();
      const focused = () => li.page.evaluate(() => document.activeElement?.textContent ?? '');
      await rowOf(li, group.title).focus();
      await li.page.keyboard.press('Shift+F10');
      // A menu that has just opened has not got the focus yet.
      await li.page.getByRole('menu').waitFor();
      await expect.poll(focused, polling).toBe('置顶');
      await li.page.keyboard.press('Enter');
      await li.page.getByRole('button', { name: '置顶', exact: true }).waitFor();
      // The row has just gone to another part of the list, where it is drawn anew and loses the focus.
      const goToTop = async () => {
        await rowOf(li, group.title).focus();
        await li.page.keyboard.press('Home');
        return focused();
      };
      await expect.poll(goToTop, polling).toContain('置顶');
      await li.page.keyboard.press('ArrowDown');
      await expect.poll(focused, polling).toContain(group.title);
      await li.page.keyboard.press('Enter');
      await composer(li).waitFor();
      expect(new URL(li.page.url()).pathname).toBe(`/c/${group.id}`);
      await li.page.keyboard.press('Alt+ArrowDown');
      await expect.poll(() => new URL(li.page.url()).pathname, polling).not.toBe(`/c/${group.id}`);
      await li.page.keyboard.press('Alt+ArrowUp');
      await expect.poll(() => new URL(li.page.url()).pathname, polling).toBe(`/c/${group.id}`);
      // Whoever has it open has read it at once.
      await li.page.goto('/');
      await rowOf(li, group.title).waitFor();
      await say(chen, group.id, '@李佳 请看', ['li']);
      await li.page.getByRole('button', { name: '@我', exact: true }).click();
      await rowOf(li, group.title).getByText('[有人@我]').waitFor();
      await li.page.getByRole('button', { name: '全部', exact: true }).click();
    });
  });
}

interface Group {
  id: Awaited<ReturnType<Person['findConversation']>>['id'];
  title: string;
}

type Member = 'li' | 'wang';

async function makeGroup(owner: Person, title: string, members: readonly Member[] = []): Promise<Group> {
  const memberIds = await idsOf(owner, members);
  const { id } = await owner.ask(conversations.create, { body: { clientId: newClientId(), title, memberIds } });
  return { id, title };
}

async function idsOf(person: Person, members: readonly Member[]) {
  const { people } = await person.ask(identity.directory);
  return people.filter(({ login }) => members.some((member) => member === login)).map(({ id }) => id);
}

async function say(
  person: Person,
  conversationId: Group['id'],
  text: string,
  mentioned: readonly Member[] = [],
): Promise<void> {
  const mentions = await idsOf(person, mentioned);
  await person.ask(conversations.postMessage, {
    params: { conversationId },
    body: { clientId: newClientId(), text, mentions },
  });
}

const unfoldSettings = (person: Person): Promise<void> =>
  person.page.getByRole('button', { name: '会话设置', expanded: false }).click();

const panel = (person: Person, name: string): Locator => person.page.getByRole('region', { name, exact: true });

async function menuOf(person: Person, members: Locator, name: string, action: string): Promise<void> {
  await members.getByRole('button', { name: `${name} 的操作` }).click();
  await person.page.getByRole('menuitem', { name: action }).click();
}

async function openMenu(person: Person, title: string): Promise<void> {
  await rowOf(person, title).click({ button: 'right' });
}

/** The number at 消息 in the rail; 0 where there is none. */
async function railCount(person: Person): Promise<number> {
  const text = await person.page
    .getByRole('navigation', { name: '主导航' })
    .getByRole('link', { name: /^消息/ })
    .innerText();
  return Number(/(\d+) 条未读/.exec(text)?.[1] ?? 0);
}

async function sumOfBadges(person: Person): Promise<number> {
  const badges = person.page.getByRole('navigation', { name: '会话' }).getByText(/^\d+ 条未读$/);
  const texts = await badges.allInnerTexts();
  return texts.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
}
