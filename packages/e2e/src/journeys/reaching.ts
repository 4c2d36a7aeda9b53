import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { composer, enterRoom, handIn, pane, polling, rooms, timeline, waitForCard } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putPaper } from '../stage/papers.ts';
import { nowhereYet, ordinaryView, type View } from '../stage/person.ts';
import { screens } from '../stage/screens.ts';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const looks: readonly { name: string; view: View; only?: readonly string[] }[] = [
  { name: 'light, desktop', view: ordinaryView },
  {
    name: 'dark, desktop',
    view: { ...ordinaryView, theme: 'dark' },
    only: ['main', 'claim', 'finance-queue', 'totals'],
  },
  { name: 'light, phone', view: { ...ordinaryView, size: 'phone' }, only: ['main', 'approval', 'invoice-detail'] },
];
const tabsMax = 120;

/** Whoever works by keyboard or with a screen reader. */
export function describeReaching(open: () => DemoFirm): void {
  describe('reaching everything', () => {
    test.each(looks)('nothing serious stands in the way of assistive technology ($name)', async ({ view, only }) => {
      const firm = open();
      const found: string[] = [];
      const page = await firm.openPage(view);
      await page.goto('/');
      await page.getByRole('heading', { name: '登录' }).waitFor();
      found.push(...(await findObstacles(page, 'sign-in')));
      const shown = screens.filter(({ name }) => only === undefined || only.includes(name));
      for (const [who, group] of Map.groupBy(shown, (screen) => screen.who)) {
        const person = await firm.signIn(who, { ...view, ...nowhereYet });
        for (const screen of group) {
          await screen.open(person);
          found.push(...(await findObstacles(person.page, screen.name)));
        }
        await firm.seeOff(person);
      }
      expect(found.join('\n')).toBe('');
    });

    test('a message is written and an invoice claimed with the keyboard alone', async () => {
      const firm = open();
      const [li] = await firm.admit('li');
      await enterRoom(li, rooms.experts);
      const paper = await putPaper(firm.path('keyboard'), { seed: 'keyboard', preset: 'hotel_small' });
      await handIn(li, [paper.path]);
      await waitForCard(li, paper);
      await li.page.keyboard.press('Control+K');
      await li.page.getByRole('dialog').getByRole('combobox').waitFor();
      await li.page.keyboard.type('收入准则');
      await li.page.keyboard.press('Enter');
      await li.page.getByRole('main', { name: rooms.experts }).waitFor();

      await tabTo(li.page, /^发消息给/);
      await li.page.keyboard.type('只用键盘写的');
      await li.page.keyboard.press('Enter');
      await timeline(li).getByText('只用键盘写的').waitFor();
      await expect.poll(() => composer(li).inputValue(), polling).toBe('');

      await tabTo(li.page, /^生成报销单$/, 'Shift+Tab');
      await li.page.keyboard.press('Enter');
      await pane(li).getByRole('textbox', { name: '事由' }).waitFor();
      await tabTo(li.page, /^提交审批$/);
      await li.page.keyboard.press('Escape');
      await pane(li).waitFor({ state: 'detached' });
    });
  });
}

/** Presses Tab until something of this name has the focus, as a person would. */
async function tabTo(page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < tabsMax; pressed++) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`${tabsMax} presses of ${key} did not reach ${name}`);
}

declare global {
  interface Window {
    axe: { run(context: string, options: object): Promise<AxeResults> };
  }
}

/** What axe-core calls serious or critical, one line for each rule, in the parts of the page that `within` selects. */
export async function findObstacles(page: Page, screen: string, within = 'html'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await readFile(axeFile, 'utf8'));
  const results = await page.evaluate((parts) => window.axe.run(parts, { resultTypes: ['violations'] }), within);
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${screen}: ${id} (${help}): ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(' | ')}`,
    );
}
