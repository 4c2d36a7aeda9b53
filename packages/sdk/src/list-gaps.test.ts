import type { ConversationEvent } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryStorage } from './client-store.ts';
import { type CountingMessenger, createMessenger } from './messenger.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aClientId, aUserId } from './testing/model-server.ts';

let server: FakeServer;
let clock: ManualClock;
let messenger: CountingMessenger;
/** Answers come only after it. */
let held: Promise<void> | undefined;
let heldRequest: { name: string; until: Promise<void> } | undefined;
const asked = (request: string) => server.requests.filter((each) => each === request).length;
const rowRequest = `GET /api/conversations/${conversationId}`;
const row = () => messenger.list.getSnapshot().conversations[0];

beforeEach(async () => {
  server = new FakeServer();
  held = undefined;
  clock = new ManualClock();
  post('一');
  messenger = aMessenger();
  await messenger.start();
  await settle();
});
afterEach(() => messenger.stop());

function aMessenger(storage = memoryStorage()): CountingMessenger {
  return createMessenger({
    baseUrl: 'http://server',
    token: 'token',
    clock,
    random: () => 0.5,
    storage,
    fetch: async (input, init) => {
      const answer = await server.fetch(input, init);
      await held;
      if (heldRequest && String(input).endsWith(heldRequest.name)) await heldRequest.until;
      return answer;
    },
    transports: [server.transport],
  });
}

const post = (text: string) => server.conversation.post(aUserId('other'), aClientId(`client-${text}`), text);
const setCard = () => server.conversation.setCard(1, 'card');

test('S26: where the frame of a message is lost and a card follows, the row shows that message a moment later', async () => {
  const { snapshots } = messenger.counts;
  post('二');
  server.push(setCard());
  await clock.advance(1_500);
  expect(row()).toMatchObject({ headSeq: 3, messageCount: 2, lastMessage: { preview: '二' } });
  expect(asked(rowRequest)).toBe(1);
  expect(messenger.counts).toMatchObject({ snapshots, headMismatches: 0, digestMismatches: 0 });
});

test('S26: events that only overtook each other are taken in any order, and nothing is asked for', async () => {
  const events: ConversationEvent[] = [post('二'), post('三'), setCard()];
  for (const event of events.reverse()) server.push(event);
  expect(row()).toMatchObject({ headSeq: 4, messageCount: 3, lastMessage: { preview: '三' } });
  await clock.advance(20_000);
  expect(asked(rowRequest)).toBe(0);
});

test('S26: what is heard while the row is asked for is not lost', async () => {
  post('二');
  server.push(setCard());
  const { promise, resolve } = Promise.withResolvers<void>();
  held = promise;
  await clock.advance(1_100);
  server.push(post('四'));
  resolve();
  await settle();
  expect(row()).toMatchObject({ headSeq: 4, messageCount: 3, lastMessage: { preview: '四' } });
});

test('S26: where the row cannot be fetched, the digest tells that something is missing', async () => {
  post('二');
  server.push(setCard());
  server.requestsToLose = 1;
  await clock.advance(1_100);
  expect(row()).toMatchObject({ lastMessage: { preview: '一' } });
  await clock.advance(20_000);
  expect(row()).toMatchObject({ headSeq: 3, lastMessage: { preview: '二' } });
});

test('S39: a gap that was there when the page went is found when it comes back', async () => {
  const storage = memoryStorage();
  messenger.stop();
  messenger = aMessenger(storage);
  await messenger.start();
  await settle();
  post('二');
  server.push(setCard());
  messenger.stop();
  await messenger.flush();
  messenger = aMessenger(storage);
  await messenger.start();
  await settle();
  expect(row()).toMatchObject({ headSeq: 3, lastMessage: { preview: '二' } });
});

test('S25: somebody who joined while that frame was lost is among the members of an open conversation', async () => {
  const open = messenger.open(conversationId);
  await settle();
  const userId = aUserId('newcomer');
  const { at: joinedAt } = server.conversation.join(userId);
  server.members = [{ userId, role: 'member', joinedAt, cursor: { seq: 1, messageCount: 1 } }];
  server.push(post('二'));
  await clock.advance(5_000);
  expect(open.getSnapshot().members.map((member) => member.userId)).toEqual(['newcomer']);
});

test('S40: an own message that is answered after the end of the membership is not shown', async () => {
  const open = messenger.open(conversationId);
  await settle();
  const { promise, resolve } = Promise.withResolvers<void>();
  held = promise;
  open.post({ text: '最后一句' });
  await settle();
  server.leave(conversationId);
  await settle();
  held = undefined;
  resolve();
  await settle();
  expect(server.posted).toHaveLength(1);
  expect(open.getSnapshot().entries).toEqual([]);
});

test('S19: an own read position does not move back where a snapshot that was asked for before it comes after it', async () => {
  const open = messenger.open(conversationId);
  await settle();
  server.push(post('二'));
  const { promise, resolve } = Promise.withResolvers<void>();
  heldRequest = { name: '/api/sync/resume', until: promise };
  server.setDraft(conversationId, '别的设备', [], false);
  server.send({ type: 'pull' });
  await settle();
  const seen: number[] = [];
  messenger.list.subscribe(() => seen.push(row()?.cursor.seq ?? 0));
  open.markRead(2);
  await clock.advance(400);
  resolve();
  await settle();
  await clock.advance(1_000);
  expect(seen).toEqual(seen.toSorted());
  expect(row()?.cursor.seq).toBe(2);
});
