import { conversations } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { composer, polling } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { nowhereYet } from '../stage/person.ts';
import { rowOf } from '../stage/room.ts';

/** From the last key to the page going. The device begins to write by itself after half a second. */
const pausesMs = [0, 0, 30, 100, 300, 480, 500, 520];

/** What somebody has begun to write, on a page that goes. */
export function describeDrafts(open: () => DemoFirm): void {
  describe('drafts', () => {
    test('however soon the page goes after the last key, what was begun is there when it comes back', async () => {
      const li = await open().signIn('li', { ...nowhereYet, isKept: true });
      const body = { clientId: newClientId(), title: '写了就走', memberIds: [] };
      const { id, title } = await li.ask(conversations.create, { body });
      await li.page.goto(`/c/${id}`);
      await rowOf(li, title).waitFor();
      await li.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
      // Nothing but the device can bring it back.
      await li.context.setOffline(true);
      const lost: string[] = [];
      for (const [round, pauseMs] of pausesMs.entries()) {
        const text = `第 ${round} 次写到一半`;
        await composer(li).fill(text);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        if (round % 2 === 0) await li.page.reload();
        else {
          await li.page.goto('about:blank');
          await li.page.goto(`/c/${id}`);
        }
        await composer(li).waitFor();
        await expect
          .poll(() => composer(li).inputValue(), polling)
          .toBe(text)
          .catch(async () => lost.push(`${text}: ${pauseMs} ms, now ${await composer(li).inputValue()}`));
      }
      expect(lost).toEqual([]);
    });
  });
}
