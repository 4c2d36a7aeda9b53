import { Refusal } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OfflineError } from './call.ts';
import { type ClientStore, memoryStorage } from './client-store.ts';
import { Clients } from './testing/clients.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aUserId } from './testing/model-server.ts';
import type { OpenConversation, TimelineMessage } from './types.ts';

let server: FakeServer;
let clock: ManualClock;
let storage: ClientStore;
const clients = new Clients();
const other = aUserId('other');

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
  storage = memoryStorage();
});
afterEach(() => clients.stopAll());

const started = () => clients.start({ server, clock, storage });
const messagesOf = (open: OpenConversation): TimelineMessage[] =>
  open.getSnapshot().entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
const reactionsOf = (open: OpenConversation) =>
  messagesOf(open)[0]?.reactions.map(({ emoji, count, isMine }) => `${emoji} ${count} ${isMine}`);

test('S51: what somebody does to a message shows with the answer, without waiting for the push', async () => {
  const { seq } = server.conversation.append(other, '原文');
  const { open, messenger } = await started();
  await open.edit(seq, { text: '改过' });
  await open.pin(seq, true);
  await open.react(seq, '👍', true);
  expect(messagesOf(open)[0]).toMatchObject({ text: '改过', pinned: { actorId: 'me' } });
  expect(reactionsOf(open)).toEqual(['👍 1 true']);
  expect(messenger.list.getSnapshot().conversations[0]?.lastMessage?.preview).toBe('改过');
  await open.recall(seq);
  expect(messagesOf(open)[0]).toMatchObject({ text: '', recalled: { actorId: 'me' }, reactions: [] });
  expect(messenger.list.getSnapshot().conversations[0]?.lastMessage?.preview).toBe('');
});

test('S51: a reaction shows at once, and goes again where the server refuses it or is out of reach', async () => {
  const { seq } = server.conversation.append(other, '看一下');
  const { open } = await started();
  server.actionRefusals.push('right_missing');
  const refused = open.react(seq, '👍', true);
  expect(reactionsOf(open)).toEqual(['👍 1 true']);
  await expect(refused).rejects.toBeInstanceOf(Refusal);
  expect(reactionsOf(open)).toEqual([]);
  server.isReachable = false;
  const lost = open.react(seq, '👍', true);
  expect(reactionsOf(open)).toEqual(['👍 1 true']);
  await expect(lost).rejects.toBeInstanceOf(OfflineError);
  expect(reactionsOf(open)).toEqual([]);
});

test('S51: of reactions in quick succession the last one counts, whatever others do meanwhile', async () => {
  const { seq } = server.conversation.append(other, '看一下');
  const { open } = await started();
  const all = [open.react(seq, '👍', true), open.react(seq, '👍', false), open.react(seq, '👍', true)];
  server.push(server.conversation.react(other, seq, '🎉', true));
  await Promise.all(all);
  expect(reactionsOf(open)?.toSorted()).toEqual(['🎉 1 false', '👍 1 true'].toSorted());
  const last = server.conversation.events.findLast((event) => event.kind === 'reaction.set' && event.emoji === '👍');
  expect(last).toMatchObject({ isOn: true, count: 1 });
});

test('S51: an edit without a server fails plainly, and nothing of it is sent later', async () => {
  const { seq } = server.conversation.append(other, '原文');
  const { open } = await started();
  server.goDown();
  await expect(open.edit(seq, { text: '改过' })).rejects.toBeInstanceOf(OfflineError);
  await expect(open.recall(seq)).rejects.toBeInstanceOf(OfflineError);
  server.isReachable = true;
  await clock.advance(60_000);
  expect(server.conversation.headSeq).toBe(1);
  expect(messagesOf(open)[0]?.text).toBe('原文');
});

test('S52: quotes, threads, polls, recordings and what is forwarded show before they are sent, and survive a reload', async () => {
  server.conversation.append(other, '原文');
  const first = await started();
  server.goDown();
  const poll = { question: '何时？', options: ['今天', '明天'], isMultiple: false, isAnonymous: true, closesAt: null };
  const voice = { durationMs: 1_200, waveform: [1, 2, 3] };
  const item = { seq: 1, actorId: other, at: '2026-11-22T09:00:00.000Z', text: '原文', files: [] };
  first.open.post({ text: '答', replyTo: 1, threadSeq: 1, mentionGroups: ['all'] });
  first.open.post({ text: '', poll });
  first.open.post({ text: '', voice });
  first.open.post({ text: '', forward: { conversationId, seqs: [1], isMerged: true, items: [item] } });
  const expected = [
    { text: '答', replyTo: 1, threadSeq: 1, mentionGroups: ['all'] },
    { poll },
    { voice },
    { forward: { isMerged: true, items: [item] } },
  ];
  expect(messagesOf(first.open).slice(1)).toMatchObject(expected);
  await settle();
  first.messenger.stop();
  server.isReachable = true;
  const again = await started();
  await clock.advance(2_000);
  expect(server.posted).toMatchObject([
    { text: '答', replyTo: 1, threadSeq: 1, mentionGroups: ['all'] },
    { poll },
    { voice },
    { forward: { conversationId, seqs: [1], isMerged: true } },
  ]);
  expect(messagesOf(again.open).slice(1)).toMatchObject([...expected.slice(0, 3), { forward: { isMerged: true } }]);
  expect(JSON.stringify(server.posted)).not.toContain('items');
});

test('S53: quoted messages are read once, together, and follow what happens to them', async () => {
  for (let index = 0; index < 200; index++) server.conversation.append(other, `${index + 1}`);
  const { open } = await started();
  open.wantMessages([3, 5, 190]);
  open.wantMessages([3, 999]);
  await settle();
  const asked = server.requests.filter((request) => request.endsWith('/messages')).length;
  expect(asked).toBe(1);
  const textOf = (seq: number) => {
    const found = open.messages.getSnapshot().get(seq);
    return found === undefined || found === 'unavailable' ? found : found.recalled ? 'recalled' : found.text;
  };
  expect([3, 5, 190, 999].map(textOf)).toEqual(['3', '5', '190', 'unavailable']);
  server.push(server.conversation.edit(other, 3, '三'), server.conversation.recall(other, 5));
  expect([3, 5].map(textOf)).toEqual(['三', 'recalled']);
});

test('S54: a thread shows its messages as they come, with what is on its way, also after a lost frame', async () => {
  const root = server.conversation.append(other, '话题');
  for (let index = 0; index < 60; index++) server.conversation.say(other, { text: `${index}`, threadSeq: root.seq });
  for (let index = 0; index < 60; index++) server.conversation.append(other, '别的');
  const { open } = await started();
  const thread = open.openThread(root.seq);
  await settle();
  const textsOf = () => thread.getSnapshot().replies.map(({ text }) => text);
  const summary = { text: '话题', seq: root.seq, thread: { count: 60 } };
  expect(thread.getSnapshot()).toMatchObject({ isLoaded: true, hasOlder: true, root: summary });
  expect(textsOf()).toHaveLength(50);
  await thread.loadOlder();
  expect(textsOf()).toHaveLength(60);
  const lost = server.conversation.say(other, { text: '丢失的', threadSeq: root.seq });
  server.push(server.conversation.say(other, { text: '新的', threadSeq: root.seq }));
  server.push(server.conversation.edit(other, lost.seq, '找回的'));
  await clock.advance(1_000);
  open.post({ text: '我的', threadSeq: root.seq });
  expect(textsOf().slice(-3)).toEqual(['找回的', '新的', '我的']);
  await settle();
  expect(
    thread
      .getSnapshot()
      .replies.slice(-3)
      .map(({ state }) => state),
  ).toEqual(['sent', 'sent', 'sent']);
  expect(thread.getSnapshot().root).toMatchObject({ thread: { count: 63 } });
  const unseen = open.openThread(9_999);
  await settle();
  expect(unseen.getSnapshot()).toMatchObject({ isLoaded: true, root: 'unavailable', replies: [] });
});

test('S48: what was recalled is on the device no more, also in a conversation that nobody holds', async () => {
  const secret = server.conversation.append(other, '机密文字');
  const { messenger } = await started();
  await clock.advance(10_000);
  expect(JSON.stringify(await storage.list('state/log/'))).toContain('机密文字');
  messenger.stop();
  const later = clients.make({ server, clock, storage });
  await later.start();
  server.push(server.conversation.recall(other, secret.seq));
  await clock.advance(10_000);
  expect(JSON.stringify(await storage.list(''))).not.toContain('机密文字');
});
