import { type ConversationId, conversations, groups, identity, sync } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClientId, type MessagingHost, startMessagingHost, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let senior: TestPerson;
let guest: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost();
  lead = await host.aPerson('lead');
  senior = await host.aPerson('senior');
  guest = await host.aPerson('guest', 'guest');
});
afterAll(() => host.close());

const add = (actor: TestPerson, conversationId: ConversationId, ...people: TestPerson[]) =>
  host.call(actor, conversations.addMembers, {
    params: { conversationId },
    body: { userIds: people.map((person) => person.userId) },
  });
const remove = (actor: TestPerson, conversationId: ConversationId, person: TestPerson) =>
  host.call(actor, conversations.removeMember, { params: { conversationId, userId: person.userId } });
const historyOf = (person: TestPerson, conversationId: ConversationId) =>
  host.call(person, conversations.history, { params: { conversationId } });
const get = (person: TestPerson, conversationId: ConversationId) =>
  host.call(person, conversations.get, { params: { conversationId } });

test('M10: a removed member is cut off from everything between two frames, also while messages rush by', async () => {
  const group = await host.aGroup(lead, [senior]);
  const line = await host.aLine(senior);
  const before = await host.post(lead, group.id, '还看得见');
  await line.frame((frame) => frame.type === 'events' && frame.events.some((event) => event.seq === before.seq));
  const rush = Array.from({ length: 40 }, () => host.post(lead, group.id, '匆忙'));
  const removal = remove(lead, group.id, senior);
  const written = await Promise.all(rush);
  expect((await removal).status).toBe(200);
  const after = await Promise.all(Array.from({ length: 5 }, () => host.post(lead, group.id, '看不见了')));
  await line.frame(
    (frame) => frame.type === 'user' && frame.events.some((event) => event.kind === 'conversation.gone'),
  );
  const { events } = (await historyOf(lead, group.id)).body;
  const leftSeq = events.find((event) => event.kind === 'member.left')?.seq ?? 0;
  expect(leftSeq).toBeGreaterThan(0);
  const received = line.frames.flatMap((frame) => (frame.type === 'events' ? frame.events : []));
  expect(received.filter((event) => event.conversationId === group.id && event.seq >= leftSeq)).toEqual([]);
  expect(written.length + after.length).toBe(45);
  expect((await historyOf(senior, group.id)).body.refusal).toBe('object_missing');
  expect((await get(senior, group.id)).body.refusal).toBe('object_missing');
  const list = (await host.call(senior, sync.snapshot)).body.conversations;
  expect(list.some((row) => row.id === group.id)).toBe(false);
  line.socket.close();
});

test('M11: staff who join late read back; guests see nothing from before, not even a card that changes on an older message', async () => {
  const appId = await host.anApp('cards');
  const group = await host.aGroup(lead);
  const old = await host.post(lead, group.id, '旧事');
  await add(lead, group.id, senior, guest);
  const line = await host.aLine(guest);
  const card = { type: 'AdaptiveCard' as const, version: '1.5' as const, fallbackText: '旧卡', body: [] };
  await host.database.transaction((tx) =>
    host.messaging.setCard(tx, { conversationId: group.id, messageSeq: old.seq, cardId: 'c', actorId: appId, card }),
  );
  const fresh = await host.post(lead, group.id, '新事');
  await line.frame((frame) => frame.type === 'events' && frame.events.some((event) => event.seq === fresh.seq));
  expect(JSON.stringify(line.frames)).not.toContain('旧');
  const seenByGuest = (await historyOf(guest, group.id)).body;
  expect(JSON.stringify(seenByGuest)).not.toContain('旧');
  expect(seenByGuest.events.some((event) => event.seq === fresh.seq)).toBe(true);
  const seenBySenior = (await historyOf(senior, group.id)).body;
  expect(seenBySenior.events.map((event) => event.seq)).toContain(old.seq);
  expect(JSON.stringify(seenBySenior)).toContain('旧卡');
  line.socket.close();
});

test('M12: a newcomer has nothing unread and gets the row at once', async () => {
  const group = await host.aGroup(lead);
  await host.post(lead, group.id, '一');
  const line = await host.aLine(senior);
  await add(lead, group.id, senior);
  const frame = await line.frame(
    (each) =>
      each.type === 'user' &&
      each.events.some((event) => event.kind === 'conversation.set' && event.summary.id === group.id),
  );
  const [event] = frame.type === 'user' ? frame.events : [];
  const summary = event?.kind === 'conversation.set' ? event.summary : undefined;
  expect(summary?.messageCount).toBe(1);
  expect(summary?.cursor.messageCount).toBe(1);
  expect(summary?.lastMessage?.preview).toBe('一');
  const later = await host.post(lead, group.id, '二');
  await line.frame((each) => each.type === 'events' && each.events.some((one) => one.seq === later.seq));
  line.socket.close();
});

test('M13: who may govern', async () => {
  const group = await host.aGroup(lead, [senior, guest]);
  const junior = await host.aPerson('junior-govern');
  expect((await add(senior, group.id, junior)).body.refusal).toBe('right_missing');
  expect((await add(guest, group.id, junior)).body.refusal).toBe('right_missing');
  expect((await remove(senior, group.id, lead)).body.refusal).toBe('right_missing');
  expect((await add(junior, group.id, junior)).body.refusal).toBe('object_missing');
  const rename = (person: TestPerson) =>
    host.call(person, conversations.rename, { params: { conversationId: group.id }, body: { title: '新名' } });
  expect((await rename(guest)).body.refusal).toBe('right_missing');
  expect((await rename(lead)).status).toBe(200);
  expect((await get(guest, group.id)).body.summary.title).toBe('新名');
  const create = await host.call(guest, conversations.create, {
    body: { clientId: aClientId(), title: '客人的组', memberIds: [] },
  });
  expect(create.body.refusal).toBe('right_missing');
});

test('M14: when the last owner leaves, the group gets a new one, never a guest', async () => {
  const group = await host.aGroup(lead, [guest, senior]);
  expect((await remove(lead, group.id, lead)).status).toBe(200);
  const { members } = (await get(senior, group.id)).body;
  expect(members.map((member) => [member.userId, member.role]).sort()).toEqual(
    [
      [guest.userId, 'guest'],
      [senior.userId, 'owner'],
    ].sort(),
  );
});

test('M15: there is one direct conversation per pair, and guests reach only people they share a conversation with', async () => {
  const stranger = await host.aPerson('stranger');
  const open = (person: TestPerson, other: TestPerson) =>
    host.call(person, conversations.openDirect, { body: { userId: other.userId } });
  const [one, two] = await Promise.all([open(lead, stranger), open(stranger, lead)]);
  expect(one.body.id).toBe(two.body.id);
  expect(one.body.peerId).toBe(stranger.userId);
  expect(two.body.peerId).toBe(lead.userId);
  expect((await open(guest, stranger)).body.refusal).toBe('object_missing');
  await host.aGroup(lead, [guest]);
  expect((await open(guest, lead)).status).toBe(200);
  expect((await add(lead, one.body.id, senior)).body.refusal).toBe('right_missing');
  const directory = (await host.call(guest, identity.directory)).body.people.map((person) => person.id);
  expect(directory).toContain(lead.userId);
  expect(directory).not.toContain(stranger.userId);
});

test('M16: making a group twice with one client id makes one group', async () => {
  const clientId = aClientId();
  const create = (title: string) =>
    host.call(lead, conversations.create, { body: { clientId, title, memberIds: [senior.userId] } });
  const [first, second] = await Promise.all([create('一组'), create('一组')]);
  expect(second.body.id).toBe(first.body.id);
  expect((await create('二组')).body.refusal).toBe('client_id_reused');
});

test('M85: the groups that two people share are told to each of them, all of them, and nothing of others', async () => {
  const [ann, bob] = [await host.aPerson('shares-one'), await host.aPerson('shares-two')];
  const sharedOf = async (person: TestPerson, other: TestPerson) =>
    (await host.call(person, groups.listShared, { query: { userId: other.userId } })).body;
  const ids: ConversationId[] = [];
  for (let at = 0; at < 45; at++) ids.push((await host.aGroup(ann, at === 0 ? [bob, guest] : [bob], `组 ${at}`)).id);
  await host.aGroup(ann, [senior], '没有他');
  await host.call(ann, conversations.openDirect, { body: { userId: bob.userId } });
  const shared = await sharedOf(ann, bob);
  expect(shared.groups.map(({ id }) => id)).toEqual([...ids].reverse());
  expect(shared).toMatchObject({ count: 45, groups: { 44: { title: '组 0' } } });
  expect(await sharedOf(bob, ann)).toEqual(shared);
  expect((await sharedOf(guest, bob)).groups).toEqual([{ id: ids[0], title: '组 0' }]);
  expect(await sharedOf(senior, bob)).toEqual({ groups: [], count: 0 });
  const [newest] = shared.groups;
  if (newest) await remove(ann, newest.id, bob);
  expect((await sharedOf(ann, bob)).count).toBe(44);
});
