import { type ConversationEvent, type ConversationSummary, defaultConversationSettings } from '@countinghouse/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CountingMessenger } from './messenger.ts';
import { MovingRow } from './moving-row.ts';
import { Clients } from './testing/clients.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aUserId } from './testing/model-server.ts';
import type { Change } from './types.ts';

let server: FakeServer;
let clock: ManualClock;
const clients = new Clients();
const [me, other] = [aUserId('me'), aUserId('other')];

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
});
afterEach(() => clients.stopAll());

const rowOf = (messenger: CountingMessenger): ConversationSummary | undefined =>
  messenger.list.getSnapshot().conversations[0];
const say = (text: string, mentions = [me]) => server.conversation.say(other, { text, mentions });

test('S55: mentions count as they come, follow edits and recalls, and go with the read position', async () => {
  const { messenger, open } = await clients.start({ server, clock });
  const seqs = () => rowOf(messenger)?.mentionSeqs;
  const named = [say('一'), say('二', []), say('三')];
  server.push(...named);
  server.push(server.conversation.say(other, { text: '大家', mentionGroups: ['all'] }));
  server.push(server.conversation.say(other, { text: '群主', mentionGroups: ['admins'] }));
  server.push(server.conversation.say(me, { text: '我自己', mentions: [me] }));
  expect(seqs()).toEqual([1, 3, 4]);
  server.push(server.conversation.edit(other, 2, '二', [me]), server.conversation.edit(other, 3, '三'));
  expect(seqs()).toEqual([1, 2, 4]);
  server.push(server.conversation.recall(other, 4));
  expect(seqs()).toEqual([1, 2]);
  await settle();
  open.markRead(1);
  expect(seqs()).toEqual([2]);
  server.append({ kind: 'cursor.set', cursor: server.first.cursorAt(2) });
  expect(seqs()).toEqual([]);
});

test('S55: whether a role in the engagement is the caller’s is asked of the server, a little later', async () => {
  const engagementId = 'engagement' as ConversationSummary['engagementId']; // distinct
  const row = { ...server.first.summary(), engagementId };
  server.answerTo(`GET /api/conversations/${conversationId}`, { summary: row, members: [] });
  const messenger = clients.make({ server, clock });
  await messenger.start();
  await settle();
  server.appendEvent({ kind: 'conversation.set', summary: row });
  const event = server.conversation.say(other, { text: '项目经理', mentionGroups: ['lead'] });
  const told = { ...row, headSeq: 1, messageCount: 1, mentionSeqs: [1] };
  server.answerTo(`GET /api/conversations/${conversationId}`, { summary: told, members: [] });
  server.push(event);
  expect(rowOf(messenger)?.mentionSeqs).toEqual([]);
  await clock.advance(5_000);
  expect(rowOf(messenger)?.mentionSeqs).toEqual([1]);
});

test('S56: a row follows its last message, title, settings, role and archive, in whatever order events come', () => {
  const { conversation } = server;
  const settings = { ...defaultConversationSettings, mayPost: 'admins' as const };
  const bare = (kind: object, seq: number) =>
    // Only what differs between the kinds is given.
    ({
      conversationId,
      seq,
      messageCount: 2,
      at: '2026-11-22T09:00:00.000Z',
      actorId: other,
      ...kind,
    }) as ConversationEvent;
  const row = server.first.summary();
  const events: ConversationEvent[] = [
    conversation.append(other, '一'),
    conversation.append(other, '二'),
    conversation.edit(other, 2, '二改'),
    conversation.rename('甲'),
    conversation.rename('乙'),
    bare({ kind: 'conversation.settings-set', settings }, 6),
    bare({ kind: 'conversation.archived', isArchived: true }, 7),
    bare({ kind: 'member.role-set', userId: me, role: 'admin' }, 8),
  ];
  const orders = [events, events.toReversed(), [4, 0, 2, 1, 7, 3, 5, 6].flatMap((at) => events[at] ?? [])];
  for (const order of orders) {
    const moving = new MovingRow(row, undefined, me);
    for (const event of order) moving.apply(event);
    const { title, settings: ruled, isArchived, myRole, lastMessage, headSeq } = moving.result();
    expect({ title, ruled, isArchived, myRole, headSeq }).toEqual({
      title: '乙',
      ruled: settings,
      isArchived: true,
      myRole: 'admin',
      headSeq: 8,
    });
    // What came before the message that it changes is asked for.
    expect(moving.gap?.isWide ?? lastMessage?.preview === '二改').toBe(true);
  }
});

test('S57: who is writing shows until they stop or have written, and is said at most every 3 seconds', async () => {
  const { messenger, open } = await clients.start({ server, clock });
  const writers = () => messenger.typing.getSnapshot().get(conversationId) ?? [];
  const type = (userId = other) => server.send({ type: 'typing', conversationId, userId });
  type();
  type(me);
  type(aUserId('third'));
  expect(writers()).toEqual(['other', 'third']);
  await clock.advance(4_000);
  type();
  server.push(server.conversation.append(aUserId('third'), '写好了'));
  await clock.advance(4_000);
  expect(writers()).toEqual(['other']);
  await clock.advance(3_000);
  expect(writers()).toEqual([]);
  for (let each = 0; each < 10; each++) {
    open.sendTyping();
    await clock.advance(500);
  }
  expect(server.said.filter(({ type: kind }) => kind === 'typing')).toHaveLength(2);
  type();
  server.cutLines();
  expect(writers()).toEqual([]);
});

test('S58: changed lists and statuses of people are announced', async () => {
  const { messenger } = await clients.start({ server, clock });
  const changes: Change[] = [];
  messenger.onChange((change) => changes.push(change));
  server.appendEvent({ kind: 'list.changed', list: 'bookmarks' });
  const status = { emoji: '🏖️', text: '休假', until: null };
  server.send({ type: 'status', userId: other, status });
  expect(changes).toEqual([
    { kind: 'list', list: 'bookmarks' },
    { kind: 'status', userId: 'other' },
  ]);
  expect(messenger.statuses.getSnapshot().get(other)).toEqual(status);
  server.cutLines();
  expect(messenger.statuses.getSnapshot().size).toBe(0);
  await clock.advance(5_000);
  expect(changes.filter(({ kind }) => kind === 'list')).toHaveLength(5);
});
