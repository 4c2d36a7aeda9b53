import { describe, test } from 'vitest';
import type { DemoFirm } from '../stage/firm.ts';
import { openContext, ordinaryView, type View } from '../stage/person.ts';
import { takePicture, wantsPictures } from '../stage/picture.ts';
import { screens } from '../stage/screens.ts';

const looks: readonly { suffix: string; view: View }[] = [
  { suffix: 'zh', view: ordinaryView },
  { suffix: 'en', view: { ...ordinaryView, locale: 'en' } },
  { suffix: 'dark-zh', view: { ...ordinaryView, theme: 'dark' } },
  { suffix: 'phone-zh', view: { ...ordinaryView, size: 'phone' } },
];

/** Pictures of every screen for the documentation, before the journeys add what they bring. */
export function describeShowing(open: () => DemoFirm): void {
  describe.runIf(wantsPictures)('showing', () => {
    test.each(looks)('every screen ($suffix)', async ({ suffix, view }) => {
      const firm = open();
      const context = await openContext(firm.browser, firm.server.baseUrl, view);
      const page = await context.newPage();
      await page.goto('/');
      // The page speaks Chinese until somebody chooses otherwise.
      if (view.locale === 'en') await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('button', { name: view.locale === 'en' ? 'Sign in' : /登\s?录/ }).waitFor();
      await takePicture(page, `sign-in-${suffix}`);
      await context.close();
      for (const [who, group] of Map.groupBy(screens, (screen) => screen.who)) {
        const person = await firm.signIn(who, view);
        for (const screen of group) {
          await screen.open(person);
          await takePicture(person.page, `${screen.name}-${suffix}`);
        }
      }
    });
  });
}
