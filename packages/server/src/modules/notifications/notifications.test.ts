import {
  type ConversationId,
  conversations,
  identity,
  type LiveFrame,
  livePath,
  messages,
  notifications,
  quietForGood,
  type SessionId,
  sync,
  type UserId,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type NotificationsHost, type Somebody, startNotificationsHost } from '../../app/testing/notifications-host.ts';
import { deliverPush, isCallable } from './push/deliver-push.ts';
import { saveSubscription } from './store/subscription-store.ts';

let host: NotificationsHost;
let ann: Somebody;
let madeCount = 0;

beforeAll(async () => {
  host = await startNotificationsHost();
  ann = await host.aPerson('ann');
});
afterAll(() => host.close());

const somebody = (input?: Parameters<NotificationsHost['aPerson']>[1]) => host.aPerson(`person${++madeCount}`, input);

/** A person with a device. */
async function reachable(input?: Parameters<NotificationsHost['aPerson']>[1]): Promise<Somebody> {
  const person = await somebody(input);
  await host.subscribe(person);
  return person;
}

/** Programs write to people too; what is looked at here is one group. */
const pushesOf = ({ name }: Somebody, group: ConversationId) =>
  host.pushes.delivered.filter(({ device, message }) => device === name && message.conversationId === group);
const came = ({ name }: Somebody, group: ConversationId, seq?: number) =>
  host.pushes.came(name, (push) => push.conversationId === group && (seq === undefined || push.seq === seq));

test('a push names conversation and sender, and nothing of what was said', async () => {
  const bob = await reachable();
  const group = await host.aGroup(ann, [bob], '宏远年审');
  const { seq } = await host.post(ann, group, '底稿在 PLAINWORDS 里');
  expect(await came(bob, group)).toEqual({
    conversationId: group,
    seq,
    count: 1,
    title: '宏远年审',
    body: 'ann 发来消息',
  });
  expect(JSON.stringify(host.pushes.delivered)).not.toContain('PLAINWORDS');
});

test('words are in a push only where person and firm want it, and never of the class core', async () => {
  const [bob, admin] = [await reachable(), await host.aPerson('security', { roles: ['security_admin'] })];
  await host.choose(bob, { isPreviewShown: true });
  const group = await host.aGroup(ann, [bob]);
  await host.post(ann, group, 'first WORDS');
  expect((await came(bob, group)).body).not.toContain('WORDS');
  await expect(host.call(ann, notifications.setPolicy, { body: { isPreviewAllowed: true } })).rejects.toThrow(
    'right_missing',
  );
  await host.call(admin, notifications.setPolicy, { body: { isPreviewAllowed: true } });
  const { seq } = await host.post(ann, group, 'second WORDS');
  expect((await came(bob, group, seq)).body).toBe('ann：second WORDS');
  const [core] = await host.test.server.platform.database.query<{ id: typeof group }>(
    "update conversations set data_class = 'core' where id = $1 returning id",
    [group],
  );
  expect(core?.id).toBe(group);
  const third = await host.post(ann, group, 'third WORDS');
  expect((await came(bob, group, third.seq)).body).not.toContain('WORDS');
  await host.call(admin, notifications.setPolicy, { body: { isPreviewAllowed: false } });
});

test('who has muted the conversation, wants mentions only, or is not to be disturbed gets no push', async () => {
  const [witness, muted, named, quiet, nothing] = [
    await reachable(),
    await reachable(),
    await reachable(),
    await reachable(),
    await reachable(),
  ];
  const all = [muted, named, quiet, nothing];
  const group = await host.aGroup(ann, [witness, ...all]);
  await host.test.server.platform.database.query(
    "update conversation_members set notify = 'none' where conversation_id = $1 and user_id = $2",
    [group, muted.userId],
  );
  await host.choose(named, { what: 'mentions' });
  await host.choose(quiet, { quietHours: { fromMinute: 0, toMinute: 0, timeZone: 'Asia/Shanghai' } });
  await host.choose(nothing, { what: 'nothing' });
  await host.post(ann, group, '早');
  await came(witness, group);
  expect(all.map((person) => pushesOf(person, group).length)).toEqual([0, 0, 0, 0]);
  const { seq } = await host.post(ann, group, '请看', [named.userId, quiet.userId, muted.userId]);
  expect((await came(named, group)).body).toBe('ann 提到了你');
  await came(witness, group, seq);
  expect([muted, quiet, nothing].map((person) => pushesOf(person, group).length)).toEqual([0, 0, 0]);
});

test('a word of one’s own counts as a mention, and one’s own message never', async () => {
  const bob = await reachable();
  await host.choose(bob, { what: 'mentions', keywords: ['审计报告'] });
  const group = await host.aGroup(ann, [bob]);
  await host.post(bob, group, '审计报告我来写');
  await host.post(ann, group, '好');
  const { seq } = await host.post(ann, group, '审计报告什么时候出');
  await came(bob, group);
  expect(pushesOf(bob, group).map(({ message }) => message.seq)).toEqual([seq]);
});

test('what is read, recalled or out of reach by the time of sending is not sent', async () => {
  const [witness, reader, removed, deactivated, ended, admin] = [
    await reachable(),
    await reachable(),
    await reachable(),
    await reachable(),
    await reachable(),
    await host.aPerson('system', { roles: ['system_admin'] }),
  ];
  const all = [reader, removed, deactivated, ended];
  const group = await host.aGroup(ann, [witness, ...all]);
  // Long enough to do something between a message and its push.
  host.delays.offlineMs = 300;
  const { seq } = await host.post(ann, group, '在吗');
  const params = { conversationId: group };
  await Promise.all([
    host.call(reader, conversations.moveCursor, { params, body: { seq } }),
    host.call(ann, conversations.removeMember, { params: { ...params, userId: removed.userId } }),
    host.call(admin, identity.deactivate, { params: { userId: deactivated.userId } }),
    host.call(ended, identity.signOut),
  ]);
  await came(witness, group);
  host.delays.offlineMs = 0;
  expect(all.map((person) => pushesOf(person, group).length)).toEqual([0, 0, 0, 0]);
  expect(await devicesOf([deactivated.userId, ended.userId])).toBe(0);
});

test('a recalled message is pushed to nobody', async () => {
  const bob = await reachable();
  const group = await host.aGroup(ann, [bob]);
  host.delays.offlineMs = 300;
  const first = await host.post(ann, group, '发错了');
  await host.call(ann, messages.recall, { params: { conversationId: group, seq: first.seq } });
  host.delays.offlineMs = 0;
  const { seq } = await host.post(ann, group, '这条才对');
  await came(bob, group, seq);
  expect(pushesOf(bob, group).map(({ message }) => message.count)).toEqual([1]);
});

test('a device that is gone is forgotten, and one that does not answer is tried again', async () => {
  const [gone, slow] = [await reachable(), await reachable()];
  host.pushes.answer(gone.name, 410);
  host.pushes.answer(slow.name, 503);
  const group = await host.aGroup(ann, [gone, slow]);
  await host.post(ann, group, '在吗');
  while (host.pushes.attempts(slow.name, group) < 2) await new Promise((resolve) => setImmediate(resolve));
  host.pushes.answer(slow.name, 201);
  await came(slow, group);
  // Programs write to both as well, and each device is told by itself: only this group says something of this device.
  await expect.poll(() => devicesOf([gone.userId]), { interval: 10 }).toBe(0);
  expect(host.pushes.attempts(gone.name, group)).toBe(1);
  expect(pushesOf(slow, group)).toHaveLength(1);
});

test('a device whose keys nothing can be encrypted for is refused, and one that is kept is forgotten at the first push', async () => {
  const [bob, witness] = [await reachable(), await reachable()];
  const target = host.pushes.aDevice(bob.name);
  const bad = { ...target, keys: { ...target.keys, p256dh: `B${'A'.repeat(86)}` } };
  await expect(host.call(bob, notifications.subscribe, { body: bad })).rejects.toThrow('request_malformed');
  const { database, sealer } = host.test.server.platform;
  const [row] = await database.query<{ sessionId: SessionId }>(
    'select session_id as "sessionId" from push_subscriptions where user_id = $1',
    [bob.userId],
  );
  if (!row) throw new Error('bob has no device');
  const kept = { sessionId: row.sessionId, userId: bob.userId, target: bad, at: new Date() };
  await database.transaction((tx) => saveSubscription(sealer, tx, kept));
  const group = await host.aGroup(ann, [bob, witness]);
  await host.post(ann, group, '在吗');
  await came(witness, group);
  await expect.poll(() => devicesOf([bob.userId]), { interval: 10 }).toBe(0);
  expect(host.pushes.attempts(bob.name, group)).toBe(0);
});

test('a browser that somebody else signs in to is no device of the first any more', async () => {
  const [first, second] = [await somebody(), await somebody()];
  const body = host.pushes.aDevice('shared');
  await host.call(first, notifications.subscribe, { body });
  await host.call(second, notifications.subscribe, { body });
  expect(await devicesOf([first.userId])).toBe(0);
  expect((await host.call(second, notifications.get)).isPushOn).toBe(true);
});

async function devicesOf(userIds: readonly UserId[]): Promise<number> {
  const [row] = await host.test.server.platform.database.query<{ count: number }>(
    'select count(*) as count from push_subscriptions where user_id = any($1::uuid[])',
    [userIds],
  );
  return row?.count ?? -1;
}

test('only addresses of the open web are called', async () => {
  for (const bad of [
    'https://127.0.0.1/push',
    'https://localhost/push',
    'https://[::1]/push',
    'https://10.1.2.3/x',
    'http://push.example.com/x',
    'https://push.example.com:8443/x',
    'https://user@push.example.com/x',
    'https://db.internal/x',
    'nonsense',
  ]) {
    expect(isCallable(bad), bad).toBe(false);
    await expect(deliverPush({ endpoint: bad, headers: {}, body: Buffer.alloc(0) }), bad).rejects.toThrow('open web');
  }
  expect(isCallable('https://fcm.googleapis.com/fcm/send/abc')).toBe(true);
});

test('choices are the same on all devices, which hear of a change', async () => {
  const bob = await somebody();
  const before = await host.call(bob, sync.snapshot);
  await host.choose(bob, { keywords: [' 审计报告 ', '审计报告'], isSoundOn: false });
  const { settings } = await host.call(bob, notifications.get);
  expect(settings).toMatchObject({ keywords: ['审计报告'], isSoundOn: false, what: 'all' });
  const rows = await host.test.server.platform.database.query<{ kind: string; data: unknown }>(
    'select kind, data from user_events where user_id = $1 and seq > $2',
    [bob.userId, before.userSeq],
  );
  expect(rows).toEqual([{ kind: 'list.changed', data: { list: 'notification-settings' } }]);
  const kept = await host.test.server.platform.database.query<{ row: string }>(
    'select p::text as row from notification_people p where user_id = $1',
    [bob.userId],
  );
  expect(kept[0]?.row).not.toContain('审计报告');
  await expect(host.choose(bob, { timeZone: 'Mars/Olympus' })).rejects.toThrow('time_zone_unknown');
});

test('an address counts once its owner has shown the code; wrong codes run out', async () => {
  const bob = await somebody();
  const address = `${bob.name}@example.com`;
  const asked = await host.call(bob, notifications.setEmail, { body: { address } });
  expect(asked.email).toEqual({ address: null, pending: address });
  const mail = await host.mails.came((arrived) => arrived.to === address);
  expect(mail.text).toContain('246810');
  const confirm = (code: string) => host.call(bob, notifications.confirmEmail, { body: { code } });
  for (let attempt = 0; attempt < 5; attempt++) await expect(confirm('000000')).rejects.toThrow('email_code_wrong');
  await expect(confirm('246810')).rejects.toThrow('email_code_wrong');
  await host.call(bob, notifications.setEmail, { body: { address } });
  expect((await confirm('246810')).email).toEqual({ address, pending: null });
  await host.giveEmail(bob, `new-${address}`);
  const told = await host.mails.came((arrived) => arrived.to === address && arrived.text.includes('通知邮箱已更改'));
  expect(told.text).not.toContain('new-');
  await host.call(bob, notifications.setEmail, { body: { address } });
  await host.call(bob, notifications.setEmail, { body: { address } });
  await expect(host.call(bob, notifications.setEmail, { body: { address } })).rejects.toThrow('rate_exceeded');
  const audited = await host.test.server.platform.database.query<{ entry: string }>(
    "select body as entry from audit_entries where body like '%email.confirmed%'",
  );
  expect(audited.length).toBeGreaterThanOrEqual(2);
  expect(JSON.stringify(audited)).not.toContain('example.com');
});

test('whoever takes an address away is told of it there too, so that nobody can silence a person in two steps', async () => {
  const bob = await somebody();
  const address = `${bob.name}@example.com`;
  await host.giveEmail(bob, address);
  expect((await host.call(bob, notifications.removeEmail)).email).toEqual({ address: null, pending: null });
  await host.mails.came((arrived) => arrived.to === address && arrived.text.includes('通知邮箱已更改'));
});

test('others see on their screens that somebody is not to be disturbed, and nothing else of what they chose', async () => {
  const [bob, colleague] = [await somebody(), await somebody()];
  await host.choose(bob, { keywords: ['SECRETWORD'], quietUntil: quietForGood });
  const socket = new WebSocket(`${host.test.baseUrl.replace('http', 'ws')}${livePath}`, {
    headers: { authorization: `Bearer ${colleague.token}` },
  });
  const told: string[] = [];
  const hears = (fits: (frame: LiveFrame) => boolean) =>
    new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const frame: LiveFrame = JSON.parse(String(data));
        told.push(String(data));
        if (fits(frame)) resolve();
      });
    });
  const isQuiet = (frame: LiveFrame) => frame.type === 'presence' && (frame.quiet?.includes(bob.userId) ?? false);
  const isOver = (frame: LiveFrame) =>
    frame.type === 'presence' && !isQuiet(frame) && frame.offline.includes(bob.userId);
  await hears(({ type }) => type === 'hello');
  const quiet = hears(isQuiet);
  socket.send(JSON.stringify({ type: 'watch', conversationIds: [], userIds: [bob.userId] }));
  await quiet;
  const over = hears(isOver);
  await host.choose(bob, { quietUntil: null });
  await over;
  expect(told.join()).not.toContain('SECRETWORD');
  expect(told.join()).not.toContain(quietForGood);
  socket.close();
});
