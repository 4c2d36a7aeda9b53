import {
  type ClientFrame,
  type ConversationId,
  conversations,
  type LiveFrame,
  type UserId,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubLimitsDefault } from './live/hub.ts';
import { type MessagingHost, startMessagingHost, type TestLine, type TestPerson } from './testing/messaging-host.ts';

const graceMs = 400;
let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;
let senior: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost({
    hubLimits: {
      ...hubLimitsDefault,
      readersMs: 100,
      presence: { ...hubLimitsDefault.presence, graceMs, tickMs: 20, tellMsMin: 10, tellMsMax: 30 },
    },
  });
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
  senior = await host.aPerson('senior');
});
afterAll(() => host.close());

type PresenceFrame = Extract<LiveFrame, { type: 'presence' }>;
const isPresence = (frame: LiveFrame): frame is PresenceFrame => frame.type === 'presence';

/** Says what is on the screen and waits for the answer. */
async function watch(
  line: TestLine,
  { conversationIds = [], userIds = [] }: { conversationIds?: ConversationId[]; userIds?: UserId[] },
): Promise<PresenceFrame> {
  const known = line.frames.length;
  const frame: ClientFrame = { type: 'watch', conversationIds, userIds };
  line.socket.send(JSON.stringify(frame));
  const answer = await line.frame((each) => isPresence(each) && line.frames.indexOf(each) >= known);
  if (!isPresence(answer)) throw new Error('another frame was asked for');
  return answer;
}

const move = (person: TestPerson, conversationId: ConversationId, seq: number) =>
  host.call(person, conversations.moveCursor, { params: { conversationId }, body: { seq } });
const positions = (line: TestLine) =>
  line.frames.flatMap((frame) =>
    frame.type === 'readers' ? frame.cursors.map(({ userId, cursor }) => ({ userId, seq: cursor.seq })) : [],
  );

test('M38: a line that watches a conversation is told the newest read positions of the others, a few times a second at most, and no other line is', async () => {
  const group = await host.aGroup(lead, [junior, senior]);
  const posts = [];
  for (let index = 0; index < 20; index++) posts.push(await host.post(lead, group.id, `${index}`));
  const last = posts.at(-1)?.seq ?? 0;
  const [watching, quiet] = await Promise.all([host.aLine(lead), host.aLine(senior)]);
  await watch(watching, { conversationIds: [group.id] });
  for (const post of posts) await move(junior, group.id, post.seq);
  await move(lead, group.id, last);
  await watching.frame((frame) => frame.type === 'readers' && frame.cursors.some(({ cursor }) => cursor.seq === last));
  expect(positions(watching).at(-1)).toEqual({ userId: junior.userId, seq: last });
  expect(positions(watching).some(({ userId }) => userId === lead.userId)).toBe(false);
  expect(positions(watching).length).toBeLessThan(posts.length);
  const answer = await host.post(senior, group.id, '写了也就读了');
  await watching.frame(
    (frame) => frame.type === 'readers' && frame.cursors.some(({ cursor }) => cursor.seq === answer.seq),
  );
  expect(positions(quiet)).toEqual([]);
  for (const line of [watching, quiet]) line.socket.close();
});

test('M38: nobody is told the read positions of a conversation that they do not see, nor of a group of more than 1,000', async () => {
  const [group, big] = await Promise.all([host.aGroup(lead, [junior, senior]), host.aGroup(lead, [junior, senior])]);
  await host.database.query('update conversations set member_count = 1001 where id = $1', [big.id]);
  const outsider = await host.aPerson('outsider');
  const lines = await Promise.all([host.aLine(outsider), host.aLine(senior), host.aLine(lead)]);
  const [stranger, removed, present] = lines;
  if (!stranger || !removed || !present) throw new Error('a line is missing');
  for (const line of lines) await watch(line, { conversationIds: [group.id, big.id] });
  await host.call(lead, conversations.removeMember, { params: { conversationId: group.id, userId: senior.userId } });
  const head = (await host.post(lead, group.id, '读到这里')).seq;
  const bigHead = (await host.post(lead, big.id, '大群')).seq;
  await move(junior, big.id, bigHead);
  await move(junior, group.id, head);
  await present.frame((frame) => frame.type === 'readers' && frame.conversationId === group.id);
  // Had the others been told, it would have been in the same turn.
  const readersOf = (line: TestLine) => line.frames.filter((frame) => frame.type === 'readers');
  expect(readersOf(stranger)).toEqual([]);
  expect(readersOf(removed)).toEqual([]);
  expect(readersOf(present).filter((frame) => frame.type === 'readers' && frame.conversationId === big.id)).toEqual([]);
  for (const line of lines) line.socket.close();
});

test('M39: a line is told who of the people that it watches is on the line, then who comes and goes; a reconnect does not flicker', async () => {
  const [junior, senior] = await Promise.all([host.aPerson('comes'), host.aPerson('goes')]);
  const line = await host.aLine(lead);
  const early = await host.aLine(junior);
  const userIds = [junior.userId, senior.userId];
  expect(await watch(line, { userIds })).toEqual({ type: 'presence', online: [junior.userId], offline: [] });
  const late = await host.aLine(senior);
  expect(await line.frame((frame) => isPresence(frame) && frame.online.includes(senior.userId))).toEqual({
    type: 'presence',
    online: [senior.userId],
    offline: [],
  });
  const known = line.frames.length;
  early.socket.close();
  await early.closed;
  const again = await host.aLine(junior);
  late.socket.close();
  const closedAtMs = performance.now();
  const gone = await line.frame((frame) => isPresence(frame) && frame.offline.length > 0);
  expect(performance.now() - closedAtMs).toBeGreaterThan(graceMs * 0.9);
  expect(gone).toEqual({ type: 'presence', online: [], offline: [senior.userId] });
  expect(line.frames.slice(known).filter(isPresence)).toHaveLength(1);
  for (const each of [line, again]) each.socket.close();
});

test('M39: guests are told of people whom they share a conversation with only, and no longer when that ends', async () => {
  const guest = await host.aPerson('guest', 'guest');
  const group = await host.aGroup(lead, [guest, senior]);
  const lines = await Promise.all([host.aLine(guest), host.aLine(lead), host.aLine(junior), host.aLine(senior)]);
  const [line] = lines;
  if (!line) throw new Error('the line is missing');
  const first = await watch(line, { userIds: [lead.userId, junior.userId, senior.userId] });
  expect([...first.online].sort()).toEqual([lead.userId, senior.userId].sort());
  await host.call(lead, conversations.removeMember, { params: { conversationId: group.id, userId: senior.userId } });
  await line.frame((frame) => isPresence(frame) && frame.offline.includes(senior.userId));
  expect(JSON.stringify(line.frames.filter(isPresence))).not.toContain(junior.userId);
  for (const each of lines) each.socket.close();
});

test('M43: rights that change reach an open line', async () => {
  const changing = await host.aPerson('changing');
  const [line, other] = await Promise.all([host.aLine(changing), host.aLine(junior)]);
  expect((await watch(line, { userIds: [junior.userId] })).online).toEqual([junior.userId]);
  await host.database.transaction(async (tx) => {
    await tx.query(`update users set kind = 'guest', roles = '{guest}' where id = $1`, [changing.userId]);
    await host.messaging.announceMeChanged(tx, changing.userId);
  });
  await line.frame((frame) => isPresence(frame) && frame.offline.includes(junior.userId));
  await line.frame((frame) => frame.type === 'user' && frame.events.some((event) => event.kind === 'me.changed'));
  for (const each of [line, other]) each.socket.close();
});

test('M40: a line that says what is not in the contract, too much or too often is closed by name', async () => {
  const say = async (...texts: string[]) => {
    const line = await host.aLine(lead);
    for (const text of texts) line.socket.send(text);
    return line.closed;
  };
  const frame = JSON.stringify({ type: 'watch', conversationIds: [], userIds: [] } satisfies ClientFrame);
  expect(await say('{"type":"shout"}')).toBe(4400);
  expect(await say('not even JSON')).toBe(4400);
  expect(await say(' '.repeat(17 * 1024))).toBe(1009);
  expect(await say(...Array.from({ length: 30 }, () => frame))).toBe(4429);
  const refused = await host.platform.metrics.getSingleMetric('messaging_refused_live_frames_total')?.get();
  const reasons = refused?.values.map(({ labels, value }) => `${labels.reason} ${value}`);
  expect(reasons?.sort()).toEqual(['rate_exceeded 1', 'request_malformed 2', 'request_too_large 1']);
});
