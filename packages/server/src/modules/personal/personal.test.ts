import {
  type ClientFrame,
  type ClientId,
  type ConversationId,
  conversations,
  type Endpoint,
  groups,
  identity,
  type LiveFrame,
  livePath,
  messages,
  type OrgRole,
  personal,
  type QueryOf,
  Refusal,
  type ScheduledMessageId,
  scheduledMessagesMax,
  type UserId,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../../app/testing/test-server.ts';
import { type CallInput, callEndpoint, type SignedIn } from '../../platform/http/testing/call-endpoint.ts';
import { createPersonal } from './index.ts';

let host: TestServer;
let ann: SignedIn;
let bob: SignedIn;
let outsider: SignedIn;
let guest: SignedIn;
let admin: SignedIn;
let aheadMs = 0;
let made = 0;

beforeAll(async () => {
  host = await startTestServer({ clock: { now: () => new Date(Date.now() + aheadMs) } });
  const aUser = (login: string, role: OrgRole = 'staff') => host.aUser({ login, roles: [role] });
  ann = await aUser('ann');
  bob = await aUser('bob');
  outsider = await aUser('outsider');
  admin = await aUser('security', 'security_admin');
  guest = await host.aUser({ login: 'guest', roles: ['guest'], kind: 'guest' });
}, 60_000);
afterAll(() => host.close());

const aClientId = () => `personal-${process.pid}-${++made}` as ClientId; // of the right form

/** The answer, or the name of the refusal. */
const ask = async <E extends Endpoint>(person: SignedIn, endpoint: E, input?: CallInput<E>) =>
  (await callEndpoint(host.server.http, person, endpoint, input)).body;
const aGroup = async (owner: SignedIn, ...members: SignedIn[]) => {
  const memberIds = members.map((member) => member.userId);
  return (await ask(owner, conversations.create, { body: { clientId: aClientId(), title: '项目组', memberIds } })).id;
};
const post = async (person: SignedIn, conversationId: ConversationId, text: string) =>
  (await ask(person, conversations.postMessage, { params: { conversationId }, body: { clientId: aClientId(), text } }))
    .seq;
const remove = (actor: SignedIn, conversationId: ConversationId, person: SignedIn) =>
  ask(actor, conversations.removeMember, { params: { conversationId, userId: person.userId } });
const historyOf = async (person: SignedIn, conversationId: ConversationId) =>
  JSON.stringify((await ask(person, conversations.history, { params: { conversationId } })).events);

async function tablesWith(text: string): Promise<string[]> {
  const { database } = host.server.platform;
  const found: string[] = [];
  for (const name of ['bookmarks', 'scheduled_messages', 'person_statuses', 'user_events', 'audit_entries']) {
    const rows = await database.query(
      `select 1 from ${name} t where t::text like '%' || $1 || '%' or t::text like '%' || encode($1::text::bytea, 'hex') || '%'`,
      [text],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

async function aLine(person: SignedIn, userIds: UserId[] = []) {
  const socket = new WebSocket(`${host.baseUrl.replace('http', 'ws')}${livePath}`, {
    headers: { authorization: `Bearer ${person.token}` },
  });
  const frames: LiveFrame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as LiveFrame)); // the server is under test
  await new Promise<void>((resolve) => socket.once('open', () => resolve()));
  socket.send(JSON.stringify({ type: 'watch', conversationIds: [], userIds } satisfies ClientFrame));
  await expect.poll(() => frames.some((frame) => frame.type === 'presence')).toBe(true);
  const lists = () =>
    frames
      .flatMap((frame) => (frame.type === 'user' ? frame.events : []))
      .flatMap((event) => (event.kind === 'list.changed' ? [event.list] : []));
  return { socket, frames, lists };
}

const mark = (person: SignedIn, conversationId: ConversationId, seq: number, note = '') =>
  ask(person, personal.putBookmark, { params: { conversationId, seq }, body: { note } });
const marksOf = async (person: SignedIn, query: QueryOf<typeof personal.listBookmarks> = {}) =>
  (await ask(person, personal.listBookmarks, { query })).bookmarks;

test('X1: bookmarks are the newest first, on all devices, and nobody else’s; a note is sealed', async () => {
  const room = await aGroup(ann, bob);
  const [first, second] = [await post(ann, room, '第一条'), await post(bob, room, '第二条')];
  const line = await aLine(bob);
  expect(await mark(bob, room, first, '月底再看')).toEqual({});
  await mark(bob, room, second);
  await expect.poll(line.lists).toEqual(['bookmarks', 'bookmarks']);
  await mark(bob, room, second);
  expect((await marksOf(bob)).map((each) => [each.seq, each.note, each.message?.content.text])).toEqual([
    [second, '', '第二条'],
    [first, '月底再看', '第一条'],
  ]);
  await mark(bob, room, first, '已看');
  expect((await marksOf(bob)).map((each) => each.note)).toEqual(['', '已看']);
  await ask(bob, personal.putBookmark, { params: { conversationId: room, seq: first }, body: {} });
  expect((await marksOf(bob, { conversationId: room, seq: first })).map((each) => each.note)).toEqual(['已看']);
  expect(await marksOf(ann, { conversationId: room, seq: first })).toEqual([]);
  expect(await marksOf(ann)).toEqual([]);
  expect(await tablesWith('月底再看')).toEqual([]);
  expect(await tablesWith('已看')).toEqual([]);
  const [newest] = await marksOf(bob);
  expect((await marksOf(bob, { beforePlace: newest?.place ?? 0 })).map((each) => each.seq)).toEqual([first]);
  expect(await marksOf(bob, { conversationId: await aGroup(bob) })).toEqual([]);
  await ask(bob, personal.removeBookmark, { params: { conversationId: room, seq: first } });
  expect((await marksOf(bob)).map((each) => each.seq)).toEqual([second]);
  await expect.poll(line.lists).toHaveLength(4);
  line.socket.close();
});

test('X2: a bookmark shows only what its owner may still see', async () => {
  const room = await aGroup(ann, bob);
  const [kept, recalled] = [await post(ann, room, '机密数字'), await post(ann, room, '说错了')];
  expect((await mark(outsider, room, kept)).refusal).toBe('object_missing');
  expect((await mark(bob, room, 1)).refusal).toBe('object_missing');
  await mark(bob, room, kept, '我的备注');
  await mark(bob, room, recalled);
  await ask(ann, messages.recall, { params: { conversationId: room, seq: recalled } });
  const own = (await marksOf(bob)).filter((each) => each.conversationId === room);
  expect(JSON.stringify(own)).not.toContain('说错了');
  expect(own[0]?.amendments.map((event) => event.kind)).toEqual(['message.recalled']);
  await remove(ann, room, bob);
  const after = (await marksOf(bob)).filter((each) => each.conversationId === room);
  expect(after.map((each) => [each.seq, each.note, each.message, each.amendments])).toEqual([
    [recalled, '', null, []],
    [kept, '我的备注', null, []],
  ]);
});

const inMs = (ms: number) => new Date(Date.now() + aheadMs + ms).toISOString();
const schedule = (
  person: SignedIn,
  conversationId: ConversationId,
  text: string,
  sendAt = inMs(3_600_000),
  clientId = aClientId(),
) => ask(person, personal.schedule, { body: { clientId, conversationId, sendAt, content: { text } } });
const scheduledOf = async (person: SignedIn) => (await ask(person, personal.listScheduled)).messages;
const send = (id: ScheduledMessageId) => host.server.personal.sendScheduled(id);

test('X3: a scheduled message is sent by itself when its time has come, once, and is sealed until then', async () => {
  const room = await aGroup(ann, bob);
  const line = await aLine(ann);
  const message = await schedule(ann, room, '早上八点的提醒', inMs(300));
  expect(message).toMatchObject({ conversationId: room, state: 'waiting', refusal: null });
  expect(await tablesWith('早上八点的提醒')).toEqual([]);
  expect(await historyOf(bob, room)).not.toContain('早上八点的提醒');
  await expect.poll(() => historyOf(bob, room), { timeout: 8_000 }).toContain('早上八点的提醒');
  await expect.poll(() => scheduledOf(ann)).toEqual([]);
  await expect.poll(line.lists).toEqual(['scheduled', 'scheduled']);
  line.socket.close();
});

test('X4: whatever is interrupted and tried again, a scheduled message is posted once', async () => {
  const room = await aGroup(ann, bob);
  const { id } = await schedule(ann, room, '只发一次');
  const { database } = host.server.platform;
  const [before] = await database.query<{ keyId: number; ciphertext: Buffer }>(
    'select key_id as "keyId", ciphertext from scheduled_messages where id = $1',
    [id],
  );
  aheadMs += 3_600_001;
  await Promise.all([send(id), send(id)]);
  expect(await scheduledOf(ann)).toEqual([]);
  // As if the process had died after the message was written and before that was noted.
  await database.query(`update scheduled_messages set state = 'sending', key_id = $2, ciphertext = $3 where id = $1`, [
    id,
    before?.keyId,
    before?.ciphertext,
  ]);
  expect(await scheduledOf(ann)).toMatchObject([{ id, state: 'waiting' }]);
  const change = { params: { scheduledMessageId: id }, body: { sendAt: inMs(60_000), content: { text: '改不了' } } };
  expect((await ask(ann, personal.changeScheduled, change)).refusal).toBe('object_missing');
  await send(id);
  expect(await scheduledOf(ann)).toEqual([]);
  expect((await historyOf(bob, room)).split('只发一次')).toHaveLength(2);
});

test('X5: rights are asked again when it is sent; what is refused stays in the list with the name of why, and can be sent after all', async () => {
  const room = await aGroup(ann, bob);
  expect((await schedule(outsider, room, '不该有')).refusal).toBe('object_missing');
  expect((await schedule(bob, room, ' ')).refusal).toBe('message_empty');
  const { id } = await schedule(bob, room, '归档之后');
  await ask(ann, groups.setArchived, { params: { conversationId: room }, body: { isArchived: true } });
  expect((await schedule(bob, room, '来不及了')).refusal).toBe('conversation_archived');
  await send(id);
  expect(await scheduledOf(bob)).toMatchObject([{ id, state: 'waiting' }]);
  aheadMs += 3_600_001;
  await send(id);
  expect(await scheduledOf(bob)).toMatchObject([{ id, state: 'failed', refusal: 'conversation_archived' }]);
  await ask(ann, groups.setArchived, { params: { conversationId: room }, body: { isArchived: false } });
  const changed = { params: { scheduledMessageId: id }, body: { sendAt: inMs(60_000), content: { text: '改好了' } } };
  expect(await ask(bob, personal.changeScheduled, changed)).toMatchObject({ state: 'waiting', refusal: null });
  await remove(ann, room, bob);
  aheadMs += 60_001;
  await send(id);
  expect(await scheduledOf(bob)).toMatchObject([{ id, state: 'failed', refusal: 'object_missing' }]);
  expect(await historyOf(ann, room)).not.toMatch(/归档之后|改好了/);
  expect((await ask(ann, personal.cancelScheduled, { params: { scheduledMessageId: id } })).refusal).toBe(
    'object_missing',
  );
  expect(await ask(bob, personal.cancelScheduled, { params: { scheduledMessageId: id } })).toEqual({});
  expect(await scheduledOf(bob)).toEqual([]);
});

test('X9: what cannot be sent for an hour ends as failed with the name of why, and its writer can send it after all, once', async () => {
  const room = await aGroup(ann, bob);
  const { platform, messaging } = host.server;
  const busy = createPersonal(
    { ...platform, jobs: { ...platform.jobs, define: () => undefined } },
    { messaging: { ...messaging, postAs: () => Promise.reject(new Refusal('server_busy')) } },
  );
  const { id } = await schedule(ann, room, '等了又等');
  aheadMs += 3_600_001;
  await expect(busy.sendScheduled(id)).rejects.toThrow('server_busy');
  await busy.endOverdue();
  expect(await scheduledOf(ann)).toMatchObject([{ id, state: 'waiting', refusal: null }]);
  aheadMs += 3_600_000;
  await busy.sendScheduled(id);
  expect(await scheduledOf(ann)).toMatchObject([{ id, state: 'failed', refusal: 'server_busy' }]);
  const again = { params: { scheduledMessageId: id }, body: { sendAt: inMs(60_000), content: { text: '等了又等' } } };
  expect(await ask(ann, personal.changeScheduled, again)).toMatchObject({ state: 'waiting', refusal: null });
  aheadMs += 60_001;
  await Promise.all([send(id), send(id)]);
  // Whoever comes late to say that it failed changes nothing.
  await busy.sendScheduled(id);
  expect(await scheduledOf(ann)).toEqual([]);
  expect((await historyOf(bob, room)).split('等了又等')).toHaveLength(2);
});

test('X9: of what its worker left behind for good, nothing stays as if it were still being sent', async () => {
  const room = await aGroup(ann, bob);
  const [lost, left] = [
    await schedule(ann, room, '队列丢了'),
    await schedule(outsider, await aGroup(outsider), '进程死了'),
  ];
  const { database } = host.server.platform;
  await database.query("update scheduled_messages set state = 'sending' where id = any($1::uuid[])", [
    [lost.id, left.id],
  ]);
  await database.query('select graphile_worker.remove_job($1)', [`send-scheduled-message ${lost.id}`]);
  await host.server.personal.endOverdue();
  expect(await scheduledOf(ann)).toMatchObject([{ id: lost.id, state: 'waiting' }]);
  aheadMs += 2 * 3_600_000;
  await host.server.personal.endOverdue();
  expect(await scheduledOf(ann)).toEqual([]);
  expect(await scheduledOf(outsider)).toEqual([]);
  expect((await historyOf(bob, room)).split('队列丢了')).toHaveLength(2);
});

test('X5: many changes of one scheduled message at once hold nobody up', async () => {
  const room = await aGroup(ann, bob);
  const { id } = await schedule(ann, room, '改很多次');
  const sendAt = inMs(3_600_000);
  // More than the database takes at once.
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, index) =>
      ask(ann, personal.changeScheduled, {
        params: { scheduledMessageId: id },
        body: { sendAt, content: { text: `改 ${index}` } },
      }),
    ),
  );
  expect(answers.filter((answer) => answer.state !== 'waiting')).toEqual([]);
  await ask(ann, personal.cancelScheduled, { params: { scheduledMessageId: id } });
});

test('X6: the same client id again makes no second message; times, numbers and strangers are refused by name', async () => {
  const room = await aGroup(ann, bob);
  const clientId = aClientId();
  const at = inMs(3_600_000);
  const [one, two] = await Promise.all([
    schedule(ann, room, '一', at, clientId),
    schedule(ann, room, '一', at, clientId),
  ]);
  expect(two.id).toBe(one.id);
  expect((await schedule(ann, room, '二', at, clientId)).refusal).toBe('client_id_reused');
  expect((await schedule(ann, room, '晚了', inMs(-1))).refusal).toBe('schedule_time_unfit');
  expect((await schedule(ann, room, '太远', inMs(401 * 24 * 3_600_000))).refusal).toBe('schedule_time_unfit');
  const change = { params: { scheduledMessageId: one.id }, body: { sendAt: at, content: { text: '偷改' } } };
  expect((await ask(bob, personal.changeScheduled, change)).refusal).toBe('object_missing');
  await host.server.platform.database.query(
    `insert into scheduled_messages (id, user_id, client_id, conversation_id, send_at, state, key_id, ciphertext)
     select gen_random_uuid(), user_id, 'filler-' || n, conversation_id, send_at, 'waiting', key_id, ciphertext
     from scheduled_messages, generate_series(1, $2) n where id = $1`,
    [one.id, scheduledMessagesMax - 1],
  );
  expect((await schedule(ann, room, '满了')).refusal).toBe('scheduled_messages_full');
  await host.server.platform.database.query(`delete from scheduled_messages where client_id like 'filler-%'`);
});

const say = (person: SignedIn, text: string, until: string | null = null) =>
  ask(person, personal.setStatus, { body: { status: { emoji: '✈️', text, until } } });
const statusIn = async (viewer: SignedIn, person: SignedIn) =>
  (await ask(viewer, identity.directory)).people.find((each) => each.id === person.userId)?.status;

test('X7: a status is in the directory until its time is over, told at once to whoever watches the person and may see them, and sealed', async () => {
  const [watcher, stranger] = [await aLine(ann, [bob.userId]), await aLine(guest, [bob.userId])];
  const until = inMs(3_600_000);
  expect((await say(bob, ' 出差深圳 ', until)).status).toEqual({ emoji: '✈️', text: '出差深圳', until });
  await expect
    .poll(() => watcher.frames.filter((frame) => frame.type === 'status'))
    .toEqual([{ type: 'status', userId: bob.userId, status: { emoji: '✈️', text: '出差深圳', until } }]);
  expect(await statusIn(ann, bob)).toEqual({ emoji: '✈️', text: '出差深圳', until });
  expect((await ask(bob, identity.me)).person.status?.text).toBe('出差深圳');
  expect(await tablesWith('出差深圳')).toEqual([]);
  expect(JSON.stringify(stranger.frames)).not.toContain('出差深圳');
  expect(JSON.stringify(await ask(guest, identity.directory))).not.toContain('出差深圳');
  aheadMs += 3_600_001;
  expect(await statusIn(ann, bob)).toBeUndefined();
  expect((await ask(bob, identity.me)).person.status).toBeUndefined();
  expect((await say(bob, '过期的', inMs(-1))).status).toBeNull();
  await say(bob, '在事务所');
  expect((await ask(bob, personal.setStatus, { body: { status: null } })).status).toBeNull();
  expect(await statusIn(ann, bob)).toBeUndefined();
  for (const line of [watcher, stranger]) line.socket.close();
});

test('X8: of somebody who was cut off nothing is sent', async () => {
  const leaver = await host.aUser({ login: 'leaver', roles: ['staff'] });
  const room = await aGroup(leaver, ann);
  const { id } = await schedule(leaver, room, '离职后不发');
  await ask(admin, identity.deactivate, { params: { userId: leaver.userId } });
  aheadMs += 3_600_001;
  await send(id);
  expect(await historyOf(ann, room)).not.toContain('离职后不发');
  const [row] = await host.server.platform.database.query<{ refusal: string }>(
    'select refusal from scheduled_messages where id = $1',
    [id],
  );
  expect(row?.refusal).toBe('account_deactivated');
});
