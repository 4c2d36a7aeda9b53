import { type ConversationId, postBatchMax } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryStorage } from './client-store.ts';
import type { CountingMessenger, MessengerOptions } from './messenger.ts';
import { Clients } from './testing/clients.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aConversationId } from './testing/model-server.ts';

let server: FakeServer;
let clock: ManualClock;
const clients = new Clients();

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
});
afterEach(() => clients.stopAll());

async function started(options: Partial<MessengerOptions> = {}): Promise<CountingMessenger> {
  const messenger = clients.make({ server, clock }, options);
  await messenger.start();
  await settle();
  return messenger;
}

const other = aConversationId('01a2032f-0356-7beb-bfdc-b54710e8af27');
const posted = () => server.posted.map(({ text }) => text);
const statesOf = (messenger: CountingMessenger, id: ConversationId = conversationId) =>
  messenger
    .open(id)
    .getSnapshot()
    .entries.map((entry) => (entry.kind === 'message' ? `${entry.message.text} ${entry.message.state}` : ''));

test('S34: what waits goes out in one request, in the order of writing, across conversations', async () => {
  server.addConversation(other);
  const messenger = await started();
  server.isReachable = false;
  for (let index = 0; index < 250; index++) {
    messenger.open(index % 3 ? conversationId : other).post({ text: `${index}` });
  }
  await clock.advance(1_000);
  server.isReachable = true;
  await clock.advance(60_000);
  expect(posted()).toEqual(Array.from({ length: 250 }, (_each, index) => `${index}`));
  expect(server.batches).toEqual([postBatchMax, postBatchMax, 50]);
});

test('S34: a message alone goes out at once, without waiting for a timer, and one request is under way at a time', async () => {
  const messenger = await started();
  const open = messenger.open(conversationId);
  await settle();
  open.post({ text: '一' });
  await settle();
  expect(server.batches).toEqual([1]);
  const answered = server.holdPosts();
  open.post({ text: '二' });
  await settle();
  for (const text of ['三', '四', '五']) open.post({ text });
  await settle();
  expect(server.batches).toEqual([1, 1]);
  answered();
  await settle();
  expect(server.batches).toEqual([1, 1, 3]);
  expect(posted()).toEqual(['一', '二', '三', '四', '五']);
});

test('S34: long messages make several requests, each within what the server takes', async () => {
  const messenger = await started();
  const open = messenger.open(conversationId);
  for (let index = 0; index < 40; index++) open.post({ text: '\u0001'.repeat(20_000) });
  await clock.advance(60_000);
  expect(posted()).toHaveLength(40);
  expect(Math.max(...server.bodyBytes)).toBeLessThan(1024 * 1024);
});

test('S34: files under way hold up their own conversation in its order, and no other', async () => {
  server.addConversation(other);
  const uploaded = Promise.withResolvers<never>();
  let isBroken = true;
  const upload: MessengerOptions['upload'] = () => (isBroken ? uploaded.promise : Promise.resolve('file-1' as never)); // distinct
  const messenger = await started({ upload });
  const open = messenger.open(conversationId);
  open.post({ text: '前' });
  open.post({ text: '文件', files: [{ name: '底稿.xlsx', content: new Uint8Array(10) }] });
  open.post({ text: '后' });
  messenger.open(other).post({ text: '别处' });
  await settle();
  expect(posted()).toEqual(['前', '别处']);
  isBroken = false;
  uploaded.reject(new TypeError('cut'));
  await clock.advance(5_000);
  expect(posted()).toEqual(['前', '别处', '文件', '后']);
});

test('S11: a message whose files were uploaded again after the client died stands once, and is not called failed', async () => {
  const storage = memoryStorage();
  const ids = ['file-1', 'file-2'];
  const { promise, resolve } = Promise.withResolvers<void>();
  const upload: MessengerOptions['upload'] = async () => {
    await promise;
    return (ids.shift() ?? '') as never; // distinct
  };
  const first = await started({ storage, upload });
  first.open(conversationId).post({ text: '发票', files: [{ name: 'a', content: new Uint8Array(1) }] });
  await settle();
  const [before] = await storage.list('outbox/');
  resolve();
  await clock.advance(1_000);
  expect(posted()).toEqual(['发票']);
  first.stop();
  // The client died at the upload, as far as its device remembers.
  await storage.write([before ?? { key: 'missing' }]);
  const second = await started({ storage, upload });
  second.open(conversationId);
  await clock.advance(10_000);
  expect(ids).toEqual([]);
  expect(statesOf(second)).toEqual(['发票 sent']);
  expect(await storage.list('outbox/')).toEqual([]);
});

test('S35: one bad message among many is found and named, and all others go out in their order', async () => {
  const messenger = await started();
  const open = messenger.open(conversationId);
  await settle();
  server.malformedText = '坏';
  for (let index = 0; index < 30; index++) open.post({ text: index === 17 ? '坏' : `${index}` });
  await clock.advance(10_000);
  expect(posted()).toEqual(Array.from({ length: 30 }, (_each, index) => `${index}`).filter((text) => text !== '17'));
  expect(statesOf(messenger).at(-1)).toBe('坏 failed');
});

test('S35: a request that a busy server refused as a whole is repeated with the same messages', async () => {
  const messenger = await started();
  server.wholeRefusals.push('server_busy', 'rate_exceeded', 'server_fault');
  const open = messenger.open(conversationId);
  for (const text of ['一', '二', '三']) open.post({ text });
  await clock.advance(20_000);
  expect(posted()).toEqual(['一', '二', '三']);
  expect(statesOf(messenger)).toEqual(['一 sent', '二 sent', '三 sent']);
});

test('S34: two windows send what both know once, and what a closed window left behind is sent by the other', async () => {
  const storage = memoryStorage();
  const first = await started({ storage });
  server.goDown();
  const open = first.open(conversationId);
  for (const text of ['一', '二']) open.post({ text });
  await settle();
  const second = await started({ storage });
  second.open(conversationId);
  open.post({ text: '三' });
  await settle();
  first.stop();
  server.isReachable = true;
  await first.start();
  await clock.advance(60_000);
  expect(posted()).toEqual(['一', '二', '三']);
  expect(statesOf(second)).toEqual(['一 sent', '二 sent', '三 sent']);
  server.goDown();
  first.open(conversationId).post({ text: '关窗前' });
  await settle();
  first.stop();
  server.isReachable = true;
  await clock.advance(60_000);
  expect(posted().at(-1)).toBe('关窗前');
});
