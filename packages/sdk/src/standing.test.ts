import { afterEach, beforeEach, expect, test } from 'vitest';
import { Clients } from './testing/clients.ts';
import { FakeServer } from './testing/fake-server.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { aUserId } from './testing/model-server.ts';

let server: FakeServer;
let clock: ManualClock;
const clients = new Clients();
const [wang, li] = [aUserId('wang'), aUserId('li')];

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
});
afterEach(() => clients.stopAll());

test('S60: who is away or not to be disturbed is known as long as they are watched and the line is up', async () => {
  const { messenger } = await clients.start({ server, clock });
  const { online, away, quiet } = messenger;
  const shown = () => [online, away, quiet].map((each) => [...each.getSnapshot()]);
  messenger.watchPeople([wang, li]);
  await clock.advance(1_000);
  server.send({ type: 'presence', online: [wang], offline: [li], away: [wang], quiet: [li] });
  expect(shown()).toEqual([[wang], [wang], [li]]);
  const before = quiet.getSnapshot();
  // Whoever is named stands as it says, whoever is not stands as before.
  server.send({ type: 'presence', online: [wang], offline: [] });
  expect(shown()).toEqual([[wang], [], [li]]);
  expect(quiet.getSnapshot()).toBe(before);
  server.send({ type: 'presence', online: [li], offline: [wang], quiet: [wang] });
  expect(shown()).toEqual([[li], [], [wang]]);
  messenger.watchPeople([li]);
  await clock.advance(1_000);
  expect(shown()).toEqual([[li], [], []]);
  server.cutLines();
  expect(shown()).toEqual([[], [], []]);
});

test('S60: whether somebody touches the device is said when it changes, and again on each line while nobody does', async () => {
  const { messenger } = await clients.start({ server, clock });
  const words = () => server.said.filter((frame) => frame.type === 'activity').map((frame) => frame.isActive);
  messenger.setActive(true);
  messenger.setActive(false);
  messenger.setActive(false);
  expect(words()).toEqual([false]);
  server.cutLines();
  await clock.advance(3_000);
  expect(words()).toEqual([false, false]);
  messenger.setActive(true);
  server.cutLines();
  await clock.advance(3_000);
  expect(words()).toEqual([false, false, true]);
});
