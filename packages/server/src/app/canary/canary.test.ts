import {
  conversations,
  identity,
  type LiveFrame,
  linkPreviews,
  sync,
  watchedConversationsMax,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Inhabitant } from './inhabitant.ts';
import { readEndpoints, readEverything, searchEverything, tryEverything } from './surfaces.ts';
import { buildWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld();
  // Some seconds of work on a quiet machine, many times that beside other work.
}, 240_000);
afterAll(() => world.close());

/** Canaries in `text` that this person may not meet, in words. */
function leaks(person: Inhabitant, text: string): string[] {
  return [...world.canaries.values()]
    .filter((canary) => text.includes(canary.text) && !canary.mayRead.has(person.name))
    .map((canary) => `${person.name} met the ${canary.what}`);
}

const signIn = (person: Inhabitant) => ({ name: person.name, token: person.token });

test('each canary reaches everybody who may read it, so the cage is not empty', async () => {
  const met = new Map<string, Set<string>>();
  for (const person of world.people.values()) {
    const text = (await readEverything(world.host, signIn(person), world.pools)) + person.frames.join('\n');
    for (const canary of world.canaries.values()) {
      if (text.includes(canary.text)) met.set(canary.text, (met.get(canary.text) ?? new Set()).add(person.name));
    }
    expect(leaks(person, text)).toEqual([]);
  }
  for (const canary of world.canaries.values()) {
    expect([...(met.get(canary.text) ?? [])].sort(), canary.what).toEqual([...canary.mayRead].sort());
  }
  expect(readEndpoints(world.host).length).toBeGreaterThan(20);
  const canaries = [...world.canaries.keys()];
  if (world.elsewhere)
    expect(world.elsewhere.some((frame) => canaries.some((text) => frame.includes(text)))).toBe(true);
}, 120_000);

/** What a search by itself must bring to everybody who may read it. */
const isSearched = (what: string) =>
  /^(message of|title of (room|other|private)|file name in|file content in|edited text in)/.test(what);

/** Where this person, looking for every canary, meets one that is not theirs, or misses one that is. */
async function searchFaults(person: Inhabitant): Promise<string[]> {
  const received = await searchEverything(world.host, signIn(person), [...world.canaries.keys()]);
  const faults = [...received.values()].flatMap((text) => leaks(person, text));
  for (const canary of world.canaries.values()) {
    const isFound = received.get(canary.text)?.includes(canary.text) ?? false;
    const mustFind = isSearched(canary.what) && canary.mayRead.has(person.name);
    if (mustFind && !isFound) faults.push(`${person.name} did not find the ${canary.what}`);
  }
  return faults;
}

test('whoever looks for every canary finds what they may read and nothing else, by search and by suggestions', async () => {
  for (const person of world.people.values()) expect(await searchFaults(person)).toEqual([]);
  const found = await searchEverything(world.host, signIn(world.person('finance')), [...world.canaries.keys()]);
  const sellers = [...world.canaries.values()].filter((canary) => canary.what.startsWith('seller'));
  expect(sellers.length).toBeGreaterThan(0);
  for (const { text, what } of sellers) expect(found.get(text)?.includes(text), what).toBe(true);
}, 120_000);

test('attempts to change what is not theirs leak nothing and change nothing', async () => {
  for (const name of ['outsider', 'outsideguest', 'management', 'sysadmin', 'auditadmin', 'guest']) {
    const person = world.person(name);
    const { text, accepted } = await tryEverything(world.host, signIn(person), withoutAccounts());
    expect(leaks(person, text)).toEqual([]);
    // What a member of the room may do there is theirs, departments and engagements are the administrator's; nobody here may touch invoices, claims, approvals or vouchers.
    const touched = accepted
      .filter((line) => !/^(conversations|messages|groups|personal)\./.test(line))
      .map((line) => line.split(' ')[0]);
    expect(touched, name).toEqual(name === 'sysadmin' ? ['identity.change-department', 'engagements.change'] : []);
  }
}, 120_000);

test('nobody reaches anything inside through the preview of a link, whoever asks', async () => {
  const [fileId] = world.pools.get('fileId') ?? [];
  const links = [
    `${world.host.baseUrl}/api/files/${fileId}/content`,
    'http://localhost/metrics',
    'http://[::1]/healthz',
  ];
  for (const person of world.people.values()) {
    for (const url of links) {
      const answer = await fetch(`${world.host.baseUrl}${linkPreviews.preview.path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ url }),
      });
      const text = await answer.text();
      expect(JSON.parse(text).refusal, `${person.name} ${url}`).toMatch(/^(link_address_refused|right_missing)$/);
      expect(leaks(person, text)).toEqual([]);
    }
  }
});

/** Without other people's accounts: an administrator may cut them off, and that is tried below. */
const withoutAccounts = () => new Map([...world.pools, ['userId', []], ['personId', world.pools.get('userId') ?? []]]);

test('whoever watches everything hears of people whom they find in the directory and of conversations that they see, at every process', async () => {
  const userIds = world.pools.get('userId') ?? [];
  const conversationIds = (world.pools.get('conversationId') ?? []).slice(0, watchedConversationsMax);
  for (const person of world.people.values()) {
    for (const line of person.lines) line.send(JSON.stringify({ type: 'watch', userIds, conversationIds }));
  }
  const ofType = <Type extends LiveFrame['type']>(person: Inhabitant, type: Type) =>
    person.frames
      .map((text) => JSON.parse(text) as LiveFrame) // the server is under test; what it sends is looked at below
      .filter((frame): frame is Extract<LiveFrame, { type: Type }> => frame.type === type);
  const people = [...world.people.values()];
  await expect
    .poll(() => people.every((person) => ofType(person, 'presence').length >= person.lines.length), { timeout: 10_000 })
    .toBe(true);
  for (const conversationId of conversationIds) await readByAll(conversationId);
  await expect
    .poll(() => people.some((person) => ofType(person, 'readers').length > 0), { timeout: 10_000 })
    .toBe(true);
  for (const person of people) {
    const [line] = person.lines;
    for (const conversationId of conversationIds) line?.send(JSON.stringify({ type: 'typing', conversationId }));
  }
  const { lines } = world.person('bob');
  const heardOfAnn = () =>
    ofType(world.person('bob'), 'typing').filter(({ userId }) => userId === world.person('ann').userId);
  // Once at each process: they share the one room of the first two.
  await expect.poll(() => heardOfAnn().length, { timeout: 10_000 }).toBe(lines.length);
  for (const person of people) {
    const visible = new Set((await person.call(identity.directory)).people.map((each) => each.id));
    const own = new Set((await person.call(sync.snapshot)).conversations.map((row) => row.id));
    const heard = ofType(person, 'presence').flatMap((frame) => [...frame.online, ...frame.offline]);
    expect([person.name, ...heard.filter((userId) => !visible.has(userId))]).toEqual([person.name]);
    const read = [...ofType(person, 'readers'), ...ofType(person, 'typing')].map((frame) => frame.conversationId);
    expect([person.name, ...read.filter((id) => !own.has(id))]).toEqual([person.name]);
  }
  const guestHears = ofType(world.person('guest'), 'presence').flatMap((frame) => frame.online);
  expect(guestHears).toContain(world.person('ann').userId);
  expect(guestHears).not.toContain(world.person('cid').userId);
}, 60_000);

/** Moves the read position of everybody who may. */
async function readByAll(id: string): Promise<void> {
  const conversationId = id as never; // the pool holds ids as plain strings
  for (const person of world.people.values()) {
    await person
      .call(conversations.moveCursor, { params: { conversationId }, body: { seq: 1_000_000 } })
      .catch((error: Error) => expect(error.message).toContain('object_missing'));
  }
}

test('after removal, loss of a role and deactivation nothing new arrives and nothing old can be fetched', async () => {
  const [room] = world.pools.get('conversationId') ?? [];
  const bob = world.person('bob');
  const finance = world.person('finance');
  const roomId = room as never; // the pool holds ids as plain strings
  const leaving = ['bob', 'finance', 'guest'];
  const all = [...world.canaries.values()];
  const before = new Map(leaving.map((name) => [name, all.filter(({ mayRead }) => mayRead.has(name))]));
  await world
    .person('ann')
    .call(conversations.removeMember, { params: { conversationId: roomId, userId: bob.userId } });
  await world
    .person('sysadmin')
    .call(identity.setRoles, { params: { userId: finance.userId }, body: { roles: ['staff'] } });
  await world.person('sysadmin').call(identity.deactivate, { params: { userId: world.person('guest').userId } });
  for (const canary of world.canaries.values()) {
    const isOfRoom =
      canary.what.endsWith(' in room') ||
      canary.what === 'title of room' ||
      canary.what.includes('invoice file of ann') ||
      canary.what.includes('invoice of ann');
    if (isOfRoom) canary.mayRead.delete('bob');
    canary.mayRead.delete('guest');
    // Questions stand in direct conversations that finance itself belongs to; claims, invoices and vouchers are gone.
    if (!/question|answer|title of the club|status of/.test(canary.what) && !/invoice/.test(canary.what))
      canary.mayRead.delete('finance');
  }
  for (const person of world.people.values()) person.frames.length = 0;
  const late = lateCanary();
  await world.person('ann').call(conversations.postMessage, {
    params: { conversationId: roomId },
    body: { clientId: `late-${Date.now()}` as never, text: late },
  }); // a client id of the right form
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const name of leaving) {
    const person = world.person(name);
    const text = (await readEverything(world.host, signIn(person), world.pools)) + person.frames.join('\n');
    expect(leaks(person, text), name).toEqual([]);
    // What was never theirs they have looked for above.
    const lost = (before.get(name) ?? []).filter(({ mayRead }) => !mayRead.has(name));
    expect(lost.length, name).toBeGreaterThan(0);
    const found = await searchEverything(world.host, signIn(person), [...lost.map(({ text }) => text), late]);
    expect(
      [...found.values()].flatMap((answers) => leaks(person, answers)),
      name,
    ).toEqual([]);
  }
}, 120_000);

function lateCanary(): string {
  const text = 'CANARYlate0000000001';
  world.canaries.set(text, { text, what: 'message after the removal', mayRead: new Set(['ann', 'lead']) });
  return text;
}
