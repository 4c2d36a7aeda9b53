import { afterEach, beforeEach, expect, test } from 'vitest';
import { OfflineError } from './call.ts';
import { memoryStorage } from './client-store.ts';
import { Engine } from './engine.ts';
import { openConversation } from './open-conversation.ts';
import { Clients } from './testing/clients.ts';
import { FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aConversationId, aUserId } from './testing/model-server.ts';
import type { OpenConversation } from './types.ts';

let server: FakeServer;
let clock: ManualClock;
const clients = new Clients();
const other = aUserId('other');

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
});
afterEach(() => clients.stopAll());

const write = (count: number) => {
  for (let index = 0; index < count; index++) server.conversation.append(other, `${server.conversation.headSeq + 1}`);
};
const seqsOf = (open: OpenConversation) =>
  open.getSnapshot().entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.seq] : []));
const isGapless = (seqs: number[]) => seqs.every((seq, at) => at === 0 || seq === (seqs[at - 1] ?? 0) + 1);
const pagesAsked = () => server.requests.filter((request) => request.endsWith('/events')).length;

test('S49: any message among 100,000 is shown with two pages, and nothing in between is read', async () => {
  write(100_000);
  const { open } = await clients.start({ server, clock });
  const askedBefore = pagesAsked();
  expect(await open.showAt(40_000)).toBe(40_000);
  expect(pagesAsked() - askedBefore).toBe(2);
  const state = open.getSnapshot();
  expect(state).toMatchObject({ isDetached: true, hasNewer: true, hasOlder: true, anchorSeq: 40_000 });
  const seqs = seqsOf(open);
  expect(seqs).toContain(40_000);
  expect(seqs.length).toBeLessThanOrEqual(100);
  expect(isGapless(seqs)).toBe(true);
  await open.loadOlder();
  await open.loadNewer();
  expect(isGapless(seqsOf(open))).toBe(true);
  expect(seqsOf(open)).toHaveLength(seqs.length + 100);
  open.showNewest();
  expect(open.getSnapshot()).toMatchObject({ isDetached: false, hasNewer: false, anchorSeq: undefined });
  expect(seqsOf(open).at(-1)).toBe(100_000);
});

test('S49: while the past is shown, it changes live, what is new waits at the live end, and reading on joins it', async () => {
  write(300);
  const { open } = await clients.start({ server, clock });
  await open.showAt(150);
  const keys = open.getSnapshot().entries.map(({ key }) => key);
  server.push(server.conversation.append(other, '新消息'));
  server.push(server.conversation.edit(other, 150, '改过'));
  await settle();
  expect(open.getSnapshot().entries.map(({ key }) => key)).toEqual(keys);
  const shown = open.getSnapshot().entries.find(({ key }) => key === keys[keys.length / 2 - 1]);
  expect(shown?.kind === 'message' && shown.message.text).toBe('改过');
  for (let page = 0; page < 10 && open.getSnapshot().hasNewer; page++) await open.loadNewer();
  const { isDetached, entries } = open.getSnapshot();
  expect(isDetached).toBe(false);
  expect(entries.slice(0, keys.length).map(({ key }) => key)).toEqual(keys);
  expect(seqsOf(open).at(-1)).toBe(301);
  expect(isGapless(seqsOf(open))).toBe(true);
});

test('S49: the first unread message is found wherever it stands, and nothing moves where nothing is unread', async () => {
  write(400);
  server.first.cursor = server.first.cursorAt(120);
  const { open } = await clients.start({ server, clock });
  expect(await open.showAt('firstUnread')).toBe(121);
  expect(open.getSnapshot()).toMatchObject({ isDetached: true, anchorSeq: 121 });
  open.markRead(130);
  await clock.advance(1_000);
  expect(server.cursor.seq).toBe(130);
  open.markRead(400);
  open.showNewest();
  open.markRead(400);
  expect(await open.showAt('firstUnread')).toBeUndefined();
  expect(open.getSnapshot().isDetached).toBe(false);
});

test('S49: of two jumps the last one counts, and one that fails leaves everything as it was', async () => {
  write(500);
  const { open } = await clients.start({ server, clock });
  const [first, second] = [open.showAt(100), open.showAt(200)];
  await Promise.all([first, second]);
  expect(open.getSnapshot().anchorSeq).toBe(200);
  server.requestsToLose = 2;
  await expect(open.showAt(30)).rejects.toBeInstanceOf(OfflineError);
  expect(open.getSnapshot()).toMatchObject({ anchorSeq: 200, isDetached: true });
});

test('S50: 10,000 messages through 50 conversations leave a bounded number of entries in memory', async () => {
  const { fetch, transport } = server;
  const engine = new Engine({
    baseUrl: 'http://server',
    clock,
    random: () => 0.5,
    storage: memoryStorage(),
    fetch,
    transports: [transport],
  });
  const ids = Array.from({ length: 50 }, (_, index) =>
    aConversationId(`01a2032f-0356-7beb-bfdc-b5471000${String(index).padStart(4, '0')}`),
  );
  for (const id of ids) server.addConversation(id);
  await engine.start();
  const counts: number[] = [];
  for (let round = 0; round < 3; round++) {
    for (const id of ids) {
      const open = openConversation(engine.parts, engine.call, id);
      await settle();
      const { log } = server.conversationOf(id);
      server.push(...Array.from({ length: 200 }, (_, index) => log.append(other, `${index}`)));
      open.close();
    }
    counts.push(engine.parts.stores.entryCount);
  }
  engine.stop();
  // 60 conversations stay warm, with at most 200 entries each.
  expect(Math.max(...counts)).toBeLessThanOrEqual(60 * 200);
  expect(counts[2]).toBeLessThanOrEqual(counts[1] ?? 0);
});

test('S50: a conversation that is open all day keeps its newest entries, and those that were read back by hand', async () => {
  write(300);
  const { open } = await clients.start({ server, clock });
  for (let page = 0; page < 3; page++) await open.loadOlder();
  for (let index = 0; index < 70; index++) {
    server.push(...Array.from({ length: 100 }, () => server.conversation.append(other, '新')));
  }
  const seqs = seqsOf(open);
  expect(seqs.length).toBeLessThanOrEqual(6_200);
  expect(seqs.at(-1)).toBe(7_300);
  expect(isGapless(seqs)).toBe(true);
  expect(open.getSnapshot().hasOlder).toBe(true);
});

test('S50: a conversation that nobody looks at keeps its newest entries only, however many come', async () => {
  write(10);
  const { open } = await clients.start({ server, clock });
  open.close();
  for (let index = 0; index < 10; index++) {
    server.push(...Array.from({ length: 100 }, () => server.conversation.append(other, '新')));
    await settle();
  }
  expect(open.getSnapshot().entries.length).toBeLessThanOrEqual(200 * 1.2);
  expect(open.getSnapshot().hasOlder).toBe(true);
});
