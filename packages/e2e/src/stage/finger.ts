import type { Locator } from 'playwright-core';
import type { Person } from './person.ts';

/** Holds a finger on something until `until` has come, and lifts it. */
export async function holdFinger({ context, page }: Person, target: Locator, until: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('there is nothing on the screen to hold');
  const devTools = await context.newCDPSession(page);
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await devTools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
  await until.waitFor();
  await devTools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await devTools.detach();
}

/** Opens the menu of a message as a finger does, and chooses. */
export async function chooseByFinger(person: Person, message: Locator, item: string): Promise<void> {
  const menu = person.page.getByRole('menu', { name: '消息操作' });
  await holdFinger(person, message, menu);
  await menu.getByRole('menuitem', { name: item, exact: true }).tap();
  await menu.waitFor({ state: 'detached' });
}

/** Draws a finger across something, to the left or to the right, over most of its width. */
export async function swipe({ context, page }: Person, target: Locator, towards: 'left' | 'right'): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('there is nothing on the screen to swipe');
  const y = box.y + box.height / 2;
  const reach = [0.8, 0.6, 0.4, 0.2].map((share) => box.x + box.width * (towards === 'left' ? share : 1 - share));
  const devTools = await context.newCDPSession(page);
  for (const [step, x] of reach.entries()) {
    const type = step === 0 ? 'touchStart' : 'touchMove';
    await devTools.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x, y }] });
  }
  await devTools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await devTools.detach();
}
