import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BodyOf,
  type ClientId,
  type ConversationId,
  conversations,
  type Endpoint,
  identity,
  type LiveFrame,
  type ParamsOf,
  type ResponseOf,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { locateNatsServer, startNatsServer, type TestNatsServer } from '../platform/bus/testing/nats-server.ts';
import { quickest } from '../platform/testing/quickest.ts';
import { openTestLine, type TestLine } from './testing/test-line.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

const located = await locateNatsServer();

describe.skipIf('missing' in located)('two processes of one installation', () => {
  let nats: TestNatsServer;
  let one: TestServer;
  let two: TestServer;
  let count = 0;

  beforeAll(async () => {
    nats = await startNatsServer('path' in located ? located.path : '');
    const address = { servers: [`127.0.0.1:${nats.port}`], isTls: false };
    one = await startTestServer({ nats: address });
    two = await startTestServer({ nats: address, beside: one });
  });
  afterAll(async () => {
    await two.close();
    await one.close();
    await nats.stop();
  });
  // A test may leave NATS down.
  beforeEach(async () => {
    if (!one.server.platform.bus.isConnected) await nats.start();
    while (!one.server.platform.bus.isConnected || !two.server.platform.bus.isConnected) await sleep(20);
  });

  type Person = Awaited<ReturnType<TestServer['aUser']>>;
  const aPerson = (name: string): Promise<Person> => one.aUser({ login: `${name}${++count}`, roles: ['staff'] });
  const aClientId = () => `several-${++count}` as ClientId; // has the form that the schema asks for

  async function call<E extends Endpoint>(
    host: TestServer,
    person: Person,
    endpoint: E,
    input: { params?: ParamsOf<E>; body?: BodyOf<E> } = {},
  ): Promise<ResponseOf<E>> {
    const path = Object.entries(input.params ?? {}).reduce(
      (url, [name, value]) => url.replace(`:${name}`, String(value)),
      endpoint.path,
    );
    const answer = await fetch(host.baseUrl + path, {
      method: endpoint.method,
      headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
      ...(endpoint.method === 'GET' ? {} : { body: JSON.stringify(input.body ?? {}) }),
    });
    if (!answer.ok) throw new Error(`${endpoint.id}: ${await answer.text()}`);
    return (await answer.json()) as ResponseOf<E>; // the server checks its answers' types
  }

  const aGroup = async (owner: Person, members: readonly Person[]): Promise<ConversationId> => {
    const memberIds = members.map((member) => member.userId);
    const body = { clientId: aClientId(), title: '项目组', memberIds };
    return (await call(one, owner, conversations.create, { body })).id;
  };
  const post = (host: TestServer, person: Person, conversationId: ConversationId, text: string) =>
    call(host, person, conversations.postMessage, {
      params: { conversationId },
      body: { clientId: aClientId(), text },
    });
  const saying = (text: string) => (frame: LiveFrame) => JSON.stringify(frame).includes(text);
  const away = async () => {
    await nats.kill();
    while (one.server.platform.bus.isConnected || two.server.platform.bus.isConnected) await sleep(10);
  };

  test('a message posted at one reaches a line at the other, a new group and a read position too', async () => {
    const [ann, bob] = [await aPerson('ann'), await aPerson('bob')];
    const line = await openTestLine(two.baseUrl, bob.token);
    const group = await aGroup(ann, [bob]);
    await line.heard((frame) => frame.type === 'user' && saying(group)(frame));
    const { seq } = await post(one, ann, group, '从一号来');
    await line.heard(saying('从一号来'));
    await call(one, bob, conversations.moveCursor, { params: { conversationId: group }, body: { seq } });
    await line.heard((frame) => frame.type === 'user' && frame.events.some((event) => event.kind === 'cursor.set'));
    line.close();
  });

  test('messages posted at both at once reach a line in one order without gap', async () => {
    const [ann, bob] = [await aPerson('ann'), await aPerson('bob')];
    const group = await aGroup(ann, [bob]);
    const line = await openTestLine(two.baseUrl, bob.token);
    const posts = Array.from({ length: 40 }, (_, index) => post(index % 2 ? one : two, ann, group, `m${index}`));
    const posted = await Promise.all(posts);
    const last = Math.max(...posted.map((event) => event.seq));
    await line.heard((frame) => frame.type === 'events' && frame.events.some((event) => event.seq === last));
    await sleep(50);
    const seqs = line.frames.flatMap((frame) =>
      frame.type === 'events' ? frame.events.map((event) => event.seq) : [],
    );
    expect([...new Set(seqs)].sort((a, b) => a - b)).toEqual(posted.map((event) => event.seq).sort((a, b) => a - b));
    line.close();
  });

  test('M32: a session ended at one closes its line at the other within a second', async () => {
    const signOut = async () => {
      const bob = await aPerson('bob');
      const line = await openTestLine(two.baseUrl, bob.token);
      await call(one, bob, identity.signOut);
      const endedAtMs = performance.now();
      expect(await line.closed).toBe(4001);
      return performance.now() - endedAtMs;
    };
    expect(await quickest(signOut, { enoughMs: 1_000 })).toBeLessThan(1_000);
  });

  test('M32: the same while NATS is away', async () => {
    const admin = await one.aUser({ login: `admin${++count}`, roles: ['system_admin'] });
    const deactivate = async () => {
      const bob = await aPerson('bob');
      const line = await openTestLine(two.baseUrl, bob.token);
      await away();
      await call(one, admin, identity.deactivate, { params: { userId: bob.userId } });
      const endedAtMs = performance.now();
      expect(await line.closed).toBe(4001);
      return performance.now() - endedAtMs;
    };
    expect(await quickest(deactivate, { enoughMs: 1_000 })).toBeLessThan(1_000);
  });

  test('M10: a member removed at one is cut off at the other', async () => {
    const [ann, bob, cid] = [await aPerson('ann'), await aPerson('bob'), await aPerson('cid')];
    const group = await aGroup(ann, [bob, cid]);
    const [bobs, cids] = [await openTestLine(two.baseUrl, bob.token), await openTestLine(two.baseUrl, cid.token)];
    await call(one, ann, conversations.removeMember, { params: { conversationId: group, userId: bob.userId } });
    await post(one, ann, group, 'secret one');
    await post(two, cid, group, 'secret two');
    await cids.heard(saying('secret one'));
    await cids.heard(saying('secret two'));
    await sleep(100);
    expect(bobs.text()).not.toContain('secret');
    for (const line of [bobs, cids]) line.close();
  });

  test('M10: the same where the word of it was lost because NATS was away', async () => {
    const [ann, bob, cid] = [await aPerson('ann'), await aPerson('bob'), await aPerson('cid')];
    const group = await aGroup(ann, [bob, cid]);
    const [bobs, cids] = [await openTestLine(two.baseUrl, bob.token), await openTestLine(two.baseUrl, cid.token)];
    await away();
    await call(one, ann, conversations.removeMember, { params: { conversationId: group, userId: bob.userId } });
    await post(two, cid, group, 'secret while away');
    await cids.heard(saying('secret while away'));
    await nats.start();
    while (!one.server.platform.bus.isConnected || !two.server.platform.bus.isConnected) await sleep(10);
    await post(one, ann, group, 'secret after the return');
    await cids.heard(saying('secret after the return'));
    await sleep(100);
    expect(bobs.text()).not.toContain('secret');
    for (const line of [bobs, cids]) line.close();
  });

  test('while NATS is away each process still serves its own people and says what is wrong', async () => {
    const [ann, bob] = [await aPerson('ann'), await aPerson('bob')];
    const group = await aGroup(ann, [bob]);
    const [here, there]: TestLine[] = [
      await openTestLine(one.baseUrl, bob.token),
      await openTestLine(two.baseUrl, bob.token),
    ];
    await away();
    await post(one, ann, group, 'said while away');
    await here?.heard(saying('said while away'));
    const health = await fetch(`${one.baseUrl}/healthz`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok', bus: 'unreachable' }]);
    await nats.start();
    // After the return the other line is told to pull what it missed.
    await there?.heard((frame) => frame.type === 'pull');
    here?.close();
    there?.close();
  });

  test('sign-ins that fail at one count at the other', async () => {
    const attempt = (host: TestServer) =>
      fetch(`${host.baseUrl}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: 'guessed', password: 'wrong password', carrier: 'token' }),
      });
    for (let index = 0; index < 10; index++) await attempt(index % 2 ? one : two);
    await sleep(100);
    const answers = await Promise.all([attempt(one), attempt(two)]);
    expect(await Promise.all(answers.map(async (answer) => (await answer.json()).refusal))).toEqual([
      'rate_exceeded',
      'rate_exceeded',
    ]);
  });
});
