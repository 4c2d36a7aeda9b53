import {
  type ConversationId,
  conversations,
  type Draft,
  type LiveFrame,
  sync,
  type UserEvent,
} from '@countinghouse/protocol';
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

const setDraft = (
  person: TestPerson,
  conversationId: ConversationId,
  text: string,
  mentions?: TestPerson['userId'][],
) =>
  host.call(person, conversations.setDraft, {
    params: { conversationId },
    body: { text, ...(mentions ? { mentions } : {}) },
  });
const rowOf = async (person: TestPerson, id: ConversationId) =>
  (await host.call(person, sync.snapshot)).body.conversations.find((row) => row.id === id);
const eventsAfter = async (person: TestPerson, afterSeq: number): Promise<UserEvent[]> =>
  (await host.call(person, sync.events, { query: { afterSeq } })).body.events;
const headOf = async (person: TestPerson) => (await host.call(person, sync.digest)).body.userSeq;
const remove = (group: { id: ConversationId }, person: TestPerson) =>
  host.call(lead, conversations.removeMember, { params: { conversationId: group.id, userId: person.userId } });

test('M26: a draft is on all devices of its writer, the last one counts, and the same again makes no event', async () => {
  const group = await host.aGroup(lead, [junior]);
  const before = await headOf(lead);
  const line = await host.aLine(lead);
  await setDraft(lead, group.id, '一');
  const { body } = await setDraft(lead, group.id, '请@小李核对', [junior.userId]);
  const draft: Draft | null = body.draft;
  expect(draft).toMatchObject({ seq: before + 2, text: '请@小李核对', mentions: [junior.userId] });
  expect(body.userSeq).toBe(before + 2);
  expect((await setDraft(lead, group.id, '请@小李核对', [junior.userId])).body).toEqual(body);
  expect(await headOf(lead)).toBe(before + 2);
  expect((await rowOf(lead, group.id))?.draft).toEqual(draft);
  const isOfDraft = (frame: LiveFrame) =>
    frame.type === 'user' && frame.events.some((event) => event.kind === 'draft.set' && event.seq === before + 2);
  const frame = await line.frame(isOfDraft);
  expect(frame).toMatchObject({ events: [{ kind: 'draft.set', conversationId: group.id, draft }] });
  expect((await rowOf(junior, group.id))?.draft).toBeNull();
});

test('M26: a blank draft discards, also where there is nothing', async () => {
  const group = await host.aGroup(lead);
  await setDraft(lead, group.id, '算了');
  const before = await headOf(lead);
  expect((await setDraft(lead, group.id, '  \n')).body).toEqual({ draft: null, userSeq: before + 1 });
  expect((await setDraft(lead, group.id, '')).body).toEqual({ draft: null, userSeq: before + 1 });
  expect((await rowOf(lead, group.id))?.draft).toBeNull();
  // Both events of the log tell what is true now.
  const told = (await eventsAfter(lead, before - 1)).flatMap((event) =>
    event.kind === 'draft.set' ? [event.draft] : [],
  );
  expect(told).toEqual([null, null]);
});

test('M26: when devices write at once, log, snapshot and digest agree on the last draft', async () => {
  const group = await host.aGroup(lead);
  const start = await headOf(lead);
  const written = await Promise.all(Array.from({ length: 12 }, (_, index) => setDraft(lead, group.id, `稿 ${index}`)));
  const last = written.map((answer) => answer.body.draft).find((draft) => draft?.seq === start + 12);
  const snapshot = (await host.call(lead, sync.snapshot)).body;
  expect(snapshot.conversations.find((row) => row.id === group.id)?.draft).toEqual(last);
  expect((await eventsAfter(lead, start)).map((event) => event.seq)).toEqual(
    Array.from({ length: 12 }, (_, index) => start + index + 1),
  );
  expect((await host.call(lead, sync.digest)).body).toEqual({ userSeq: snapshot.userSeq, digest: snapshot.digest });
});

test('M27: a draft is of members only, and is gone with the membership', async () => {
  const outsider = await host.aPerson('outsider');
  const group = await host.aGroup(lead, [junior]);
  expect((await setDraft(outsider, group.id, '偷看')).body).toMatchObject({ refusal: 'object_missing' });
  const start = await headOf(junior);
  await setDraft(junior, group.id, '没写完');
  await remove(group, junior);
  expect((await setDraft(junior, group.id, '还在吗')).body).toMatchObject({ refusal: 'object_missing' });
  const drafts = (await eventsAfter(junior, start)).flatMap((event) =>
    event.kind === 'draft.set' ? [event.draft] : [],
  );
  expect(drafts).toEqual([null]);
  await host.call(lead, conversations.addMembers, {
    params: { conversationId: group.id },
    body: { userIds: [junior.userId] },
  });
  expect((await rowOf(junior, group.id))?.draft).toBeNull();
});

test('M27: a draft that is written while its writer is removed does not outlast the removal', async () => {
  for (let round = 0; round < 5; round++) {
    const group = await host.aGroup(lead, [junior]);
    await Promise.all([setDraft(junior, group.id, '抢先'), remove(group, junior), setDraft(junior, group.id, '在后')]);
    expect(await host.database.query('select 1 from drafts where conversation_id = $1', [group.id])).toEqual([]);
  }
});

test('M6: nothing of a draft stands readable in any table', async () => {
  const canary = 'canary-51aa-草稿';
  const group = await host.aGroup(lead, [junior]);
  expect((await setDraft(lead, group.id, canary)).status).toBe(200);
  expect(await host.tablesWith(canary)).toEqual([]);
});

test('M28: whoever comes back is told that they are current, or gets everything anew', async () => {
  const reader = await host.aPerson('reader');
  const group = await host.aGroup(lead, [reader]);
  const resume = async (body: { userSeq: number; digest: { own: string; heads: string } }) =>
    (await host.call(reader, sync.resume, { body })).body;
  const known = (await host.call(reader, sync.snapshot)).body;
  expect(await resume(known)).toEqual({ isCurrent: true });
  await host.post(lead, group.id, '新消息');
  const afterPost = await resume(known);
  if (afterPost.isCurrent) throw new Error('a head that moved was not noticed');
  expect(afterPost.snapshot).toEqual((await host.call(reader, sync.snapshot)).body);
  expect(afterPost.snapshot.conversations[0]?.lastMessage?.preview).toBe('新消息');
  await setDraft(reader, group.id, '在另一台上');
  expect((await resume(afterPost.snapshot)).isCurrent).toBe(false);
  const { userSeq } = (await host.call(reader, sync.digest)).body;
  expect((await resume({ ...afterPost.snapshot, userSeq })).isCurrent).toBe(false);
});

test('M28: somebody without conversations has a position and a digest all the same', async () => {
  const newcomer = await host.aPerson('newcomer');
  const snapshot = (await host.call(newcomer, sync.snapshot)).body;
  expect(snapshot).toMatchObject({ userSeq: 0, conversations: [], inbox: { approvals: 0, queue: 0 } });
  const { body } = await host.call(newcomer, sync.resume, { body: { userSeq: 0, digest: snapshot.digest } });
  expect(body).toEqual({ isCurrent: true });
});

test('M28: a digest and a return open no content', async () => {
  const reader = await host.aPerson('current');
  const group = await host.aGroup(lead, [reader]);
  await host.post(lead, group.id, '不必打开');
  await setDraft(reader, group.id, '也不必');
  const known = (await host.call(reader, sync.snapshot)).body;
  let opened = 0;
  const { openAll } = host.platform.sealer;
  host.platform.sealer.openAll = (inputs) => {
    opened += inputs.length;
    return openAll(inputs);
  };
  try {
    expect((await host.call(reader, sync.resume, { body: known })).body).toEqual({ isCurrent: true });
    expect((await host.call(reader, sync.digest)).body.userSeq).toBe(known.userSeq);
    expect(opened).toBe(0);
    await host.call(reader, sync.snapshot);
    expect(opened).toBe(2);
  } finally {
    host.platform.sealer.openAll = openAll;
  }
});
