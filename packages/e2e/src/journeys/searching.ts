import { conversations, search } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { enterRoom, openPalette, polling, rooms, timeline, watchAddresses } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { nowhereYet, type Person } from '../stage/person.ts';
import { rowOf } from '../stage/room.ts';

/** What is looked for, found as one types, and opened in its place. */
export function describeSearching(open: () => DemoFirm): void {
  describe('searching', () => {
    test('what was said is found as one types, by the keyboard alone, and opens in its place', async () => {
      const firm = open();
      const [li, phone, zhou] = await Promise.all([
        firm.signIn('li'),
        firm.signIn('li', { ...nowhereYet, size: 'phone' }),
        firm.signIn('zhou', nowhereYet),
      ]);
      const words = '递延所得税负债的暂时性差异';
      await sayIn(zhou, rooms.experts, `这一条请记着：${words}。`);
      await waitUntilFound(li, words);

      await rowOf(li, rooms.experts).waitFor();
      const palette = await openPalette(li);
      await palette.getByRole('combobox').waitFor();
      await li.page.keyboard.type('暂时性差异');
      const hit = palette.getByRole('option').filter({ hasText: words });
      await hit.waitFor();
      expect(await hit.locator('mark').allInnerTexts()).toEqual(['暂时性差异']);
      const addresses = watchAddresses(li.page);
      await li.page.keyboard.press('Enter');
      await expect.poll(() => addresses.join(), polling).toMatch(/\/c\/[\w-]+\?at=\d+/);
      await timeline(li).getByText(words).first().waitFor();

      await phone.page.goto(`/search?q=${encodeURIComponent('暂时性差异')}`);
      const found = phone.page.getByRole('region', { name: '消息', exact: true }).getByRole('button');
      await found.filter({ hasText: words }).first().tap();
      await timeline(phone).getByText(words).first().waitFor();
    });

    test('people are found by pinyin and initials, and amounts in any writing', async () => {
      const firm = open();
      const [li, phone] = await Promise.all([firm.signIn('li'), firm.signIn('li', { path: '/search', size: 'phone' })]);
      await rowOf(li, rooms.engagement).waitFor();
      const palette = await openPalette(li);
      for (const typed of ['zhoulan', 'zl']) {
        await palette.getByRole('combobox').fill(typed);
        await palette.getByRole('option').filter({ hasText: '周岚' }).first().waitFor();
        // Shut and opened again, as fast as keys come.
        await pressInOneGo(li, [escapeKey, paletteKey]);
        await expect.poll(() => palette.getByRole('combobox').inputValue(), polling).toBe('');
      }
      await li.page.keyboard.press('Escape');
      await palette.waitFor({ state: 'detached' });
      const name = '搜索消息、文件、发票、人';
      await phone.page.getByRole('textbox', { name }).fill('zl');
      await phone.page.getByRole('main').getByRole('button').filter({ hasText: '周岚' }).first().waitFor();
      await li.page.goto('/search');
      for (const each of [li, phone]) {
        const invoices = each.page.getByRole('region', { name: '发票', exact: true });
        for (const amount of ['¥53,000.00', '53000']) {
          await each.page.getByRole('textbox', { name }).fill(amount);
          await invoices.getByRole('button').filter({ hasText: '53,000.00' }).first().waitFor();
        }
      }
    });

    test('filters narrow the results, stand in the address, and an empty result says what to do', async () => {
      const firm = open();
      const li = await firm.signIn('li', { path: `/search?q=${encodeURIComponent('收入')}` });
      const results = li.page.getByRole('main', { name: '搜索' });
      await results.getByRole('region', { name: '会话', exact: true }).getByText('准则专家群').waitFor();
      await results.getByRole('button', { name: '消息', exact: true }).click();
      await results.getByRole('region', { name: '会话', exact: true }).waitFor({ state: 'detached' });
      expect(new URL(li.page.url()).searchParams.get('kind')).toBe('message');
      await results.getByRole('region', { name: '消息', exact: true }).getByRole('button').first().click();
      await timeline(li).waitFor();
      await li.page.goBack();
      await results.getByRole('button', { name: '消息', exact: true, pressed: true }).waitFor();
      const { pathname, search: query } = new URL(li.page.url());
      const phone = await firm.signIn('li', { size: 'phone', path: `${pathname}${query}` });
      const there = phone.page.getByRole('main', { name: '搜索' });
      await there.getByRole('region', { name: '消息', exact: true }).getByRole('button').first().waitFor();
      expect(await there.getByRole('region', { name: '会话', exact: true }).count()).toBe(0);
      await results.getByRole('textbox', { name: /^搜索/ }).fill('没有人说过的话');
      await results.getByText('没有找到').last().waitFor();
    });

    test('the open conversation has a search of its own', async () => {
      const [li] = await open().admit('li');
      await enterRoom(li, rooms.engagement);
      await li.page.keyboard.press('Control+F');
      const panel = li.page.getByRole('region', { name: '在会话中查找' }).first();
      await panel.getByRole('textbox').fill('收入');
      const hits = panel.getByRole('list', { name: '消息' }).getByRole('button');
      await hits.first().waitFor();
      await li.page.keyboard.press('Enter');
      const current = panel.locator('[aria-current=true]');
      const first = await current.innerText();
      await li.page.keyboard.press('Enter');
      await expect.poll(() => current.innerText(), polling).not.toBe(first);
    });

    test('what one may not see is found nowhere', async () => {
      const firm = open();
      const [zhou, liu] = await firm.admit('zhou', 'liu');
      const words = '只给专家群的评价结论';
      await sayIn(zhou, rooms.experts, words);
      await waitUntilFound(zhou, words);
      await liu.page.goto(`/search?q=${encodeURIComponent(words)}`);
      await liu.page.getByText('没有找到').last().waitFor();
      expect(await liu.page.getByText(words).count()).toBe(0);
    });
  });
}

async function sayIn(person: Person, title: string, text: string): Promise<void> {
  const { id } = await person.findConversation(title);
  await person.ask(conversations.postMessage, {
    params: { conversationId: id },
    body: { clientId: newClientId(), text },
  });
}

/** The index follows the log a moment behind. */
async function waitUntilFound(person: Person, q: string): Promise<void> {
  const count = async () => {
    const { groups } = await person.ask(search.search, { query: { q, kinds: 'message' } });
    return groups[0]?.hits.length ?? 0;
  };
  await expect.poll(count, polling).toBeGreaterThan(0);
}

const escapeKey = { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 27 };
const paletteKey = { key: 'k', code: 'KeyK', windowsVirtualKeyCode: 75, modifiers: 2 };

/** Without a wait between them: a page that answers the first one later than at once has missed the second. */
async function pressInOneGo({ page }: Person, keys: readonly (typeof escapeKey)[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const downs = keys.map((key) => session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }));
  await Promise.all(downs);
  for (const key of keys) await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
  await session.detach();
}
