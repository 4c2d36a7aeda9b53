import type { ConversationEvent, FileId, UserEvent } from '@countinghouse/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OfflineError } from './call.ts';
import { type ClientStore, memoryStorage } from './client-store.ts';
import { ConversationLog } from './conversation-log.ts';
import type { CountingMessenger, MessengerOptions } from './messenger.ts';
import { Clients } from './testing/clients.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aClientId, aUserId } from './testing/model-server.ts';
import type { OpenConversation, TimelineMessage } from './types.ts';

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

const messagesOf = (open: OpenConversation): TimelineMessage[] =>
  open.getSnapshot().entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
const textsOf = (open: OpenConversation) => messagesOf(open).map(({ text, state }) => `${text} ${state}`);
const rowOf = (messenger: CountingMessenger) => messenger.list.getSnapshot().conversations[0];

test('S10: a message whose answer was lost is sent again and stands in the log once', async () => {
  const { open } = await started();
  server.answersToLose = 2;
  open.post({ text: '只此一条' });
  await settle();
  expect(textsOf(open)).toEqual(['只此一条 waiting']);
  await clock.advance(10_000);
  expect(server.posted).toHaveLength(3);
  expect(server.conversation.headSeq).toBe(1);
  expect(textsOf(open)).toEqual(['只此一条 sent']);
});

test('S11: messages written without a server go out in their order once it is back', async () => {
  const { messenger, open } = await started();
  server.goDown();
  for (const text of ['一', '二', '三']) open.post({ text });
  await clock.advance(5_000);
  expect(messenger.list.getSnapshot().connection).toBe('offline');
  expect(textsOf(open)).toEqual(['一 waiting', '二 waiting', '三 waiting']);
  server.isReachable = true;
  await clock.advance(60_000);
  expect(messenger.list.getSnapshot().connection).toBe('live');
  expect(textsOf(open)).toEqual(['一 sent', '二 sent', '三 sent']);
  expect(server.posted.map((post) => post.text)).toEqual(['一', '二', '三']);
});

test('S12: what is not sent survives a reload, and nobody else ever sends it', async () => {
  const first = await started();
  server.goDown();
  first.open.post({ text: '地下室里写的' });
  await settle();
  first.messenger.stop();
  server.isReachable = true;
  server.me = aUserId('somebody-else');
  const other = await started();
  expect(server.posted).toEqual([]);
  other.messenger.stop();
  server.me = aUserId('me');
  const again = await started();
  await clock.advance(1_000);
  expect(server.posted.map((post) => post.text)).toEqual(['地下室里写的']);
  expect(textsOf(again.open)).toEqual(['地下室里写的 sent']);
});

test('S12: a message whose upload outlasts its writer’s session is not posted as the next person', async () => {
  const { promise, resolve } = Promise.withResolvers<FileId>();
  const { messenger, open } = await started({ upload: () => promise });
  open.post({ text: '', files: [{ name: '底稿.xlsx', content: new Uint8Array(10) }] });
  await settle();
  messenger.stop();
  server.me = aUserId('somebody-else');
  await messenger.start();
  resolve('file-1' as FileId); // distinct
  await clock.advance(60_000);
  expect(server.posted).toEqual([]);
  expect(await storage.list('outbox/me/')).toHaveLength(1);
  expect(messenger.list.getSnapshot().connection).toBe('live');
});

test('S13: a refused message is named, lets the next one pass, and can be sent again or discarded', async () => {
  const { open } = await started();
  server.refusals.push('right_missing', 'message_empty');
  const first = open.post({ text: '一' });
  const second = open.post({ text: '二' });
  open.post({ text: '三' });
  await settle();
  expect(messagesOf(open).map(({ text, state, refusal }) => [text, state, refusal])).toEqual([
    ['三', 'sent', undefined],
    ['一', 'failed', 'right_missing'],
    ['二', 'failed', 'message_empty'],
  ]);
  open.retry(first);
  open.discard(second);
  await settle();
  expect(textsOf(open)).toEqual(['三 sent', '一 sent']);
  expect(await storage.list('outbox/')).toEqual([]);
});

test('S14: a busy server is asked again without bothering anybody', async () => {
  const { open } = await started();
  server.refusals.push('server_busy', 'rate_exceeded', 'server_fault');
  open.post({ text: '稍后' });
  await clock.advance(20_000);
  expect(textsOf(open)).toEqual(['稍后 sent']);
});

test('S15: an upload goes on where it stopped, also after a reload, and the message carries the file', async () => {
  const attempts: (string | undefined)[] = [];
  const upload: MessengerOptions['upload'] = async (file, { onUrl, onProgress }) => {
    attempts.push(file.uploadUrl);
    onUrl('http://server/api/uploads/file-1');
    onProgress(3);
    if (attempts.length < 3) throw new OfflineError('cut');
    return 'file-1' as FileId; // distinct
  };
  const first = await started({ upload });
  first.open.post({ text: '', files: [{ name: '发票.pdf', content: new Uint8Array(10) }] });
  await settle();
  expect(messagesOf(first.open)[0]).toMatchObject({
    state: 'waiting',
    uploads: [{ name: '发票.pdf', sizeBytes: 10, sentBytes: 3 }],
  });
  await clock.advance(600);
  first.messenger.stop();
  await started({ upload });
  await clock.advance(1_000);
  const url = 'http://server/api/uploads/file-1';
  expect(attempts.slice(0, 3)).toEqual([undefined, url, url]);
  expect(server.posted.map((post) => post.fileIds)).toEqual([['file-1']]);
});

test('S16: a lost frame of the user log is pulled, not guessed', async () => {
  const { messenger } = await started();
  server.append({ kind: 'inbox.set', counts: { approvals: 1, returned: 0, questions: 0, queue: 0 } }, false);
  server.append({ kind: 'inbox.set', counts: { approvals: 2, returned: 1, questions: 0, queue: 0 } });
  await settle();
  expect(messenger.list.getSnapshot().inbox).toEqual({ approvals: 2, returned: 1, questions: 0, queue: 0 });
  server.append({ kind: 'inbox.set', counts: { approvals: 0, returned: 0, questions: 0, queue: 0 } });
  expect(messenger.list.getSnapshot().inbox).toEqual({ approvals: 0, returned: 0, questions: 0, queue: 0 });
});

test('S17: a client that disagrees with the server finds out, repairs itself and counts it', async () => {
  const { messenger } = await started();
  await clock.advance(20_000);
  expect(messenger.counts.digestMismatches).toBe(0);
  server.inbox = { approvals: 7, returned: 0, questions: 0, queue: 0 };
  server.append({ kind: 'cursor.set', cursor: { seq: 0, messageCount: 0 } });
  await clock.advance(20_000);
  expect(messenger.counts.digestMismatches).toBe(1);
  expect(messenger.list.getSnapshot().inbox.approvals).toBe(7);
});

test('S18: a gap in a conversation is filled before anything after it is shown', async () => {
  const { open } = await started();
  server.conversation.post(aUserId('other'), aClientId('client-1'), '没收到的');
  server.push(server.conversation.post(aUserId('other'), aClientId('client-2'), '收到的'));
  expect(textsOf(open)).toEqual([]);
  await clock.advance(200);
  expect(textsOf(open)).toEqual(['没收到的 sent', '收到的 sent']);
});

test('S27: messages are shown however many changes of cards stand behind and between them', async () => {
  const first = server.conversation.post(aUserId('other'), aClientId('client-1'), '八张车票');
  for (let change = 0; change < 700; change++) server.conversation.setCard(first.seq, `card ${change % 8}`);
  for (let count = 0; count < 20; count++) {
    const message = server.conversation.post(aUserId('other'), aClientId(`client-more-${count}`), `第 ${count}`);
    for (let change = 0; change < 12; change++) server.conversation.setCard(message.seq, 'card');
  }
  const { open } = await started();
  expect(messagesOf(open).length).toBeGreaterThanOrEqual(12);
  for (let asked = 0; open.getSnapshot().hasOlder && asked < 3; asked++) {
    const before = messagesOf(open).length;
    await open.loadOlder();
    expect(messagesOf(open).length).toBeGreaterThan(before);
  }
  expect(textsOf(open)[0]).toBe('八张车票 sent');
  expect(messagesOf(open)[0]?.cards).toHaveLength(8);
});

test('S19: reading counts at once, is sent once, and stays after the server has it', async () => {
  const { messenger, open } = await started();
  for (let index = 0; index < 5; index++) {
    server.push(server.conversation.post(aUserId('other'), aClientId(`client-${index}`), `${index}`));
  }
  await settle();
  const unread = () => (rowOf(messenger)?.messageCount ?? 0) - (rowOf(messenger)?.cursor.messageCount ?? 0);
  expect(unread()).toBe(5);
  for (let seq = 1; seq <= 4; seq++) open.markRead(seq);
  expect(unread()).toBe(1);
  await clock.advance(1_000);
  expect(unread()).toBe(1);
  expect(server.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1);
  expect(server.cursor).toEqual({ seq: 4, messageCount: 4 });
});

test('S20: a client that was told to pull ends where the server is', async () => {
  const { messenger, open } = await started();
  server.conversation.post(aUserId('other'), aClientId('client-1'), '错过');
  server.append({ kind: 'inbox.set', counts: { approvals: 3, returned: 0, questions: 0, queue: 0 } }, false);
  server.send({ type: 'pull' });
  await settle();
  expect(textsOf(open)).toEqual(['错过 sent']);
  expect(messenger.list.getSnapshot().inbox.approvals).toBe(3);
  expect(rowOf(messenger)?.lastMessage?.preview).toBe('错过');
});

test('S21: an ended session stops everything and says so; signing in again goes on', async () => {
  const { messenger, open } = await started();
  server.isSignedIn = false;
  server.send({ type: 'bye', reason: 'session_ended' });
  expect(messenger.list.getSnapshot().connection).toBe('signed-out');
  const asked = server.requests.length;
  await clock.advance(120_000);
  expect(server.requests.length).toBe(asked);
  server.isSignedIn = true;
  await messenger.start();
  await settle();
  expect(messenger.list.getSnapshot().connection).toBe('live');
  open.post({ text: '又在' });
  await settle();
  expect(textsOf(open)).toEqual(['又在 sent']);
});

test('S21: a window whose person is no longer the one who is signed in shows nothing of the other', async () => {
  const { messenger } = await started();
  server.me = aUserId('somebody-else');
  server.append({ kind: 'inbox.set', counts: { approvals: 9, returned: 0, questions: 0, queue: 0 } }, false);
  server.cutLines();
  await clock.advance(5_000);
  expect(messenger.list.getSnapshot().connection).toBe('signed-out');
  expect(messenger.list.getSnapshot().inbox.approvals).toBe(0);
});

test('S22: a silent line is given up and made anew', async () => {
  const { messenger } = await started();
  server.transport.open = (
    (original) => (handlers) =>
      original(handlers)
  )(server.transport.open);
  const before = messenger.counts.reconnects;
  await clock.advance(60_000);
  expect(messenger.counts.reconnects).toBeGreaterThan(before);
  expect(messenger.list.getSnapshot().connection).toBe('live');
});

test('S23: nobody signed in: start says so', async () => {
  server.isSignedIn = false;
  await expect(aMessenger().start()).rejects.toMatchObject({ refusal: 'session_missing' });
});

test('S25: an event that overtakes the row of its conversation is not lost for the list', async () => {
  const { messenger } = await started();
  const base = { at: '2026-11-22T09:00:00.000Z' };
  const row = rowOf(messenger);
  if (!row) throw new Error('the list is empty');
  server.userEvents.push({ ...base, seq: 1, kind: 'conversation.gone', conversationId });
  server.send({ type: 'user', events: server.userEvents });
  expect(rowOf(messenger)).toBeUndefined();
  server.push(server.conversation.post(aUserId('other'), aClientId('client-1'), '先到'));
  const set: UserEvent = { ...base, seq: 2, kind: 'conversation.set', summary: row };
  server.userEvents.push(set);
  server.send({ type: 'user', events: [set] });
  expect(rowOf(messenger)).toMatchObject({ messageCount: 1, lastMessage: { preview: '先到' } });
});

test('S25: whoever comes back into a conversation sees what they send, though its members are still on their way', async () => {
  let isHeld = false;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    if (isHeld && String(input).endsWith(`/api/conversations/${conversationId}`)) await held;
    return server.fetch(input, init);
  };
  const { messenger, open } = await clients.start({ server, clock }, { fetch });
  const row = rowOf(messenger);
  if (!row) throw new Error('the list is empty');
  const base = { at: '2026-11-22T09:00:00.000Z' };
  server.userEvents.push({ ...base, seq: 1, kind: 'conversation.gone', conversationId });
  server.send({ type: 'user', events: server.userEvents });
  isHeld = true;
  const set: UserEvent = { ...base, seq: 2, kind: 'conversation.set', summary: row };
  server.userEvents.push(set);
  server.send({ type: 'user', events: [set] });
  await settle();
  open.post({ text: '我回来了' });
  await settle();
  const texts = () =>
    open.getSnapshot().entries.flatMap((each) => (each.kind === 'message' ? [each.message.text] : []));
  expect(texts()).toEqual(['我回来了']);
  release();
  await settle();
  expect(texts()).toEqual(['我回来了']);
});

type Happening = {
  do: 'post' | 'card' | 'inbox' | 'cut' | 'mine' | 'read' | 'wait';
  isLost: boolean;
  isDoubled: boolean;
};
const happening: fc.Arbitrary<Happening> = fc.record({
  do: fc.constantFrom('post', 'post', 'card', 'inbox', 'cut', 'mine', 'read', 'wait'),
  isLost: fc.boolean(),
  isDoubled: fc.boolean(),
});

async function happen({ do: action, isLost, isDoubled }: Happening, open: OpenConversation, index: number) {
  const { conversation } = server;
  const push = (event: ConversationEvent) => {
    if (!isLost) server.push(event);
    if (isDoubled) queueMicrotask(() => server.push(event));
  };
  const message = conversation.events.find((event) => event.kind === 'message.posted');
  if (action === 'post') push(conversation.post(aUserId('other'), aClientId(`other-${index}`), `${index}`));
  else if (action === 'card' && message) push(conversation.setCard(message.seq, `card-${index % 2}`));
  else if (action === 'inbox') {
    server.append({ kind: 'inbox.set', counts: { approvals: index, returned: 0, questions: 0, queue: 0 } }, !isLost);
  } else if (action === 'cut') server.cutLines();
  else if (action === 'mine') {
    server.answersToLose = isLost ? 1 : 0;
    open.post({ text: `mine ${index}` });
  } else if (action === 'read') open.markRead(conversation.headSeq);
  else await clock.advance(700);
}

test('S26: whatever is lost, doubled or cut, in the end client and server agree on everything, and each message stands once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40, size: 'max' }), async (happenings) => {
      server = new FakeServer();
      storage = memoryStorage();
      clock = new ManualClock();
      const { messenger, open } = await started();
      for (const [index, each] of happenings.entries()) await happen(each, open, index);
      await clock.advance(60_000);
      server.cutLines();
      await clock.advance(60_000);
      const whole = new ConversationLog({ me: () => server.me, pendingReactions: () => undefined });
      whole.applyNewest(server.conversation.history({ limit: 10_000 }), 10_000);
      expect(open.getSnapshot().entries).toEqual(whole.listEntries());
      const list = messenger.list.getSnapshot();
      expect(list.inbox).toEqual(server.inbox);
      expect(rowOf(messenger)?.cursor).toEqual(server.cursor);
      expect(rowOf(messenger)?.headSeq).toBe(server.conversation.headSeq);
      const mine = happenings.filter((each) => each.do === 'mine').length;
      expect(messagesOf(open).filter((message) => message.text.startsWith('mine'))).toHaveLength(mine);
      expect(messenger.counts.digestMismatches).toBe(0);
      messenger.stop();
    }),
    { numRuns: 40 },
  );
});

test('S20: requests that fail while the line is open are repeated, and the connection ends up live', async () => {
  const { messenger, open } = await started();
  server.conversation.post(aUserId('other'), aClientId('client-1'), '错过');
  server.append({ kind: 'inbox.set', counts: { approvals: 4, returned: 0, questions: 0, queue: 0 } }, false);
  server.requestsToLose = 3;
  server.send({ type: 'pull' });
  await clock.advance(30_000);
  expect(messenger.list.getSnapshot()).toMatchObject({ connection: 'live', inbox: { approvals: 4 } });
  expect(textsOf(open)).toEqual(['错过 sent']);
  server.requestsToLose = 3;
  server.push(server.conversation.post(aUserId('other'), aClientId('client-3'), '三'));
  server.conversation.post(aUserId('other'), aClientId('client-4'), '四');
  server.push(server.conversation.post(aUserId('other'), aClientId('client-5'), '五'));
  await clock.advance(30_000);
  expect(textsOf(open)).toEqual(['错过 sent', '三 sent', '四 sent', '五 sent']);
  expect(messenger.list.getSnapshot().connection).toBe('live');
});

test('S24: a card that changes anywhere is announced with its data', async () => {
  const { messenger } = await started();
  const changes: unknown[] = [];
  messenger.onChange((change) => changes.push(change));
  const message = server.conversation.post(aUserId('other'), aClientId('client-1'), '发票');
  const set = server.conversation.setCard(message.seq, 'a');
  const body = [{ type: 'Countinghouse.Invoice' as const, data: { invoiceId: 'i' }, fallback: [] }];
  server.push(message, { ...set, card: { ...set.card, body } });
  expect(changes).toContainEqual({ kind: 'card', type: 'Countinghouse.Invoice', data: { invoiceId: 'i' } });
});
