import { conversations, identity } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEndpoints, readEverything, tryEverything } from './surfaces.ts';
import { buildWorld, type Inhabitant, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld();
}, 60_000);
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
}, 120_000);

test('attempts to change what is not theirs leak nothing and change nothing', async () => {
  for (const name of ['outsider', 'outsideguest', 'management', 'sysadmin', 'auditadmin', 'guest']) {
    const person = world.person(name);
    const { text, accepted } = await tryEverything(world.host, signIn(person), withoutAccounts());
    expect(leaks(person, text)).toEqual([]);
    // What a member of the room may do there is theirs, departments and engagements are the administrator's; nobody here may touch invoices, claims, approvals or vouchers.
    const touched = accepted.filter((line) => !line.startsWith('conversations.')).map((line) => line.split(' ')[0]);
    expect(touched, name).toEqual(name === 'sysadmin' ? ['identity.change-department', 'engagements.change'] : []);
  }
}, 120_000);

/** Without other people's accounts: an administrator may cut them off, and that is tried below. */
const withoutAccounts = () => new Map([...world.pools, ['userId', []], ['personId', world.pools.get('userId') ?? []]]);

test('after removal, loss of a role and deactivation nothing new arrives and nothing old can be fetched', async () => {
  const [room] = world.pools.get('conversationId') ?? [];
  const bob = world.person('bob');
  const finance = world.person('finance');
  const roomId = room as never; // the pool holds ids as plain strings
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
    if (!/question|answer/.test(canary.what) && !/invoice/.test(canary.what)) canary.mayRead.delete('finance');
  }
  for (const person of world.people.values()) person.frames.length = 0;
  await world.person('ann').call(conversations.postMessage, {
    params: { conversationId: roomId },
    body: { clientId: `late-${Date.now()}` as never, text: lateCanary() },
  }); // a client id of the right form
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const name of ['bob', 'finance', 'guest']) {
    const person = world.person(name);
    const text = (await readEverything(world.host, signIn(person), world.pools)) + person.frames.join('\n');
    expect(leaks(person, text), name).toEqual([]);
  }
}, 120_000);

function lateCanary(): string {
  const text = 'CANARYlate0000000001';
  world.canaries.set(text, { text, what: 'message after the removal', mayRead: new Set(['ann', 'lead']) });
  return text;
}
