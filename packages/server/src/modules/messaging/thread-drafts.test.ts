import { type ConversationId, conversations, sync, threadDraftsMax } from '@countinghouse/protocol';
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

const begin = (person: TestPerson, conversationId: ConversationId, threadSeq: number | undefined, text: string) =>
  host.call(person, conversations.setDraft, {
    params: { conversationId },
    body: { text, ...(threadSeq === undefined ? {} : { threadSeq }) },
  });
const snapshotOf = async (person: TestPerson) => (await host.call(person, sync.snapshot)).body;
const rowOf = async (person: TestPerson, id: ConversationId) => {
  const row = (await snapshotOf(person)).conversations.find((each) => each.id === id);
  if (!row) throw new Error('no such row');
  return row;
};
const digestOf = async (person: TestPerson) => (await host.call(person, sync.digest)).body;

test('M89: what is begun in threads is on all devices of its writer, each beside the others, and with nobody else', async () => {
  const group = await host.aGroup(lead, [junior]);
  const [one, two] = [await host.post(junior, group.id, '一'), await host.post(junior, group.id, '二')];
  const line = await host.aLine(lead);
  await begin(lead, group.id, undefined, '会话里的');
  await begin(lead, group.id, two.seq, '话题二里的 THREADWORD');
  const { body } = await begin(lead, group.id, one.seq, '话题一里的');
  const row = await rowOf(lead, group.id);
  expect(row.draft?.text).toBe('会话里的');
  expect(row.threadDrafts?.map(({ threadSeq, text }) => [threadSeq, text])).toEqual([
    [one.seq, '话题一里的'],
    [two.seq, '话题二里的 THREADWORD'],
  ]);
  expect(row.threadDrafts?.[0]).toEqual({ ...body.draft, threadSeq: one.seq });
  const frame = await line.frame((each) => each.type === 'user' && each.events.some(({ seq }) => seq === body.userSeq));
  const event = { kind: 'draft.set', conversationId: group.id, threadSeq: one.seq, draft: body.draft };
  expect(frame.type === 'user' && frame.events).toContainEqual(expect.objectContaining(event));
  const events = (await host.call(lead, sync.events, { query: { afterSeq: body.userSeq - 3 } })).body.events;
  expect(events.map((each) => each.kind === 'draft.set' && [each.threadSeq, each.draft?.text])).toEqual([
    [undefined, '会话里的'],
    [two.seq, '话题二里的 THREADWORD'],
    [one.seq, '话题一里的'],
  ]);
  expect((await digestOf(lead)).digest).toEqual((await snapshotOf(lead)).digest);
  expect((await rowOf(junior, group.id)).threadDrafts).toBeUndefined();
  expect(await host.tablesWith('THREADWORD')).toEqual([]);
});

test('M89: the same again makes no event, a blank one discards that thread’s only, and the digest follows', async () => {
  const group = await host.aGroup(lead, [junior]);
  const { seq } = await host.post(junior, group.id, '一');
  const other = await host.post(junior, group.id, '二');
  await begin(lead, group.id, other.seq, '留着');
  const { body } = await begin(lead, group.id, seq, '写了一半');
  expect((await begin(lead, group.id, seq, '写了一半')).body).toEqual(body);
  const before = (await digestOf(lead)).digest.own;
  const gone = (await begin(lead, group.id, seq, ' ')).body;
  expect(gone).toEqual({ draft: null, userSeq: body.userSeq + 1 });
  expect((await rowOf(lead, group.id)).threadDrafts?.map(({ threadSeq }) => threadSeq)).toEqual([other.seq]);
  expect((await digestOf(lead)).digest.own).not.toBe(before);
});

test('M89: a thread begins with a message that its writer sees; drafts go with the membership', async () => {
  const group = await host.aGroup(lead, [junior]);
  const early = await host.post(lead, group.id, '早');
  const guest = await host.aPerson('guest', 'guest');
  const body = { userIds: [guest.userId] };
  const join = () => host.call(lead, conversations.addMembers, { params: { conversationId: group.id }, body });
  await join();
  const late = await host.post(lead, group.id, '晚');
  expect((await begin(guest, group.id, early.seq, '问')).body.refusal).toBe('object_missing');
  expect((await begin(guest, group.id, early.seq + 1, '问')).body.refusal).toBe('object_missing');
  expect((await begin(guest, group.id, late.seq, '问')).body.draft?.text).toBe('问');
  await host.call(lead, conversations.removeMember, { params: { conversationId: group.id, userId: guest.userId } });
  await join();
  expect((await rowOf(guest, group.id)).threadDrafts).toBeUndefined();
});

test('M89: of more than 50 threads of a conversation the oldest gives way, and the devices are told', async () => {
  const group = await host.aGroup(lead);
  const seqs: number[] = [];
  for (let each = 0; each <= threadDraftsMax; each++) seqs.push((await host.post(lead, group.id, `${each}`)).seq);
  for (const seq of seqs) await begin(lead, group.id, seq, `稿 ${seq}`);
  const row = await rowOf(lead, group.id);
  expect(row.threadDrafts?.map(({ threadSeq }) => threadSeq)).toEqual(seqs.slice(1));
  const { userSeq } = await snapshotOf(lead);
  const { events } = (await host.call(lead, sync.events, { query: { afterSeq: userSeq - 1 } })).body;
  expect(events).toMatchObject([{ kind: 'draft.set', threadSeq: seqs[0], draft: null }]);
  expect((await digestOf(lead)).digest).toEqual((await snapshotOf(lead)).digest);
});
