import { describe, expect, test } from 'vitest';
import type { DemoFirm } from '../stage/firm.ts';
import { type MessengerScreen, messengerScreens } from '../stage/messenger-screens.ts';
import { ordinaryView, type View } from '../stage/person.ts';
import { takePicture, wantsPictures } from '../stage/picture.ts';
import { screens } from '../stage/screens.ts';
import { type ShowRoom, setShowRoom } from '../stage/show-room.ts';
import { findObstacles } from './reaching.ts';

const looks: readonly { suffix: string; view: View }[] = [
  { suffix: 'zh', view: ordinaryView },
  { suffix: 'en', view: { ...ordinaryView, locale: 'en' } },
  { suffix: 'dark-zh', view: { ...ordinaryView, theme: 'dark' } },
  { suffix: 'phone-zh', view: { ...ordinaryView, size: 'phone' } },
];

/** Some sixty screens, each looked at by axe as well. */
const picturesWithinMs = 30 * 60_000;

/** Pictures of every screen for the documentation, before the journeys add what they bring. */
export function describeShowing(open: () => DemoFirm): void {
  describe.runIf(wantsPictures)('showing', () => {
    let room: Promise<ShowRoom> | undefined;
    test.each(looks)(
      'every screen ($suffix)',
      async ({ suffix, view }) => {
        const firm = open();
        const page = await firm.openPage(view);
        await page.goto('/');
        // The page speaks Chinese until somebody chooses otherwise.
        if (view.locale === 'en') await page.getByRole('button', { name: 'English' }).click();
        await page.getByRole('button', { name: view.locale === 'en' ? 'Sign in' : /登\s?录/ }).waitFor();
        await takePicture(page, `sign-in-${suffix}`);
        room ??= setShowRoom(firm);
        const all: MessengerScreen[] = [...screens, ...messengerScreens(firm, await room)];
        const obstacles: string[] = [];
        for (const [who, group] of Map.groupBy(all, (screen) => screen.who)) {
          const person = await firm.signIn(who, view);
          for (const screen of group) {
            await screen.open(person);
            await takePicture(person.page, `${screen.name}-${suffix}`);
            obstacles.push(...(await findObstacles(person.page, screen.name)));
            await screen.leave?.(person);
          }
          await firm.seeOff(person);
        }
        expect(obstacles.join('\n')).toBe('');
      },
      picturesWithinMs,
    );
  });
}
