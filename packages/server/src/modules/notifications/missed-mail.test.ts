import { type ClientId, conversations, identity, messages, notifications } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NotificationsHost, type Somebody, startNotificationsHost } from '../../app/testing/notifications-host.ts';

let host: NotificationsHost;
let ann: Somebody;
let madeCount = 0;
const minuteMs = 60_000;

beforeAll(async () => {
  host = await startNotificationsHost();
  ann = await host.aPerson('ann');
});
afterAll(() => host.close());

/** A person who wants a mail about what they missed for 15 minutes. */
async function mailed(): Promise<Somebody & { address: string }> {
  const person = await host.aPerson(`mailed${++madeCount}`);
  const address = `${person.name}@example.com`;
  await host.giveEmail(person, address);
  await host.choose(person, { mail: '15' });
  return { ...person, address };
}

const missedOf = ({ address }: { address: string }) =>
  host.mails.arrived.filter(({ to, text }) => to === address && text.includes('未读'));
const missed = ({ address }: { address: string }) =>
  host.mails.came(({ to, text }) => to === address && text.includes('未读'));
const look = () => host.test.server.notifications.lookForMissed();

test('what stays unread for so long comes in one mail, with links and without words', async () => {
  const bob = await mailed();
  const [one, two] = [await host.aGroup(ann, [bob], '宏远年审'), await host.aGroup(ann, [bob], '税务 <咨询>')];
  const first = await host.post(ann, one, 'PLAINWORDS');
  await host.post(ann, one, '第二条', [bob.userId]);
  await host.post(ann, two, '第三条');
  await look();
  host.putForward(16 * minuteMs);
  await look();
  const mail = await missed(bob);
  expect(mail.text).toContain('账房：你有 3 条未读消息');
  expect(mail.text).toContain(`http://127.0.0.1/c/${one}?at=${first.seq}`);
  expect(mail.text).toContain('2 条未读，来自 ann · 其中有人提到了你');
  expect(mail.text).toContain('税务 &lt;咨询&gt;');
  expect(mail.text).not.toContain('PLAINWORDS');
  await look();
  host.putForward(16 * minuteMs);
  await look();
  expect(missedOf(bob)).toHaveLength(1);
});

test('what was read, recalled or is out of reach is in no mail, and nobody who left the firm gets one', async () => {
  const [witness, reader, removed, deactivated, off] = [
    await mailed(),
    await mailed(),
    await mailed(),
    await mailed(),
    await mailed(),
  ];
  const admin = await host.aPerson('system', { roles: ['system_admin'] });
  const group = await host.aGroup(ann, [witness, reader, removed, deactivated, off]);
  const params = { conversationId: group };
  const recalled = await host.post(ann, group, '发错了');
  const { seq } = await host.post(ann, group, '在吗');
  await host.call(ann, messages.recall, { params: { ...params, seq: recalled.seq } });
  await host.call(reader, conversations.moveCursor, { params, body: { seq } });
  await host.call(ann, conversations.removeMember, { params: { ...params, userId: removed.userId } });
  await host.call(admin, identity.deactivate, { params: { userId: deactivated.userId } });
  await host.call(off, notifications.removeEmail);
  host.putForward(16 * minuteMs);
  await look();
  const mail = await missed(witness);
  expect(mail.text).toContain('你有 1 条未读消息');
  expect([reader, removed, deactivated, off].map((person) => missedOf(person).length)).toEqual([0, 0, 0, 0]);
});

test('words are in a mail only where person and firm want it', async () => {
  const [bob, admin] = [await mailed(), await host.aPerson('security', { roles: ['security_admin'] })];
  await host.choose(bob, { isPreviewShown: true });
  await host.call(admin, notifications.setPolicy, { body: { isPreviewAllowed: true } });
  const group = await host.aGroup(ann, [bob]);
  await host.post(ann, group, '<b>盘点</b>几点开始');
  host.putForward(16 * minuteMs);
  await look();
  const mail = await missed(bob);
  expect(mail.text).toContain('ann: <b>盘点</b>几点开始');
  expect(mail.text).toContain('ann: &lt;b&gt;盘点&lt;/b&gt;几点开始');
  await host.call(admin, notifications.setPolicy, { body: { isPreviewAllowed: false } });
});

test('what is due is mailed however much has come since', async () => {
  const bob = await mailed();
  const group = await host.aGroup(ann, [bob]);
  await host.post(ann, group, '早先的一条');
  host.putForward(16 * minuteMs);
  const flood = (part: number) =>
    Array.from({ length: 100 }, (_, at) => ({
      conversationId: group,
      clientId: `flood-${part}-${at}-xxxxxxxx` as ClientId, // of the right form
      text: `刚来的 ${at}`,
    }));
  for (const part of [1, 2, 3]) await host.call(ann, conversations.postMessages, { body: { messages: flood(part) } });
  await look();
  expect((await missed(bob)).text).toContain('你有 1 条未读消息');
});

test('many who are due cost no more statements than one', async () => {
  const { database } = host.test.server.platform;
  const { transaction } = database;
  const looks: string[][] = [];
  database.transaction = (work) => {
    const statements: string[] = [];
    return transaction((tx) =>
      work({
        ...tx,
        query: (sql, params, how) => {
          if (statements.push(sql) === 1 && sql.includes('mail_due_at <= ')) looks.push(statements);
          return tx.query(sql, params, how);
        },
      }),
    );
  };
  const count = async (people: number) => {
    const members = await Promise.all(Array.from({ length: people }, () => mailed()));
    await host.post(ann, await host.aGroup(ann, members), '都看看');
    host.putForward(16 * minuteMs);
    looks.length = 0;
    await look();
    for (const member of members) await missed(member);
    expect(looks).toHaveLength(1);
    const jobs = looks[0]?.filter((sql) => sql.includes('add_job')).length ?? 0;
    expect(jobs).toBeGreaterThanOrEqual(people);
    return (looks[0]?.length ?? 0) - jobs;
  };
  try {
    expect(await count(3)).toBe(await count(1));
  } finally {
    database.transaction = transaction;
  }
});

test('the daily mail comes at six in the evening of the person’s zone', async () => {
  const bob = await mailed();
  await host.choose(bob, { mail: 'daily', timeZone: 'America/New_York' });
  const [row] = await host.test.server.platform.database.query<{ due: Date }>(
    'select mail_due_at as due from notification_people where user_id = $1',
    [bob.userId],
  );
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' });
  expect(row && time.format(row.due)).toBe('18:00');
  const group = await host.aGroup(ann, [bob]);
  await host.post(ann, group, '今天的');
  await look();
  host.putForward(24 * 60 * minuteMs);
  await look();
  expect((await missed(bob)).text).toContain('你有 1 条未读消息');
});
