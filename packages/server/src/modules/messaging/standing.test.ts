import { type ClientFrame, conversations, type LiveFrame, type UserId } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hubLimitsDefault } from './live/hub.ts';
import type { QuietTimes } from './live/quiet-book.ts';
import { type MessagingHost, startMessagingHost, type TestLine, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;
/** As the module that keeps them would give them. */
const chosen = new Map<UserId, QuietTimes>();
let readings = 0;

beforeAll(async () => {
  const presence = {
    ...hubLimitsDefault.presence,
    graceMs: 400,
    tickMs: 20,
    quietTickMs: 50,
    tellMsMin: 10,
    tellMsMax: 30,
  };
  host = await startMessagingHost({ hubLimits: { ...hubLimitsDefault, presence } });
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
  host.messaging.readQuietTimesWith(async (userIds) => {
    readings += 1;
    return new Map([...chosen].filter(([userId]) => userIds.includes(userId)));
  });
});
afterAll(() => host.close());

type PresenceFrame = Extract<LiveFrame, { type: 'presence' }>;
const say = (line: TestLine, frame: ClientFrame) => line.socket.send(JSON.stringify(frame));

/** The next word about presence, after those that are there. */
async function nextPresence(line: TestLine, known: number, fits: (frame: PresenceFrame) => boolean = () => true) {
  const isNext = (each: LiveFrame): boolean =>
    each.type === 'presence' && line.frames.indexOf(each) >= known && fits(each);
  return line.frame(isNext);
}

async function watch(line: TestLine, userIds: UserId[]) {
  const known = line.frames.length;
  say(line, { type: 'watch', conversationIds: [], userIds });
  return nextPresence(line, known);
}

const choose = (person: TestPerson, times: QuietTimes) => {
  chosen.set(person.userId, times);
  return host.database.transaction(async (tx) => host.messaging.announceQuietTimes(tx, person.userId));
};

test('M87: whoever touches none of their devices is told as away, and as back with the first touch of any', async () => {
  const [watching, desk, phone] = [await host.aLine(lead), await host.aLine(junior), await host.aLine(junior)];
  const id = junior.userId;
  expect(await watch(watching, [id])).toEqual({ type: 'presence', online: [id], offline: [] });
  let known = watching.frames.length;
  say(desk, { type: 'activity', isActive: false });
  say(phone, { type: 'activity', isActive: false });
  expect(await nextPresence(watching, known)).toEqual({ type: 'presence', online: [id], offline: [], away: [id] });
  known = watching.frames.length;
  say(phone, { type: 'activity', isActive: true });
  expect(await nextPresence(watching, known)).toEqual({ type: 'presence', online: [id], offline: [] });
  known = watching.frames.length;
  // With the phone the only touched device is gone; the desk is still on the line.
  phone.socket.close();
  expect(await nextPresence(watching, known)).toEqual({ type: 'presence', online: [id], offline: [], away: [id] });
  // Whoever comes to look later hears it with the first word.
  const late = await host.aLine(lead);
  expect(await watch(late, [id])).toEqual({ type: 'presence', online: [id], offline: [], away: [id] });
  known = watching.frames.length;
  desk.socket.close();
  expect(await nextPresence(watching, known)).toEqual({ type: 'presence', online: [], offline: [id] });
  for (const line of [watching, late]) line.socket.close();
});

test('M88: whoever is not to be disturbed is told so to those who have them on the screen, until it ends; nothing of when', async () => {
  const line = await host.aLine(lead);
  const id = junior.userId;
  await watch(line, [id]);
  let known = line.frames.length;
  await choose(junior, { quietUntil: new Date(Date.now() + 3_600_000).toISOString(), quietHours: null });
  expect(await nextPresence(line, known)).toEqual({ type: 'presence', online: [], offline: [id], quiet: [id] });
  // Another screen hears it at once, without another reading.
  const before = readings;
  const other = await host.aLine(lead);
  expect(await watch(other, [id])).toEqual({ type: 'presence', online: [], offline: [id], quiet: [id] });
  expect(readings).toBe(before);
  known = line.frames.length;
  await host.later(3_600_001, () => nextPresence(line, known));
  expect(line.frames.at(-1)).toEqual({ type: 'presence', online: [], offline: [id] });
  known = line.frames.length;
  await choose(junior, { quietUntil: null, quietHours: { fromMinute: 0, toMinute: 0, timeZone: 'Asia/Shanghai' } });
  expect(await nextPresence(line, known, ({ quiet }) => quiet !== undefined)).toMatchObject({ quiet: [id] });
  known = line.frames.length;
  await choose(junior, { quietUntil: null, quietHours: null });
  expect(await nextPresence(line, known)).toEqual({ type: 'presence', online: [], offline: [id] });
  for (const each of [line, other]) each.socket.close();
});

test('M88: guests are told of people whom they share a conversation with only', async () => {
  const guest = await host.aPerson('guest', 'guest');
  const senior = await host.aPerson('senior');
  const quiet: QuietTimes = { quietUntil: '9999-12-31T00:00:00.000Z', quietHours: null };
  for (const person of [junior, senior]) await choose(person, quiet);
  const group = await host.aGroup(lead, [senior]);
  const body = { userIds: [guest.userId] };
  await host.call(lead, conversations.addMembers, { params: { conversationId: group.id }, body });
  const line = await host.aLine(guest);
  const known = line.frames.length;
  await watch(line, [junior.userId, senior.userId]);
  await nextPresence(line, known, (frame) => frame.quiet?.includes(senior.userId) ?? false);
  expect(JSON.stringify(line.frames)).not.toContain(junior.userId);
  line.socket.close();
  for (const person of [junior, senior]) await choose(person, { quietUntil: null, quietHours: null });
});
