import { type ConversationId, conversations, readersFilePath } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGroupCast } from './testing/group-cast.ts';
import type { MessagingHost, TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let senior: TestPerson;
let junior: TestPerson;
let guest: TestPerson;

beforeAll(async () => {
  ({ host, lead, senior, junior, guest } = await startGroupCast({
    seniorName: '=HYPERLINK("http://elsewhere","王敏")',
  }));
  const departmentId = await host.database.transaction((tx) =>
    host.identity.saveDepartment(tx, { name: { zh: '审计一部', en: 'Audit 1' }, headId: null }),
  );
  await host.database.query('update users set department_id = $1 where id = any($2)', [
    departmentId,
    [senior.userId, junior.userId],
  ]);
});
afterAll(() => host.close());

const fileOf = async (person: TestPerson, conversationId: ConversationId, seq: number, query = '') => {
  const path = readersFilePath.replace(':conversationId', conversationId).replace(':seq', String(seq));
  const answer = await host.http.inject({ url: path + query, headers: { authorization: `Bearer ${person.token}` } });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body };
};
const read = (person: TestPerson, conversationId: ConversationId, seq: number) =>
  host.call(person, conversations.moveCursor, { params: { conversationId }, body: { seq } });

test('M81: who has read a message and who has not comes as a file for spreadsheets, in the reader’s language, and is recorded', async () => {
  const group = await host.aGroup(lead, [senior, junior, guest]);
  const message = await host.post(lead, group.id, '请确认');
  await read(senior, group.id, message.seq);
  await host.post(guest, group.id, '已阅');
  const file = await fileOf(lead, group.id, message.seq);
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(file.headers['content-disposition']).toBe(`attachment; filename="readers-${message.seq}.csv"`);
  const [header, ...rows] = file.text.split('\r\n');
  expect(header).toBe('\uFEFF姓名,账号,部门,是否已读,已读位置更新时间（UTC）');
  expect(rows[0]).toBe('junior,junior,审计一部,未读,');
  const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
  const ofGuest = rows.find((row) => row.startsWith('guest'))?.split(',');
  expect(ofGuest).toEqual(['guest', 'guest', '', '已读', expect.stringMatching(time)]);
  const ofSenior = rows.find((row) => row.includes('王敏'));
  expect(ofSenior?.startsWith(`"'=HYPERLINK(""http://elsewhere"",""王敏"")"`)).toBe(true);
  expect(rows).toHaveLength(4);
  expect((await fileOf(lead, group.id, message.seq, '?locale=en')).text).toContain('junior,junior,Audit 1,unread,');
  const entries = await host.database.query<{ entry: string }>(
    `select a::text as entry from audit_entries a where a::text like '%readers.exported%'`,
  );
  expect(entries).toHaveLength(2);
});

test('M81: whoever may not see the message, or asks for what is none, gets no file; guests learn no departments', async () => {
  const passing = await host.aPerson('passing');
  const group = await host.aGroup(lead, [junior, passing]);
  const before = await host.post(lead, group.id, '以前');
  const params = { conversationId: group.id };
  await host.call(lead, conversations.addMembers, { params, body: { userIds: [guest.userId] } });
  const after = await host.post(lead, group.id, '以后');
  expect((await fileOf(senior, group.id, after.seq)).status).toBe(404);
  expect((await fileOf(guest, group.id, before.seq)).status).toBe(404);
  expect((await fileOf(lead, group.id, 1)).status).toBe(404);
  expect((await fileOf(lead, group.id, 1, '?locale=fr')).status).toBe(400);
  await host.call(lead, conversations.removeMember, { params: { ...params, userId: passing.userId } });
  const { text } = await fileOf(guest, group.id, after.seq);
  expect(text).toContain('guest,guest');
  expect(text).toContain('junior,junior,,');
  expect(text).not.toMatch(/审计一部|passing/);
  expect((await fileOf(lead, group.id, after.seq)).text).toContain('passing,passing,');
});
