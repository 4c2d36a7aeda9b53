import { setTimeout as sleep } from 'node:timers/promises';
import { type ConversationSummary, conversations, type LiveFrame, type UserId } from '@countinghouse/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { sessionEndedTopic } from '../identity/index.ts';
import { hubLimitsDefault } from './live/hub.ts';
import { type MessagingHost, startMessagingHost, type TestLine, type TestPerson } from './testing/messaging-host.ts';
import { readMetric } from './testing/read-metric.ts';
import { createSharedBus } from './testing/shared-bus.ts';
import { conversationEventsTopic } from './topics.ts';

const bus = createSharedBus();
let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost({ bus, hubLimits: { ...hubLimitsDefault, pullSpreadMs: 200 } });
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
});
beforeEach(() => void bus.hold(undefined));
afterAll(() => host.close());

const eventSeqs = (frames: readonly LiveFrame[]) =>
  frames.flatMap((frame) => (frame.type === 'events' ? frame.events.map((event) => event.seq) : []));
const sees = (line: TestLine, seq: number) => line.frame((frame) => eventSeqs([frame]).includes(seq));
const refreshes = async () => {
  const metric = await host.platform.metrics.getSingleMetric('messaging_room_refreshes_total')?.get();
  return metric?.values.reduce((sum, value) => sum + value.value, 0) ?? 0;
};
const remove = (conversationId: string, userId: UserId) =>
  host.call(lead, conversations.removeMember, {
    params: { conversationId: conversationId as never, userId }, // the group's own id
  });

test('M41: events of several processes that overtake each other arrive in order, without a look at the database', async () => {
  const group = await host.aGroup(lead, [junior]);
  const line = await host.aLine(junior);
  const held = bus.hold(conversationEventsTopic);
  const posts = [];
  for (let index = 0; index < 4; index++) posts.push(await host.post(lead, group.id, `${index}`));
  const before = await refreshes();
  for (const index of [3, 1, 0, 2, 1]) {
    const hint = held[index];
    if (hint) bus.deliver(conversationEventsTopic, hint);
  }
  await sees(line, posts[3]?.seq ?? 0);
  expect(eventSeqs(line.frames)).toEqual(posts.map((post) => post.seq));
  expect(await refreshes()).toBe(before);
  line.socket.close();
});

test('M41: where an event stays away, who may see the conversation is read anew before the next is sent', async () => {
  const group = await host.aGroup(lead, [junior]);
  const [line, other] = await Promise.all([host.aLine(junior), host.aLine(lead)]);
  const held = bus.hold(conversationEventsTopic);
  expect((await remove(group.id, junior.userId)).status).toBe(200);
  const after = await host.post(lead, group.id, '不给他看');
  const last = held.at(-1);
  if (last) bus.deliver(conversationEventsTopic, last);
  await sees(other, after.seq);
  expect(eventSeqs(line.frames)).not.toContain(after.seq);
  expect(JSON.stringify(line.frames)).not.toContain('不给他看');
  for (const each of [line, other]) each.socket.close();
});

test('M42: after an interruption of the bus, whoever was removed or signed out meanwhile gets nothing more, and everybody is told to pull', async () => {
  const group = await host.aGroup(lead, [junior]);
  const leaver = await host.aPerson('leaver');
  const [line, other, ended] = await Promise.all([host.aLine(junior), host.aLine(lead), host.aLine(leaver)]);
  bus.hold(sessionEndedTopic);
  await host.database.query('update sessions set revoked_at = now() where user_id = $1', [leaver.userId]);
  const lost = bus.hold(conversationEventsTopic);
  expect((await remove(group.id, junior.userId)).status).toBe(200);
  expect(lost.length).toBe(1);
  bus.hold(undefined);
  bus.gap();
  const after = await host.post(lead, group.id, '断线之后');
  await sees(other, after.seq);
  await other.frame((frame) => frame.type === 'pull');
  await line.frame((frame) => frame.type === 'pull');
  expect(await ended.closed).toBe(4001);
  expect(JSON.stringify(line.frames)).not.toContain('断线之后');
  for (const each of [line, other]) each.socket.close();
});

test('M44: lines that open together share their reading of the database, and all are told where they stand', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, (_, index) => host.aPerson(`crowd-${index}`)));
  const group = await host.aGroup(lead, people);
  const before = await readMetric(host.platform.metrics, 'messaging_live_join_batch_size');
  const linesBefore = await readMetric(host.platform.metrics, 'messaging_live_sockets');
  const all = [...people, ...people, ...people];
  // While the first two readings wait for this lock, all others arrive.
  const opened = await host.database.transaction(async (tx) => {
    await tx.query('lock table conversation_members in access exclusive mode');
    const opening = all.map((person) => host.aLine(person));
    while ((await readMetric(host.platform.metrics, 'messaging_live_sockets')) < linesBefore + all.length)
      await sleep(5);
    return opening;
  });
  const lines = await Promise.all(opened);
  expect((await readMetric(host.platform.metrics, 'messaging_live_join_batch_size')) - before).toBeLessThanOrEqual(4);
  const posted = await host.post(lead, group.id, '都到了');
  await Promise.all(lines.map((line) => sees(line, posted.seq)));
  for (const line of lines) line.socket.close();
});

test('M45: what changes for many people at once is read together, and each gets their own', async () => {
  const people = await Promise.all(Array.from({ length: 40 }, (_, index) => host.aPerson(`renamed-${index}`)));
  const guest = await host.aPerson('renamed-guest', 'guest');
  const group = await host.aGroup(lead, people.slice(1));
  await host.post(lead, group.id, '客人来之前');
  const added = await host.call(lead, conversations.addMembers, {
    params: { conversationId: group.id },
    body: { userIds: [guest.userId] },
  });
  expect(added.status).toBe(200);
  const [first, second] = [people[1], people[2]];
  if (!first || !second) throw new Error('nobody is there');
  const draft = { params: { conversationId: group.id }, body: { text: '我的草稿' } };
  expect((await host.call(first, conversations.setDraft, draft)).status).toBe(200);
  expect(
    (await host.call(second, conversations.moveCursor, { params: { conversationId: group.id }, body: { seq: 2 } }))
      .status,
  ).toBe(200);
  const lines = await Promise.all([...people, guest].map((person) => host.aLine(person)));
  const before = await readMetric(host.platform.metrics, 'messaging_user_news_batch_size');
  const renamed = await host.call(lead, conversations.rename, {
    params: { conversationId: group.id },
    body: { title: '改了名' },
  });
  expect(renamed.status).toBe(200);
  const rows = await Promise.all(lines.slice(1).map(rowAfterRename));
  const readings = (await readMetric(host.platform.metrics, 'messaging_user_news_batch_size')) - before;
  expect(readings).toBeLessThanOrEqual(3);
  expect(rows.map((row) => row.draft?.text ?? '')).toEqual(rows.map((_, index) => (index === 0 ? '我的草稿' : '')));
  expect(rows[1]?.cursor.seq).toBe(2);
  expect(rows[2]?.cursor.seq).not.toBe(2);
  expect(rows.slice(0, -1).map((row) => row.lastMessage?.preview)).toEqual(rows.slice(0, -1).map(() => '客人来之前'));
  expect(rows.at(-1)?.lastMessage).toBeNull();
  // Who is no member hears nothing of it.
  expect(JSON.stringify(lines[0]?.frames)).not.toContain('改了名');
  for (const line of lines) line.socket.close();
});

async function rowAfterRename(line: TestLine): Promise<ConversationSummary> {
  const rowsIn = (frame: LiveFrame) =>
    frame.type === 'user'
      ? frame.events.flatMap((event) => (event.kind === 'conversation.set' ? [event.summary] : []))
      : [];
  const frame = await line.frame((each) => rowsIn(each).some((row) => row.title === '改了名'));
  const row = rowsIn(frame).at(-1);
  if (!row) throw new Error('a frame lost its row');
  return row;
}
