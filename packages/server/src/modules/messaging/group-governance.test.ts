import {
  type ConversationId,
  type ConversationSettings,
  conversations,
  defaultConversationSettings,
  defaultMessagingPolicy,
  groups,
  identity,
  type MemberSettings,
  messages,
  type OrgRole,
  policies,
  sync,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGroupCast } from './testing/group-cast.ts';
import { aClientId, type MessagingHost, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let senior: TestPerson;
let junior: TestPerson;
let guest: TestPerson;

beforeAll(async () => {
  ({ host, lead, senior, junior, guest } = await startGroupCast());
});
afterAll(() => host.close());

const set = (person: TestPerson, conversationId: ConversationId, body: Partial<ConversationSettings>) =>
  host.call(person, groups.setSettings, { params: { conversationId }, body });
const setRole = (
  person: TestPerson,
  conversationId: ConversationId,
  other: TestPerson,
  role: 'owner' | 'admin' | 'member',
) => host.call(person, groups.setMemberRole, { params: { conversationId, userId: other.userId }, body: { role } });
const archive = (person: TestPerson, conversationId: ConversationId, isArchived = true) =>
  host.call(person, groups.setArchived, { params: { conversationId }, body: { isArchived } });
const setMine = (person: TestPerson, conversationId: ConversationId, body: Partial<MemberSettings>) =>
  host.call(person, groups.setMine, { params: { conversationId }, body });
const tryPost = (person: TestPerson, conversationId: ConversationId, clientId = aClientId()) =>
  host.call(person, conversations.postMessage, { params: { conversationId }, body: { clientId, text: '在吗' } });
const add = (actor: TestPerson, conversationId: ConversationId, ...people: TestPerson[]) =>
  host.call(actor, conversations.addMembers, {
    params: { conversationId },
    body: { userIds: people.map((person) => person.userId) },
  });
const summaryOf = async (person: TestPerson, conversationId: ConversationId) =>
  (await host.call(person, sync.snapshot)).body.conversations.find((row) => row.id === conversationId);
const rolesOf = async (person: TestPerson, conversationId: ConversationId) => {
  const { members } = (await host.call(person, conversations.get, { params: { conversationId } })).body;
  return Object.fromEntries(members.map((member) => [member.userId, member.role]));
};
const historyOf = async (person: TestPerson, conversationId: ConversationId) =>
  (await host.call(person, conversations.history, { params: { conversationId } })).body;
const openDirect = async (person: TestPerson, other: TestPerson) =>
  (await host.call(person, conversations.openDirect, { body: { userId: other.userId } })).body.id;

test('M70: owner and admins change settings one by one, everybody has them at once, and direct conversations have none', async () => {
  const group = await host.aGroup(lead, [senior, guest]);
  expect(group.settings).toEqual(defaultConversationSettings);
  const line = await host.aLine(guest);
  expect((await set(senior, group.id, { mayPin: 'admins' })).body.refusal).toBe('right_missing');
  expect((await set(guest, group.id, { mayPin: 'admins' })).body.refusal).toBe('right_missing');
  expect((await set(junior, group.id, { mayPin: 'admins' })).body.refusal).toBe('object_missing');
  expect((await set(lead, group.id, { mayPin: 'admins' })).body).toEqual({
    ...defaultConversationSettings,
    mayPin: 'admins',
  });
  await setRole(lead, group.id, senior, 'admin');
  const both = { ...defaultConversationSettings, mayPin: 'admins' as const, history: 'from-joining' as const };
  expect((await set(senior, group.id, { history: 'from-joining' })).body).toEqual(both);
  expect((await summaryOf(guest, group.id))?.settings).toEqual(both);
  await line.frame(
    (frame) =>
      frame.type === 'user' &&
      frame.events.some(
        (event) => event.kind === 'conversation.set' && event.summary.settings.history === 'from-joining',
      ),
  );
  await line.frame(
    (frame) =>
      frame.type === 'events' &&
      frame.events.some((event) => event.kind === 'conversation.settings-set' && event.settings.mayPin === 'admins'),
  );
  const before = (await historyOf(lead, group.id)).headSeq;
  expect((await set(lead, group.id, both)).body).toEqual(both);
  expect((await historyOf(lead, group.id)).headSeq).toBe(before);
  const odd = { mayFly: 'members' } as Partial<ConversationSettings>; // a client of another version
  expect((await set(lead, group.id, odd)).body.refusal).toBe('request_malformed');
  const direct = await openDirect(lead, senior);
  expect((await set(lead, direct, { mayPin: 'admins' })).body.refusal).toBe('right_missing');
  expect((await archive(lead, direct)).body.refusal).toBe('right_missing');
  line.socket.close();
});

test('M71: in a group for announcements only owner and admins write; everybody else is refused by name', async () => {
  const group = await host.aGroup(lead, [senior, guest]);
  const early = aClientId();
  expect((await tryPost(senior, group.id, early)).status).toBe(200);
  await set(lead, group.id, { mayPost: 'admins' });
  expect((await tryPost(senior, group.id)).body.refusal).toBe('posting_restricted');
  expect((await tryPost(guest, group.id)).body.refusal).toBe('posting_restricted');
  expect((await tryPost(senior, group.id, early)).status).toBe(200);
  const draft = { params: { conversationId: group.id }, body: { text: '想说' } };
  expect((await host.call(senior, conversations.setDraft, draft)).body.refusal).toBe('posting_restricted');
  expect((await tryPost(lead, group.id)).status).toBe(200);
  await setRole(lead, group.id, senior, 'admin');
  expect((await tryPost(senior, group.id)).status).toBe(200);
});

test('M71: where only owner and admins write, everybody still reacts and votes, takes an own message back, and writes nowhere', async () => {
  const group = await host.aGroup(lead, [senior, guest]);
  const own = (await tryPost(senior, group.id)).body;
  await set(lead, group.id, { mayPost: 'admins', mayPin: 'admins' });
  const poll = {
    question: '几点开会？',
    options: ['九点', '十点'],
    isMultiple: false,
    isAnonymous: false,
    closesAt: null,
  };
  const asked = await host.call(lead, conversations.postMessage, {
    params: { conversationId: group.id },
    body: { clientId: aClientId(), text: '通知', poll },
  });
  expect(asked.status).toBe(200);
  const params = { conversationId: group.id, seq: asked.body.seq };
  for (const person of [senior, guest]) {
    expect((await host.call(person, messages.react, { params, body: { emoji: '👍', isOn: true } })).status).toBe(200);
    expect((await host.call(person, messages.vote, { params, body: { options: [0] } })).status).toBe(200);
    const words = { clientId: aClientId(), text: '回复' };
    const place = { params: { conversationId: group.id } };
    for (const body of [
      { ...words, replyTo: params.seq },
      { ...words, threadSeq: params.seq },
      { ...words, poll },
      { ...words, forward: { conversationId: group.id, seqs: [params.seq], isMerged: true } },
    ]) {
      const answer = await host.call(person, conversations.postMessage, { ...place, body });
      expect(answer.body.refusal).toBe('posting_restricted');
    }
  }
  const pin = { params, body: { isPinned: true } };
  expect((await host.call(senior, messages.pin, pin)).body.refusal).toBe('pin_restricted');
  await set(lead, group.id, { mayPin: 'members' });
  expect((await host.call(senior, messages.pin, pin)).status).toBe(200);
  expect((await host.call(guest, messages.pin, pin)).body.refusal).toBe('pin_restricted');
  const ownPlace = { conversationId: group.id, seq: own.seq };
  const edit = { params: ownPlace, body: { clientId: aClientId(), text: '改口' } };
  expect((await host.call(senior, messages.edit, edit)).body.refusal).toBe('posting_restricted');
  expect((await host.call(senior, messages.recall, { params: ownPlace })).status).toBe(200);
});

test('M72: a group has one owner, who gives roles and hands it over; guests and people who are gone never govern', async () => {
  const group = await host.aGroup(lead, [senior, junior, guest]);
  expect((await setRole(senior, group.id, junior, 'admin')).body.refusal).toBe('right_missing');
  expect((await setRole(lead, group.id, senior, 'admin')).status).toBe(200);
  expect((await setRole(senior, group.id, junior, 'admin')).body.refusal).toBe('right_missing');
  expect((await setRole(lead, group.id, guest, 'admin')).body.refusal).toBe('group_role_unfit');
  expect((await setRole(lead, group.id, lead, 'member')).body.refusal).toBe('group_owner_missing');
  const stranger = await host.aPerson('stranger-roles');
  expect((await setRole(lead, group.id, stranger, 'admin')).body.refusal).toBe('member_missing');
  expect((await setRole(lead, group.id, junior, 'owner')).status).toBe(200);
  expect(await rolesOf(guest, group.id)).toEqual({
    [lead.userId]: 'admin',
    [senior.userId]: 'admin',
    [junior.userId]: 'owner',
    [guest.userId]: 'guest',
  });
  expect((await summaryOf(lead, group.id))?.myRole).toBe('admin');
  expect((await setRole(lead, group.id, senior, 'member')).body.refusal).toBe('right_missing');
  const { events } = await historyOf(guest, group.id);
  expect(events.filter((event) => event.kind === 'member.role-set')).toHaveLength(3);
});

test('M73: members add people of the firm where the settings say so, and never guests', async () => {
  const group = await host.aGroup(lead, [senior]);
  const [one, two] = [await host.aPerson('invited-one'), await host.aPerson('invited-two')];
  expect((await add(senior, group.id, one)).body.refusal).toBe('right_missing');
  await set(lead, group.id, { mayInvite: 'members' });
  expect((await add(senior, group.id, one)).status).toBe(200);
  expect((await add(senior, group.id, two, guest)).body.refusal).toBe('right_missing');
  expect(Object.keys(await rolesOf(lead, group.id))).not.toContain(two.userId);
  expect((await add(lead, group.id, guest)).status).toBe(200);
  expect((await add(guest, group.id, two)).body.refusal).toBe('right_missing');
});

test('M74: a group takes no more people than its limit, by name, whichever way they come', async () => {
  const create = await host.call(lead, conversations.create, {
    body: {
      clientId: aClientId(),
      title: '小组',
      memberIds: [senior.userId, junior.userId],
      settings: { membersMax: 2 },
    },
  });
  expect(create.body.refusal).toBe('group_full');
  const group = await host.aGroup(lead, [senior]);
  await set(lead, group.id, { membersMax: 2, join: 'open' });
  expect((await add(lead, group.id, junior)).body.refusal).toBe('group_full');
  const join = () => host.call(junior, groups.join, { params: { conversationId: group.id } });
  expect((await join()).body.refusal).toBe('group_full');
  expect((await add(lead, group.id, senior)).status).toBe(200);
  await set(lead, group.id, { membersMax: 3 });
  const both = await Promise.all([join(), add(lead, group.id, await host.aPerson('late'))]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
});

test('M75: where history begins with joining, newcomers see nothing from before on any surface; who was there keeps what they had', async () => {
  const appId = await host.anApp('cards-governance');
  const group = await host.aGroup(lead, [senior]);
  const old = await host.post(lead, group.id, '旧事');
  await set(lead, group.id, { history: 'from-joining' });
  const line = await host.aLine(junior);
  await add(lead, group.id, junior);
  const card = { type: 'AdaptiveCard' as const, version: '1.5' as const, fallbackText: '旧卡', body: [] };
  await host.database.transaction((tx) =>
    host.messaging.setCard(tx, { conversationId: group.id, messageSeq: old.seq, cardId: 'c', actorId: appId, card }),
  );
  expect((await summaryOf(junior, group.id))?.lastMessage).toBeNull();
  const fresh = await host.post(lead, group.id, '新事');
  await line.frame((frame) => frame.type === 'events' && frame.events.some((event) => event.seq === fresh.seq));
  expect(JSON.stringify(line.frames)).not.toContain('旧');
  const seen = await historyOf(junior, group.id);
  expect(JSON.stringify(seen)).not.toContain('旧');
  expect(seen.events.map((event) => event.seq)).toContain(fresh.seq);
  expect(JSON.stringify(await historyOf(senior, group.id))).toContain('旧事');
  await set(lead, group.id, { history: 'all' });
  expect(JSON.stringify(await historyOf(junior, group.id))).not.toContain('旧');
  const later = await host.aPerson('later-history');
  await add(lead, group.id, later);
  expect(JSON.stringify(await historyOf(later, group.id))).toContain('旧事');
  line.socket.close();
});

test('M78: in an archived group nothing more is written, by name; it is read and governed on, its cards change, and groups below it stay open', async () => {
  const appId = await host.anApp('cards-archive');
  const group = await host.aGroup(lead, [senior]);
  const child = await host.call(lead, conversations.create, {
    body: { clientId: aClientId(), title: '子组', memberIds: [senior.userId], parentId: group.id },
  });
  const message = await host.post(lead, group.id, '留底');
  expect((await archive(senior, group.id)).body.refusal).toBe('right_missing');
  expect((await archive(lead, group.id)).status).toBe(200);
  expect((await tryPost(lead, group.id)).body.refusal).toBe('conversation_archived');
  expect((await tryPost(senior, group.id)).body.refusal).toBe('conversation_archived');
  const place = { conversationId: group.id, seq: message.seq };
  const edit = await host.call(lead, messages.edit, { params: place, body: { clientId: aClientId(), text: '改了' } });
  expect(edit.body.refusal).toBe('conversation_archived');
  const react = await host.call(senior, messages.react, { params: place, body: { emoji: '👍', isOn: true } });
  expect(react.body.refusal).toBe('conversation_archived');
  const mixed = await host.call(lead, conversations.postMessages, {
    body: {
      messages: [group.id, child.body.id].map((conversationId) => ({
        conversationId,
        clientId: aClientId(),
        text: '都发',
      })),
    },
  });
  expect(mixed.body.answers.map((answer) => ('refusal' in answer ? answer.refusal : 'posted'))).toEqual([
    'conversation_archived',
    'posted',
  ]);
  expect((await summaryOf(senior, group.id))?.isArchived).toBe(true);
  expect((await summaryOf(senior, child.body.id))?.isArchived).toBe(false);
  expect((await historyOf(senior, group.id)).events.map((event) => event.seq)).toContain(message.seq);
  const card = { type: 'AdaptiveCard' as const, version: '1.5' as const, fallbackText: '已付款', body: [] };
  const onMessage = { conversationId: group.id, messageSeq: message.seq };
  await host.database.transaction((tx) =>
    host.messaging.setCard(tx, { ...onMessage, cardId: 'c', actorId: appId, card }),
  );
  expect((await add(lead, group.id, junior)).status).toBe(200);
  expect(JSON.stringify(await historyOf(junior, group.id))).toContain('已付款');
  expect((await archive(lead, group.id, false)).status).toBe(200);
  expect((await tryPost(senior, group.id)).status).toBe(200);
  const kinds = (await historyOf(lead, group.id)).events.flatMap((event) =>
    event.kind === 'conversation.archived' ? [event.isArchived] : [],
  );
  expect(kinds).toEqual([true, false]);
});

test('M79: what a member chooses for a conversation is on all their devices, with nobody else, and gone when they leave', async () => {
  const group = await host.aGroup(lead, [senior]);
  const other = await host.aLine(senior);
  expect((await setMine(senior, group.id, { isPinned: true })).body).toEqual({ isPinned: true, notify: 'all' });
  expect((await setMine(senior, group.id, { notify: 'mentions' })).body).toEqual({
    isPinned: true,
    notify: 'mentions',
  });
  await other.frame(
    (frame) =>
      frame.type === 'user' &&
      frame.events.some(
        (event) =>
          event.kind === 'conversation.set' && event.summary.mine.isPinned && event.summary.mine.notify === 'mentions',
      ),
  );
  const head = (await host.call(senior, sync.digest)).body.userSeq;
  await setMine(senior, group.id, { notify: 'mentions' });
  expect((await host.call(senior, sync.digest)).body.userSeq).toBe(head);
  expect((await summaryOf(lead, group.id))?.mine).toEqual({ isPinned: false, notify: 'all' });
  expect((await setMine(junior, group.id, { isPinned: true })).body.refusal).toBe('object_missing');
  const direct = await openDirect(senior, lead);
  expect((await setMine(senior, direct, { notify: 'none' })).status).toBe(200);
  await host.call(lead, conversations.removeMember, { params: { conversationId: group.id, userId: senior.userId } });
  await add(lead, group.id, senior);
  expect((await summaryOf(senior, group.id))?.mine).toEqual({ isPinned: false, notify: 'all' });
  other.socket.close();
});

test('M80: when somebody is deactivated their groups pass on at once, and what they said stays readable', async () => {
  const admin = await host.aPerson('security');
  await withRoles(admin, ['security_admin']);
  const leaver = await host.aPerson('leaver');
  const gone = await host.aPerson('gone-before');
  const group = await host.aGroup(leaver, [gone, guest, junior, senior]);
  const alone = await host.aGroup(leaver, [guest], '只有外部人员');
  const direct = await openDirect(leaver, lead);
  await host.post(leaver, direct, '交接见附件');
  await setRole(leaver, group.id, gone, 'admin');
  await host.call(admin, identity.deactivate, { params: { userId: gone.userId } });
  expect((await rolesOf(junior, group.id))[leaver.userId]).toBe('owner');
  expect((await host.call(admin, identity.deactivate, { params: { userId: leaver.userId } })).status).toBe(200);
  const roles = await rolesOf(junior, group.id);
  expect(roles[leaver.userId]).toBe('member');
  expect([junior.userId, senior.userId].filter((id) => roles[id] === 'owner')).toHaveLength(1);
  expect(roles[gone.userId]).toBe('admin');
  expect((await rolesOf(guest, alone.id))[leaver.userId]).toBe('owner');
  expect(JSON.stringify(await historyOf(lead, direct))).toContain('交接见附件');
  expect((await setRole(lead, group.id, junior, 'admin')).body.refusal).toBe('object_missing');
});

test('M84: a group in which only guests are left is given to somebody of the firm, who reads nothing of before', async () => {
  const boss = await host.aPerson('group-administrator');
  await withRoles(boss, ['system_admin', 'security_admin']);
  const owner = await host.aPerson('owner-who-goes');
  const [left, kept] = [
    await host.aGroup(owner, [guest], '客户群'),
    await host.aGroup(owner, [guest, senior], '有人管'),
  ];
  const alone = await host.aGroup(senior, [guest], '群主已退出');
  await host.post(owner, left.id, '之前说的');
  await host.call(senior, conversations.removeMember, { params: { conversationId: alone.id, userId: senior.userId } });
  const ownerless = async (person: TestPerson) => (await host.call(person, groups.listOwnerless)).body;
  const appoint = (person: TestPerson, conversationId: ConversationId, chosen: TestPerson) =>
    host.call(person, groups.appointOwner, { params: { conversationId }, body: { userId: chosen.userId } });
  const known = (await ownerless(boss)).groups.map(({ id }) => id);
  expect(known).toContain(alone.id);
  expect(known).not.toContain(left.id);
  expect((await appoint(boss, left.id, boss)).body.refusal).toBe('object_missing');
  await host.call(boss, identity.deactivate, { params: { userId: owner.userId } });
  expect((await ownerless(boss)).groups.filter(({ id }) => [left.id, kept.id].includes(id))).toEqual([
    { id: left.id, title: '客户群', memberCount: 2, isArchived: false },
  ]);
  for (const person of [lead, guest]) {
    expect((await ownerless(person)).refusal).toBe('right_missing');
    expect((await appoint(person, left.id, person)).body.refusal).toBe('right_missing');
  }
  expect((await appoint(boss, left.id, guest)).body.refusal).toBe('group_role_unfit');
  expect((await appoint(boss, left.id, lead)).status).toBe(200);
  expect((await appoint(boss, left.id, boss)).body.refusal).toBe('object_missing');
  expect(await rolesOf(guest, left.id)).toMatchObject({ [lead.userId]: 'owner', [owner.userId]: 'member' });
  expect(JSON.stringify(await historyOf(lead, left.id))).not.toContain('之前说的');
  expect(JSON.stringify(await historyOf(guest, left.id))).toContain('之前说的');
  expect((await historyOf(boss, left.id)).refusal).toBe('object_missing');
  expect((await tryPost(lead, left.id)).status).toBe(200);
  expect((await set(lead, left.id, { mayPost: 'admins' })).status).toBe(200);
  const entries = await host.database.query<{ body: { action: string; actorId: string; objectId: string } }>(
    `select body::json as body from audit_entries order by index desc limit 60`,
  );
  const appointed = entries.map(({ body }) => body).filter(({ action }) => action === 'group.owner-appointed');
  expect(appointed).toMatchObject([{ actorId: boss.userId, objectId: left.id }]);
});

test('M83: the firm says who makes groups and who brings guests into them', async () => {
  const boss = await host.aPerson('boss');
  await withRoles(boss, ['manager']);
  const create = (person: TestPerson, ...members: TestPerson[]) =>
    host.call(person, conversations.create, {
      body: { clientId: aClientId(), title: '新组', memberIds: members.map((member) => member.userId) },
    });
  const administrator = await host.aPerson('administrator');
  await withRoles(administrator, ['system_admin']);
  const policy = (mayCreateGroups: OrgRole[], mayCreateWithGuests: OrgRole[]) =>
    host.call(administrator, policies.setMessaging, {
      body: { ...defaultMessagingPolicy, mayCreateGroups, mayCreateWithGuests },
    });
  await policy(['staff', 'manager'], ['manager']);
  expect((await create(lead, guest)).body.refusal).toBe('right_missing');
  const group = (await create(lead, senior)).body;
  expect((await add(lead, group.id, guest)).body.refusal).toBe('right_missing');
  const mixed = (await create(boss, guest, lead)).body;
  expect((await setRole(boss, mixed.id, lead, 'admin')).status).toBe(200);
  // Guests are there already; one more is the admins' matter.
  expect((await add(lead, mixed.id, await host.aPerson('second-guest', 'guest'))).status).toBe(200);
  await policy(['manager'], ['manager']);
  expect((await create(lead, senior)).body.refusal).toBe('right_missing');
  expect((await create(boss, senior)).status).toBe(200);
  await policy(defaultMessagingPolicy.mayCreateGroups, defaultMessagingPolicy.mayCreateWithGuests);
});

const withRoles = (person: TestPerson, roles: OrgRole[]) =>
  host.database.query('update users set roles = $2 where id = $1', [person.userId, roles]);
