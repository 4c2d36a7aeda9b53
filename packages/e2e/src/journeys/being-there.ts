import { conversations, identity } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { describe, test } from 'vitest';
import type { DemoFirm } from '../stage/firm.ts';
import type { Person } from '../stage/person.ts';

/** A little more than whoever is away has touched nothing. */
const longEnough = '10:05';

/** How people stand in the eyes of others. */
export function describeBeingThere(open: () => DemoFirm): void {
  describe('being there', () => {
    test('others see who does not want to be disturbed and who has left their desk, and that it is over', async () => {
      const [zheng, xu] = await open().admit('zheng', 'xu');
      const { person } = await zheng.ask(identity.me);
      const { id } = await xu.ask(conversations.openDirect, { body: { userId: person.id } });
      await zheng.page.clock.install();
      await Promise.all([zheng.page.goto('/me'), xu.page.goto(`/c/${id}`)]);
      const row = xu.page.getByRole('navigation', { name: '会话' }).locator(`a[href="/c/${id}"]`);
      const head = xu.page
        .getByRole('main')
        .getByRole('banner')
        .or(xu.page.getByRole('main').locator('header'))
        .first();
      await row.getByText('在线').waitFor();

      const moons = [row, head].map((place) => place.getByRole('img', { name: '勿扰' }));
      await press(zheng, /的菜单$/);
      await zheng.page.getByRole('menuitem', { name: '免打扰' }).hover();
      await zheng.page.getByRole('menuitem', { name: '直到我关闭' }).click();
      await zheng.page.getByText(/^免打扰已开启/).waitFor();
      await each(moons, 'visible');
      await press(zheng, '现在结束');
      await each(moons, 'detached');

      await zheng.page.clock.fastForward(longEnough);
      await row.getByText('离开').waitFor();
      await head.getByText(/^离开/).waitFor();
      await zheng.page.mouse.move(300, 300);
      await row.getByText('在线').waitFor();
      await head.getByText(/^在线/).waitFor();
    });
  });
}

const press = ({ page }: Person, name: string | RegExp): Promise<void> => page.getByRole('button', { name }).click();
const each = (places: readonly Locator[], state: 'visible' | 'detached') =>
  Promise.all(places.map((place) => place.waitFor({ state })));
