import {
  type ClientFrame,
  type ConversationId,
  conversations,
  type LiveFrame,
  typingGroupMax,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MessagingHost, startMessagingHost, type TestLine, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let senior: TestPerson;
let junior: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost();
  lead = await host.aPerson('lead');
  senior = await host.aPerson('senior');
  junior = await host.aPerson('junior');
});
afterAll(() => host.close());

const isTyping = (frame: LiveFrame) => frame.type === 'typing';
const say = (line: TestLine, frame: ClientFrame) => line.socket.send(JSON.stringify(frame));
const type = (line: TestLine, conversationId: ConversationId) => say(line, { type: 'typing', conversationId });
const watching = async (person: TestPerson, ...conversationIds: ConversationId[]) => {
  const line = await host.aLine(person);
  say(line, { type: 'watch', conversationIds, userIds: [] });
  await line.frame((frame) => frame.type === 'presence');
  return line;
};

test('M82: who writes is told to the others who have the conversation on their screens, to no other line, and is kept nowhere', async () => {
  const group = await host.aGroup(lead, [senior]);
  const [writer, second, reader, elsewhere] = await Promise.all([
    watching(lead, group.id),
    watching(lead, group.id),
    watching(senior, group.id),
    watching(senior),
  ]);
  const outsider = await watching(junior, group.id);
  const before = (await host.database.query<{ count: number }>('select count(*) as count from audit_entries'))[0]
    ?.count;
  type(writer, group.id);
  expect(await reader.frame(isTyping)).toEqual({ type: 'typing', conversationId: group.id, userId: lead.userId });
  type(outsider, group.id);
  // What comes after it on each line shows that nothing came before.
  const message = await host.post(senior, group.id, '收到');
  for (const line of [writer, second, elsewhere, reader]) {
    await line.frame((frame) => frame.type === 'events' && frame.events.some((event) => event.seq === message.seq));
  }
  expect([writer, second, elsewhere, outsider].flatMap((line) => line.frames.filter(isTyping))).toEqual([]);
  expect(reader.frames.filter(isTyping)).toHaveLength(1);
  const after = (await host.database.query<{ count: number }>('select count(*) as count from audit_entries'))[0]?.count;
  // The message and what it moved; not the typing.
  expect(Number(after) - Number(before)).toBe(1);
  for (const line of [writer, second, reader, elsewhere, outsider]) line.socket.close();
});

test('M82: typing takes nothing from what a screen may say; a flood of it ends the line', async () => {
  const group = await host.aGroup(lead, [senior]);
  const [writer, reader] = await Promise.all([watching(lead, group.id), watching(senior, group.id)]);
  for (let i = 0; i < 10; i++) type(writer, group.id);
  for (let i = 0; i < 15; i++) say(writer, { type: 'watch', conversationIds: [group.id], userIds: [] });
  type(writer, group.id);
  await expect.poll(() => reader.frames.filter(isTyping).length).toBe(11);
  for (let i = 0; i < 40; i++) type(writer, group.id);
  expect(await writer.closed).toBe(4429);
  reader.socket.close();
});

test('M82: after a removal, and in big groups, nobody is told', async () => {
  const group = await host.aGroup(lead, [senior]);
  const [writer, reader] = await Promise.all([watching(lead, group.id), watching(senior, group.id)]);
  const params = { conversationId: group.id, userId: senior.userId };
  await host.call(lead, conversations.removeMember, { params });
  await reader.frame(
    (frame) => frame.type === 'user' && frame.events.some((event) => event.kind === 'conversation.gone'),
  );
  type(writer, group.id);
  type(reader, group.id);
  const [founder, member] = [await host.aPerson('founder'), await host.aPerson('of-many')];
  const big = await host.aGroup(founder, [member]);
  await host.database.query('update conversations set member_count = $2 where id = $1', [big.id, typingGroupMax + 1]);
  const [one, other] = await Promise.all([watching(founder, big.id), watching(member, big.id)]);
  type(one, big.id);
  const message = await host.post(founder, big.id, '很多人');
  await other.frame((frame) => frame.type === 'events' && frame.events.some((event) => event.seq === message.seq));
  expect([...reader.frames, ...writer.frames, ...other.frames].filter(isTyping)).toEqual([]);
  for (const line of [writer, reader, one, other]) line.socket.close();
});
