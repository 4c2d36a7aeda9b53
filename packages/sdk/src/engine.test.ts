import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CountingMessenger, MessengerOptions } from './messenger.ts';
import { Clients } from './testing/clients.ts';
import { conversationId, FakeServer } from './testing/fake-server.ts';
import { ManualClock, settle } from './testing/manual-clock.ts';
import { aClientId, aConversationId, aUserId } from './testing/model-server.ts';
import type { Change } from './types.ts';

let server: FakeServer;
let clock: ManualClock;
const clients = new Clients();

beforeEach(() => {
  server = new FakeServer();
  clock = new ManualClock();
});
afterEach(() => clients.stopAll());

const started = (options: Partial<MessengerOptions> = {}) => clients.start({ server, clock }, options);

/** Time in which the server only keeps the lines alive. */
async function calm(durationMs: number): Promise<void> {
  for (let restMs = durationMs; restMs > 0; restMs -= 20_000) {
    await clock.advance(Math.min(restMs, 20_000));
    server.send({ type: 'presence', online: [], offline: [] });
  }
}

const post = (text: string) => server.conversation.post(aUserId('other'), aClientId(`client-${text}`), text);
const draftOf = (messenger: CountingMessenger) => messenger.list.getSnapshot().conversations[0]?.draft?.text ?? null;
const countOf = (request: string) => server.requests.filter((each) => each === request).length;
const draftRequest = `PUT /api/conversations/${conversationId}/draft`;

test('S41: a draft counts at once, is sent once it rests, and is on the other device', async () => {
  const one = await started();
  const other = await started();
  for (const text of ['请', '请把', '请把发票']) one.open.setDraft({ text });
  expect(draftOf(one.messenger)).toBe('请把发票');
  await clock.advance(2_000);
  expect(countOf(draftRequest)).toBe(1);
  expect(draftOf(one.messenger)).toBe('请把发票');
  expect(draftOf(other.messenger)).toBe('请把发票');
  other.open.setDraft({ text: ' ' });
  await clock.advance(2_000);
  expect([draftOf(one.messenger), draftOf(other.messenger), server.first.draft]).toEqual([null, null, null]);
  await clock.advance(60_000);
  expect(one.messenger.counts.digestMismatches + other.messenger.counts.digestMismatches).toBe(0);
});

test('S41: the last writer wins, and what comes from elsewhere does not touch what is being written here', async () => {
  const { messenger, open } = await started();
  open.setDraft({ text: '这里' });
  server.setDraft(conversationId, '那里');
  expect(draftOf(messenger)).toBe('这里');
  await clock.advance(2_000);
  expect([draftOf(messenger), server.first.draft?.text]).toEqual(['这里', '这里']);
  server.setDraft(conversationId, '后来');
  expect(draftOf(messenger)).toBe('后来');
});

test('S41: posting what was begun discards it, a busy server is asked again, and a refused draft is given up', async () => {
  const { messenger, open } = await started();
  server.draftRefusals.push('server_busy', 'rate_exceeded');
  open.setDraft({ text: '好的' });
  await clock.advance(20_000);
  expect(server.first.draft?.text).toBe('好的');
  open.post({ text: '', files: [] });
  expect(draftOf(messenger)).toBe('好的');
  open.post({ text: '好的' });
  expect(draftOf(messenger)).toBeNull();
  await clock.advance(2_000);
  expect(server.first.draft).toBeNull();
  server.draftRefusals.push('right_missing');
  open.setDraft({ text: '不行' });
  await clock.advance(2_000);
  expect(draftOf(messenger)).toBeNull();
});

test('S42: a lost frame of a conversation that is not open is found within seconds where anything else comes, else within two minutes', async () => {
  const { messenger, open } = await started();
  open.close();
  await calm(300_000);
  const unread = () => messenger.list.getSnapshot().conversations[0]?.messageCount;
  post('丢失一');
  server.append({ kind: 'inbox.set', counts: { approvals: 1, returned: 0, questions: 0, queue: 0 } });
  await clock.advance(15_000);
  expect([unread(), messenger.counts.headMismatches]).toEqual([1, 1]);
  await calm(300_000);
  post('丢失二');
  await calm(140_000);
  expect([unread(), messenger.counts.headMismatches]).toEqual([2, 2]);
});

test('S42: an event that is under way when the digest is made is no mismatch', async () => {
  const { messenger } = await started();
  const snapshots = messenger.counts.snapshots;
  const late = post('在路上');
  server.append({ kind: 'inbox.set', counts: { approvals: 1, returned: 0, questions: 0, queue: 0 } });
  await clock.advance(8_000);
  expect(countOf('GET /api/sync/digest')).toBeGreaterThan(0);
  server.push(late);
  await clock.advance(60_000);
  expect([messenger.counts.headMismatches, messenger.counts.snapshots]).toEqual([0, snapshots]);
});

test('S42: a quiet client asks for a digest no more than every 100 seconds', async () => {
  await started();
  await calm(600_000);
  const before = countOf('GET /api/sync/digest');
  await calm(1_000_000);
  expect(countOf('GET /api/sync/digest') - before).toBeLessThanOrEqual(10);
});

test('S43: the server is told what is on the screen, again on each line, and tells of readers and of who is there', async () => {
  const member = { role: 'member' as const, joinedAt: '2026-11-22T09:00:00.000Z', cursor: { seq: 0, messageCount: 0 } };
  server.members = [
    { ...member, userId: aUserId('wang') },
    { ...member, userId: aUserId('li') },
  ];
  post('一');
  post('二');
  const { messenger, open } = await started();
  const changes: Change[] = [];
  messenger.onChange((change) => changes.push(change));
  for (const people of [['wang'], ['wang', 'li']]) messenger.watchPeople(people.map(aUserId));
  await clock.advance(1_000);
  expect(server.said.at(-1)).toEqual({ type: 'watch', conversationIds: [conversationId], userIds: ['wang', 'li'] });
  server.send({ type: 'presence', online: [aUserId('wang'), aUserId('li')], offline: [] });
  server.send({ type: 'presence', online: [], offline: [aUserId('li')] });
  expect([...messenger.online.getSnapshot()]).toEqual(['wang']);
  const cursorsOf = () => open.getSnapshot().members.map(({ cursor }) => cursor.seq);
  const move = (seq: number) => {
    const cursors = [{ userId: aUserId('wang'), cursor: { seq, messageCount: seq } }];
    server.send({ type: 'readers', conversationId, cursors });
  };
  move(2);
  move(1);
  expect(cursorsOf()).toEqual([2, 0]);
  expect(changes).toContainEqual({ kind: 'readers', conversationId });
  const said = server.said.length;
  server.cutLines();
  expect(messenger.online.getSnapshot().size).toBe(0);
  await clock.advance(3_000);
  expect(server.said.slice(said)).toHaveLength(1);
  const asked = countOf(`GET /api/conversations/${conversationId}`);
  await calm(60_000);
  expect(countOf(`GET /api/conversations/${conversationId}`)).toBe(asked);
  open.close();
  await clock.advance(1_000);
  expect(server.said.at(-1)).toMatchObject({ conversationIds: [] });
  expect(await open.listReaders?.(2, 'unread')).toMatchObject({ userIds: ['unread 2'] });
});

/** Milliseconds of CPU for so many frames of 20 events, the quickest of some tries. */
async function timeOf(messenger: CountingMessenger, frames: number): Promise<number> {
  let quickestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round++) {
    const texts: string[] = [];
    for (let frame = 0; frame < frames; frame++) {
      const events = Array.from({ length: 20 }, () => server.conversation.append(aUserId('other'), '收到'));
      texts.push(JSON.stringify({ type: 'events', conversationId, events }));
    }
    const before = process.cpuUsage();
    for (const text of texts) {
      server.sendText(text);
      messenger.list.getSnapshot();
    }
    const { user, system } = process.cpuUsage(before);
    quickestMs = Math.min(quickestMs, (user + system) / 1_000);
  }
  return quickestMs;
}

test('S44: an event costs the same with 1,000 conversations and 50,000 messages as with few', async () => {
  const small = await started();
  const fewMs = await timeOf(small.messenger, 50);
  expect(small.open.getSnapshot().entries).toHaveLength(5_000);
  small.messenger.stop();
  server = new FakeServer();
  for (let index = 0; index < 1_000; index++) {
    const id = aConversationId(`01a2032f-0356-7beb-bfdc-b5471000${String(index).padStart(4, '0')}`);
    server.addConversation(id).log.append(aUserId('other'), `${index}`);
  }
  const large = await started();
  for (let index = 0; index < 2_500; index++) {
    server.push(...Array.from({ length: 20 }, () => server.conversation.append(aUserId('other'), '历史')));
  }
  const manyMs = await timeOf(large.messenger, 50);
  expect(large.messenger.list.getSnapshot().conversations).toHaveLength(1_001);
  expect(large.open.getSnapshot().entries.length).toBeLessThanOrEqual(6_000);
  expect(manyMs).toBeLessThan(fewMs * 5 + 50);
});

test('S44: listeners hear once of what comes in one frame, and see one state until something changes', async () => {
  const { messenger, open } = await started();
  let told = 0;
  messenger.list.subscribe(() => (told += 1));
  open.subscribe(() => (told += 1));
  server.push(...['一', '二', '三'].map(post));
  const list = messenger.list.getSnapshot();
  expect([list.conversations[0]?.messageCount, told]).toEqual([3, 0]);
  await settle();
  expect(told).toBe(2);
  expect(messenger.list.getSnapshot()).toBe(list);
  expect(open.getSnapshot()).toBe(open.getSnapshot());
});

test('S45: after 100,000 missed messages the newest are there with the first page, and older ones when they are wanted', async () => {
  post('之前');
  const { open } = await started();
  server.goDown();
  for (let index = 0; index < 100_000; index++) server.conversation.append(aUserId('other'), `${index}`);
  server.isReachable = true;
  const asked = server.requests.length;
  await clock.advance(60_000);
  const { entries } = open.getSnapshot();
  expect(entries.at(-1)).toMatchObject({ message: { text: '99999' } });
  expect(entries.length).toBeLessThan(300);
  expect(server.requests.slice(asked).filter((request) => request.endsWith('/events')).length).toBeLessThan(6);
  await open.loadOlder();
  const seqs = open.getSnapshot().entries.map((entry) => (entry.kind === 'message' ? entry.message.seq : 0));
  expect(seqs).toEqual(seqs.map((_seq, index) => (seqs[0] ?? 0) + index));
});

test('S25: the line that comes up while the list is on its way asks only for what is newer', async () => {
  const slow = Promise.withResolvers<void>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const answer = server.fetch(input, init);
    if (String(input).endsWith('/api/sync')) await slow.promise;
    return answer;
  };
  const messenger = clients.make({ server, clock }, { fetch });
  const starting = messenger.start();
  await settle();
  expect([countOf('GET /api/sync'), messenger.list.getSnapshot().isLoaded]).toEqual([1, false]);
  slow.resolve();
  await starting;
  expect(messenger.list.getSnapshot().isLoaded).toBe(true);
  await settle();
  expect([countOf('GET /api/sync'), countOf('POST /api/sync/resume')]).toEqual([1, 1]);
  expect(messenger.list.getSnapshot().connection).toBe('live');
});

test('S25: a list that does not come holds up the line for a while only', async () => {
  let lists = 0;
  const fetch: typeof globalThis.fetch = (input, init) => {
    const isFirstList = String(input).endsWith('/api/sync') && lists++ === 0;
    return isFirstList ? new Promise(() => undefined) : server.fetch(input, init);
  };
  const messenger = clients.make({ server, clock }, { fetch });
  void messenger.start();
  await settle();
  expect(messenger.list.getSnapshot().isLoaded).toBe(false);
  await clock.advance(5_000);
  await settle();
  expect(messenger.list.getSnapshot()).toMatchObject({ isLoaded: true, connection: 'live' });
});
