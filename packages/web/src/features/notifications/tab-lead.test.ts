import { expect, test } from 'vitest';
import { leadTabs } from './tab-lead.ts';

/** A page, once it knows whether it leads. */
async function openPage(userId: string) {
  const known = Promise.withResolvers<void>();
  const page = leadTabs(userId, known.resolve);
  await known.promise;
  return page;
}

test('of the pages of one person the first one speaks, and another one once it has gone', async () => {
  const first = await openPage('wang');
  const [second, ofAnother] = [await openPage('wang'), await openPage('li')];
  expect([first, second, ofAnother].map((page) => page.isLead())).toEqual([true, false, true]);
  first.stop();
  await expect.poll(() => second.isLead()).toBe(true);
  second.stop();
  ofAnother.stop();
});

test('a page that goes while it waits for its turn does not keep the next one from speaking', async () => {
  const first = await openPage('chen');
  const [second, third] = [await openPage('chen'), await openPage('chen')];
  second.stop();
  first.stop();
  await expect.poll(() => third.isLead()).toBe(true);
  expect(second.isLead()).toBe(false);
  third.stop();
});
