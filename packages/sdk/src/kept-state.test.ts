import { identity } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ClientStore, memoryStorage } from './client-store.ts';
import { keptEventsMax, keptLogsMax } from './kept-state.ts';
import type { CountingMessenger, MessengerOptions } from './messenger.ts';
import { Clients } from './testing/clients.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aClientId, aConversationId, aUserId } from './testing/model-server.ts';
import type { OpenConversation } from './types.ts';

let server: FakeServer;
let clock: ManualClock;
let storage: ClientStore;
const clients = new Clients();

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
  storage = memoryStorage();
});
afterEach(() => clients.stopAll());

const aMessenger = (options: Partial<MessengerOptions> = {}) => clients.make({ server, clock, storage }, options);
const started = (options: Partial<MessengerOptions> = {}) => clients.start({ server, clock, storage }, options);

const post = (text: string) => server.conversation.post(aUserId('other'), aClientId(`client-${text}`), text);
const textsOf = (open: OpenConversation) =>
  open.getSnapshot().entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.text] : []));
const keysBelow = async (prefix: string) => (await storage.list(prefix)).map(({ key }) => key);
const rowsOf = (messenger: CountingMessenger) => messenger.list.getSnapshot().conversations;

test('S39: without a network the client shows the list, the conversations and the own changes that it had', async () => {
  post('一');
  const first = await started();
  server.push(post('二'));
  await clock.advance(10_000);
  server.goDown();
  first.open.markRead(2);
  first.open.setDraft({ text: '写了一半', mentions: [aUserId('other')] });
  first.open.post({ text: '离线写的' });
  await clock.advance(2_000);
  first.messenger.stop();
  const { messenger, open } = await started();
  expect(messenger.list.getSnapshot()).toMatchObject({ connection: 'offline', isLoaded: true, waitingCount: 1 });
  expect(rowsOf(messenger)).toMatchObject([
    { messageCount: 2, cursor: { seq: 2 }, draft: { text: '写了一半', mentions: ['other'] } },
  ]);
  expect(textsOf(open)).toEqual(['一', '二', '离线写的']);
  server.isReachable = true;
  await clock.advance(60_000);
  expect(messenger.list.getSnapshot()).toMatchObject({ connection: 'live', waitingCount: 0 });
  expect(server.first.draft?.text).toBe('写了一半');
  expect(server.posted.map(({ text }) => text)).toEqual(['离线写的']);
  expect(server.cursor.seq).toBe(2);
});

test('S39: who missed nothing loads nothing, and an open conversation goes on from where it was', async () => {
  for (const text of ['一', '二', '三']) post(text);
  const first = await started();
  await clock.advance(10_000);
  first.messenger.stop();
  await settle();
  const asked = server.requests.length;
  const { messenger, open } = await started();
  expect(server.requests.slice(asked)).not.toContain('GET /api/sync');
  expect(messenger.counts.snapshots).toBe(0);
  expect(textsOf(open)).toEqual(['一', '二', '三']);
  messenger.stop();
  post('四');
  const later = await started();
  expect(textsOf(later.open)).toEqual(['一', '二', '三', '四']);
  expect(rowsOf(later.messenger)).toMatchObject([{ messageCount: 4 }]);
});

test('S40: another person who signs in sees nothing of the one before, also on a slow line', async () => {
  post('机密');
  const first = await started();
  await clock.advance(10_000);
  first.messenger.stop();
  await settle();
  server.me = aUserId('somebody-else');
  server.all.clear();
  const gate = Promise.withResolvers<void>();
  const slowly: typeof fetch = async (input, init) => {
    await gate.promise;
    return server.fetch(input, init);
  };
  const messenger = aMessenger({ fetch: slowly });
  const seen: number[] = [];
  messenger.list.subscribe(() => seen.push(rowsOf(messenger).length));
  const starting = messenger.start();
  await clock.advance(1_000);
  expect(rowsOf(messenger)).toEqual([]);
  gate.resolve();
  await starting;
  await clock.advance(5_000);
  expect(Math.max(...seen)).toBe(0);
  expect(JSON.stringify(await storage.list(''))).not.toContain('机密');
});

test.each(['bye', 'request', 'sign-out'])(
  'S40: when the session ends nothing of it stays on the device but what is not sent (%s)',
  async (how) => {
    post('机密');
    const { messenger, open } = await started();
    await clock.advance(10_000);
    server.goDown();
    open.post({ text: '还没发出' });
    open.setDraft({ text: '草稿' });
    await clock.advance(2_000);
    server.isReachable = true;
    if (how === 'sign-out') {
      // The line is not up yet, so that nothing is sent meanwhile.
      server.wholeRefusals.push('server_busy');
      server.answerTo('POST /api/sign-out', {});
      await messenger.call(identity.signOut);
    } else {
      server.isSignedIn = false;
      if (how === 'bye') server.send({ type: 'bye', reason: 'session_ended' });
      await clock.advance(60_000);
    }
    await settle();
    expect(messenger.list.getSnapshot()).toMatchObject({ connection: 'signed-out', conversations: [] });
    expect(textsOf(open)).not.toContain('机密');
    expect(await keysBelow('state/')).toEqual([]);
    expect(await keysBelow('outbox/')).toHaveLength(1);
  },
);

test('S40: after signing out no other window puts back what it still has, until the person signs in again', async () => {
  post('机密');
  const first = await started();
  const second = await started();
  server.answerTo('POST /api/sign-out', {});
  await first.messenger.call(identity.signOut);
  // This window has not heard of it yet.
  server.push(post('机密二'));
  second.open.setDraft({ text: '草稿' });
  await clock.advance(10_000);
  await second.messenger.flush();
  expect(await keysBelow('state/')).toEqual([]);
  second.messenger.stop();
  await started();
  await clock.advance(10_000);
  expect(await keysBelow('state/')).toContain('state/own/head');
});

test('S41: a draft is on its way to the device before a page that goes has gone, whatever is being written', async () => {
  post('一');
  const written: string[] = [];
  let isStuck = false;
  const slow: ClientStore = {
    ...storage,
    write: (changes, unless) => {
      written.push(...changes.map(({ key }) => key));
      return isStuck ? new Promise(() => undefined) : storage.write(changes, unless);
    },
  };
  const { messenger, open } = await started({ storage: slow });
  await clock.advance(10_000);
  isStuck = true;
  server.push(post('二'));
  await clock.advance(6_000);
  written.length = 0;
  open.setDraft({ text: '写了一半' });
  void messenger.flush();
  expect(written).toContain(`state/own/draft/${conversationId}`);
});

test('S41: a page that is there before the one that goes has said its last word finds every key', async () => {
  const first = await started();
  server.goDown();
  first.open.setDraft({ text: '写了' });
  await clock.advance(200);
  first.open.holdDraft({ text: '写了一' });
  // What rests is written later, and must not take the place of what was written since.
  await clock.advance(2_000);
  first.open.holdDraft({ text: '写了一半' });
  expect(rowsOf(first.messenger)[0]?.draft?.text).toBe('写了');
  const second = await started();
  await clock.advance(10_000);
  expect(rowsOf(second.messenger)[0]?.draft?.text).toBe('写了一半');
});

test('S41: what was written and taken away again before it rested is no draft, here or elsewhere', async () => {
  const first = await started();
  first.open.holdDraft({ text: '写' });
  first.open.holdDraft({ text: '' });
  first.open.setDraft({ text: '' });
  await clock.advance(10_000);
  expect(await keysBelow('state/own/draft/')).toEqual([]);
  server.setDraft(conversationId, '另一台设备写的');
  const second = await started();
  await clock.advance(10_000);
  expect(server.first.draft?.text).toBe('另一台设备写的');
  expect(rowsOf(second.messenger)[0]?.draft?.text).toBe('另一台设备写的');
});

test('S41: a second window of the device never puts back what the first one has sent, changed or discarded since', async () => {
  for (const [last, expected] of [
    ['改过的', '改过的'],
    ['', null],
  ] as const) {
    const first = await started();
    server.goDown();
    first.open.setDraft({ text: '旧的' });
    await clock.advance(2_000);
    let isBehind = true;
    const late: typeof fetch = async (input, init) => {
      if (isBehind) throw new TypeError('fetch failed');
      return server.fetch(input, init);
    };
    const second = await started({ fetch: late });
    server.isReachable = true;
    await clock.advance(60_000);
    first.open.setDraft({ text: last });
    await clock.advance(60_000);
    expect(server.first.draft?.text ?? null).toBe(expected);
    isBehind = false;
    await clock.advance(120_000);
    expect(second.messenger.list.getSnapshot().connection).toBe('live');
    expect(server.first.draft?.text ?? null).toBe(expected);
    expect(rowsOf(second.messenger)[0]?.draft?.text ?? null).toBe(expected);
    clients.stopAll();
  }
});

test('S41: a second window sends what the first one left unsent when it was closed', async () => {
  const first = await started();
  server.goDown();
  first.open.setDraft({ text: '没发出的' });
  await clock.advance(2_000);
  const second = await started();
  first.messenger.stop();
  server.isReachable = true;
  await clock.advance(60_000);
  expect(server.first.draft?.text).toBe('没发出的');
  expect(rowsOf(second.messenger)[0]?.draft?.text).toBe('没发出的');
});

test('S40: a conversation that was left is gone from the device, whether that was heard or missed', async () => {
  const other = aConversationId('01a2032f-0356-7beb-bfdc-b54710e8af27');
  server.addConversation(other).log.post(aUserId('other'), aClientId('client-other'), '乙项目');
  post('甲项目');
  const { messenger, open } = await started();
  messenger.open(other);
  await clock.advance(10_000);
  expect(await keysBelow('state/log/')).toHaveLength(2);
  server.leave(conversationId);
  await clock.advance(10_000);
  expect(textsOf(open)).toEqual([]);
  expect(JSON.stringify(await storage.list('state/'))).not.toContain('甲项目');
  messenger.stop();
  await settle();
  server.all.delete(other);
  await started();
  await clock.advance(10_000);
  expect(JSON.stringify(await storage.list('state/'))).not.toContain('乙项目');
});

test('S39: the device keeps so many conversations with so many messages each, those looked at last', async () => {
  for (let index = 0; index < keptEventsMax + 100; index++) post(`${index}`);
  const others = Array.from({ length: keptLogsMax + 5 }, (_each, index) =>
    aConversationId(`01a2032f-0356-7beb-bfdc-b5471000${String(index).padStart(4, '0')}`),
  );
  for (const id of others) server.addConversation(id);
  const { messenger, open } = await started();
  while (open.getSnapshot().hasOlder) await open.loadOlder();
  for (const id of others) {
    messenger.open(id).close();
    await clock.advance(6_000);
  }
  server.push(post('最新'));
  await clock.advance(20_000);
  messenger.stop();
  await settle();
  expect((await keysBelow('state/log/')).length).toBe(keptLogsMax);
  server.goDown();
  const again = await started();
  expect(textsOf(again.open)).toHaveLength(keptEventsMax);
  expect(textsOf(again.open).at(-1)).toBe('最新');
});

test('S39: many events are written to the device together, and a device without room does no harm', async () => {
  let writes = 0;
  let isFull = false;
  const counting: ClientStore = {
    ...storage,
    write: (changes) => {
      writes += 1;
      return isFull ? Promise.reject(new Error('no room')) : storage.write(changes);
    },
  };
  const { messenger, open } = await started({ storage: counting });
  await clock.advance(10_000);
  writes = 0;
  for (let index = 0; index < 1_000; index++) server.push(post(`${index}`));
  await clock.advance(10_000);
  expect(writes).toBeLessThan(8);
  isFull = true;
  open.post({ text: '没地方了' });
  await clock.advance(120_000);
  expect(server.posted.map(({ text }) => text)).toEqual(['没地方了']);
  expect(messenger.list.getSnapshot().connection).toBe('live');
});
