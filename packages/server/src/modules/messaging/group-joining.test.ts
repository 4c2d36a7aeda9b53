import { type ConversationId, type ConversationSettings, conversations, groups } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGroupCast } from './testing/group-cast.ts';
import type { MessagingHost, TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let senior: TestPerson;
let junior: TestPerson;
let guest: TestPerson;

beforeAll(async () => {
  ({ host, lead, senior, junior, guest } = await startGroupCast());
});
afterAll(() => host.close());

const aGroupWith = async (settings: Partial<ConversationSettings>, title: string, ...members: TestPerson[]) => {
  const group = await host.aGroup(lead, members, title);
  const params = { conversationId: group.id };
  await host.call(lead, groups.setSettings, { params, body: settings });
  return group.id;
};
const open = async (person: TestPerson, query: { text?: string; beforeId?: ConversationId } = {}) =>
  (await host.call(person, groups.listOpen, { query })).body;
const join = (person: TestPerson, conversationId: ConversationId) =>
  host.call(person, groups.join, { params: { conversationId } });
const ask = (person: TestPerson, conversationId: ConversationId, note = '') =>
  host.call(person, groups.askToJoin, { params: { conversationId }, body: { note } });
const requestsOf = async (person: TestPerson) => (await host.call(person, groups.listJoinRequests)).body.requests;
const decide = (actor: TestPerson, conversationId: ConversationId, person: TestPerson, decision: 'admit' | 'decline') =>
  host.call(actor, groups.decideJoinRequest, {
    params: { conversationId, userId: person.userId },
    body: { decision },
  });
const memberIds = async (conversationId: ConversationId) =>
  (await host.call(lead, conversations.get, { params: { conversationId } })).body.members.map(
    (member) => member.userId,
  );

test('M76: people of the firm find and join groups that stand open; others exist for nobody outside, and none for guests', async () => {
  const club = await aGroupWith({ join: 'open' }, '税务研讨');
  const closed = await aGroupWith({}, '保密项目');
  const retired = await aGroupWith({ join: 'open' }, '旧研讨');
  await host.call(lead, groups.setArchived, { params: { conversationId: retired }, body: { isArchived: true } });
  await host.post(lead, club, '这句外面看不到');
  const found = await open(junior);
  expect(found.groups).toEqual([{ id: club, title: '税务研讨', memberCount: 1, join: 'open', hasAsked: false }]);
  expect((await open(lead)).groups).toEqual([]);
  expect((await open(junior, { text: '研讨' })).groups).toHaveLength(1);
  expect((await open(junior, { text: '100%' })).groups).toEqual([]);
  expect((await host.call(guest, groups.listOpen)).body.refusal).toBe('right_missing');
  expect((await join(guest, club)).body.refusal).toBe('object_missing');
  expect((await ask(guest, club)).body.refusal).toBe('object_missing');
  expect((await join(junior, closed)).body.refusal).toBe('object_missing');
  expect((await join(junior, retired)).body.refusal).toBe('object_missing');
  expect((await ask(junior, club)).body.refusal).toBe('right_missing');
  expect((await join(junior, club)).status).toBe(200);
  expect((await join(junior, club)).status).toBe(200);
  expect(await memberIds(club)).toEqual(expect.arrayContaining([lead.userId, junior.userId]));
  const { events } = (await host.call(junior, conversations.history, { params: { conversationId: club } })).body;
  expect(events.filter((event) => event.kind === 'member.joined')).toHaveLength(2);
});

test('M77: whoever asks to join waits for owner or admins, who hear of it at once; only they read the note', async () => {
  const expertise = await aGroupWith({ join: 'ask' }, '专家组', senior);
  const lines = { lead: await host.aLine(lead), junior: await host.aLine(junior) };
  const told = (line: 'lead' | 'junior', count: number) =>
    expect
      .poll(
        () =>
          lines[line].frames
            .flatMap((frame) => (frame.type === 'user' ? frame.events : []))
            .filter((event) => event.kind === 'list.changed' && event.list === 'join-requests').length,
      )
      .toBe(count);
  expect((await join(junior, expertise)).body.refusal).toBe('right_missing');
  expect((await ask(junior, expertise, '我在做类似的项目')).status).toBe(200);
  await told('lead', 1);
  expect((await ask(junior, expertise, '我负责内控')).status).toBe(200);
  expect((await open(junior)).groups.find((group) => group.id === expertise)?.hasAsked).toBe(true);
  const [request, ...others] = await requestsOf(lead);
  expect(others).toEqual([]);
  expect(request).toMatchObject({ conversationId: expertise, userId: junior.userId, note: '我负责内控' });
  expect(await requestsOf(senior)).toEqual([]);
  expect(await requestsOf(guest)).toEqual([]);
  expect(await host.tablesWith('我负责内控')).toEqual([]);
  expect((await decide(senior, expertise, junior, 'admit')).body.refusal).toBe('right_missing');
  expect((await decide(lead, expertise, junior, 'decline')).status).toBe(200);
  await told('junior', 1);
  expect((await decide(lead, expertise, junior, 'admit')).body.refusal).toBe('object_missing');
  await ask(junior, expertise, '再问一次');
  await host.call(junior, groups.withdrawJoinRequest, { params: { conversationId: expertise } });
  expect(await requestsOf(lead)).toEqual([]);
  await ask(junior, expertise, '第三次');
  expect((await decide(lead, expertise, junior, 'admit')).status).toBe(200);
  expect(await memberIds(expertise)).toContain(junior.userId);
  expect(await requestsOf(lead)).toEqual([]);
  for (const line of Object.values(lines)) line.socket.close();
});

test('M77: a request ends when its writer is added, and admitting keeps to the limit of the group', async () => {
  const group = await aGroupWith({ join: 'ask', membersMax: 2 }, '小专家组', senior);
  await ask(junior, group, '加我');
  expect((await decide(lead, group, junior, 'admit')).body.refusal).toBe('group_full');
  expect(await requestsOf(lead)).toHaveLength(1);
  await host.call(lead, groups.setSettings, { params: { conversationId: group }, body: { membersMax: 3 } });
  const params = { conversationId: group };
  await host.call(lead, conversations.addMembers, { params, body: { userIds: [junior.userId] } });
  expect(await requestsOf(lead)).toEqual([]);
});
