import { unreadCountOf } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryStorage } from './client-store.ts';
import type { CountingMessenger } from './messenger.ts';
import { Clients } from './testing/clients.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aClientId, aUserId } from './testing/model-server.ts';

let server: FakeServer;
let clock: ManualClock;
const clients = new Clients();

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
});
afterEach(() => clients.stopAll());

const start = (storage = memoryStorage()) => clients.start({ server, clock, storage });
const say = (text: string) =>
  server.push(server.conversation.post(aUserId('other'), aClientId(`client-${text}`), text));
const rowOf = (messenger: CountingMessenger) => messenger.list.getSnapshot().conversations[0];
const unreadOf = (messenger: CountingMessenger): number => {
  const row = rowOf(messenger);
  return row ? unreadCountOf(row) : Number.NaN;
};

test('S59: what is marked as unread counts so at once and on the other device, until it is taken away there', async () => {
  const one = await start();
  const other = await start();
  for (const text of ['一', '二', '三']) say(text);
  one.open.markRead(3);
  await clock.advance(1_000);
  expect([unreadOf(one.messenger), unreadOf(other.messenger)]).toEqual([0, 0]);
  one.messenger.markUnread(conversationId, 2);
  expect(unreadOf(one.messenger)).toBe(2);
  await clock.advance(1_000);
  expect([unreadOf(other.messenger), rowOf(other.messenger)?.cursor.seq]).toEqual([2, 3]);
  say('四');
  other.open.markRead(4);
  await clock.advance(1_000);
  expect([unreadOf(one.messenger), unreadOf(other.messenger)]).toEqual([3, 3]);
  other.messenger.markUnread(conversationId, null);
  expect(unreadOf(other.messenger)).toBe(0);
  await clock.advance(120_000);
  expect([unreadOf(one.messenger), rowOf(one.messenger)?.mark]).toEqual([0, undefined]);
  const { counts } = one.messenger;
  expect(counts.digestMismatches + other.messenger.counts.digestMismatches).toBe(0);
});

test('S59: a mark that was set without a network survives a reload and goes out, and posting takes it away', async () => {
  const storage = memoryStorage();
  const { messenger, open } = await start(storage);
  say('一');
  open.markRead(1);
  await clock.advance(1_000);
  server.isReachable = false;
  server.cutLines();
  messenger.markUnread(conversationId, 1);
  expect(unreadOf(messenger)).toBe(1);
  await messenger.flush();
  messenger.stop();
  server.isReachable = true;
  const next = await start(storage);
  await clock.advance(2_000);
  expect([unreadOf(next.messenger), server.first.mark]).toEqual([1, { seq: 0, messageCount: 0 }]);
  next.open.post({ text: '好' });
  await settle();
  await clock.advance(2_000);
  expect(server.first.mark).toBeUndefined();
});

test('S59: a message that is not on this device is marked by its number alone; the server says how many it makes', async () => {
  const { messenger, open } = await start();
  for (let each = 1; each <= 9; each++) say(`第 ${each} 条`);
  open.markRead(9);
  open.close();
  await clock.advance(1_000);
  const program = clients.make({ server, clock });
  await program.start();
  program.markUnread(conversationId, 4);
  expect(unreadOf(program)).toBe(1);
  await clock.advance(1_000);
  expect([unreadOf(program), unreadOf(messenger)]).toEqual([6, 6]);
});
