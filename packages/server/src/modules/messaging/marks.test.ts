import { type ConversationId, conversations, sync, unreadCountOf } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessagingHost, startMessagingHost, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost();
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
});
afterAll(() => host.close());

const mark = (person: TestPerson, conversationId: ConversationId, fromSeq: number | null) =>
  host.call(person, conversations.setMark, { params: { conversationId }, body: { fromSeq } });
const snapshotOf = async (person: TestPerson) => (await host.call(person, sync.snapshot)).body;
const rowOf = async (person: TestPerson, id: ConversationId) => {
  const row = (await snapshotOf(person)).conversations.find((each) => each.id === id);
  if (!row) throw new Error('no such row');
  return row;
};
const read = (person: TestPerson, conversationId: ConversationId, seq: number) =>
  host.call(person, conversations.moveCursor, { params: { conversationId }, body: { seq } });

test('M86: what is marked as unread is so on all devices of the person, and nobody else learns of it', async () => {
  const group = await host.aGroup(lead, [junior]);
  const [first, second] = [await host.post(junior, group.id, '一'), await host.post(junior, group.id, '二')];
  await read(lead, group.id, second.seq);
  const line = await host.aLine(lead);
  const other = await host.aLine(junior);
  const { body } = await mark(lead, group.id, first.seq);
  const set = { seq: first.seq - 1, messageCount: 0 };
  expect(body.mark).toEqual(set);
  const isOfMark = (seq: number) => (frame: (typeof line.frames)[number]) =>
    frame.type === 'user' && frame.events.some((event) => event.kind === 'mark.set' && event.seq === seq);
  const frame = await line.frame(isOfMark(body.userSeq));
  const told = expect.objectContaining({ kind: 'mark.set', conversationId: group.id, mark: set });
  expect(frame.type === 'user' && frame.events).toContainEqual(told);
  const row = await rowOf(lead, group.id);
  expect([row.mark, unreadCountOf(row), row.cursor.seq]).toEqual([set, 2, second.seq]);
  const readers = await host.call(junior, conversations.readers, {
    params: { conversationId: group.id, seq: second.seq },
    query: { state: 'read' },
  });
  expect(readers.body.userIds).toEqual([lead.userId]);
  expect((await rowOf(junior, group.id)).mark).toBeUndefined();
  // What is said later arrives on the other line, and no word of the mark does.
  await host.post(lead, group.id, '三');
  await other.frame((frame) => frame.type === 'events' && JSON.stringify(frame).includes('三'));
  expect(JSON.stringify(other.frames)).not.toContain('mark.set');
});

test('M86: a mark stays when more is read, the same again makes no event, and null takes it away', async () => {
  const group = await host.aGroup(lead, [junior]);
  const { seq } = await host.post(junior, group.id, '一');
  const { body } = await mark(lead, group.id, seq);
  expect((await mark(lead, group.id, seq)).body).toEqual(body);
  await read(lead, group.id, seq);
  expect((await rowOf(lead, group.id)).mark).toEqual(body.mark);
  const before = (await snapshotOf(lead)).digest.own;
  const { userSeq } = (await mark(lead, group.id, null)).body;
  expect((await rowOf(lead, group.id)).mark).toBeUndefined();
  expect((await snapshotOf(lead)).digest.own).not.toBe(before);
  expect((await mark(lead, group.id, null)).body).toEqual({ mark: null, userSeq });
  const { events } = (await host.call(lead, sync.events, { query: { afterSeq: userSeq - 1 } })).body;
  expect(events).toMatchObject([{ kind: 'mark.set', conversationId: group.id, mark: null }]);
  const digest = (await host.call(lead, sync.digest)).body;
  expect(digest.digest).toEqual((await snapshotOf(lead)).digest);
});

test('M86: a mark begins with a message that the person sees, in a conversation of theirs, and goes with the membership', async () => {
  const group = await host.aGroup(lead, [junior]);
  const guest = await host.aPerson('guest', 'guest');
  const early = await host.post(lead, group.id, '早');
  const join = () =>
    host.call(lead, conversations.addMembers, {
      params: { conversationId: group.id },
      body: { userIds: [guest.userId] },
    });
  await join();
  const late = await host.post(lead, group.id, '晚');
  expect((await mark(guest, group.id, early.seq)).body.refusal).toBe('object_missing');
  // The event between the two messages is that of the joining.
  expect((await mark(lead, group.id, early.seq + 1)).body.refusal).toBe('object_missing');
  expect((await mark(lead, group.id, late.seq + 1)).body.refusal).toBe('object_missing');
  expect((await mark(lead, group.id, 0)).body.refusal).toBe('object_missing');
  const { body } = await mark(guest, group.id, late.seq);
  expect(body.mark).toEqual({ seq: late.seq - 1, messageCount: 1 });
  await host.call(lead, conversations.removeMember, { params: { conversationId: group.id, userId: guest.userId } });
  expect((await mark(guest, group.id, late.seq)).body.refusal).toBe('object_missing');
  await join();
  expect((await rowOf(guest, group.id)).mark).toBeUndefined();
});
