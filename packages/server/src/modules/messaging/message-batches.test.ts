import {
  type BodyOf,
  type ClientId,
  type ConversationId,
  conversations,
  type MessagePosted,
  type PostAnswer,
} from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Gauge } from '../../platform/metrics.ts';
import { messagePosted } from './index.ts';
import { aClientId, type MessagingHost, startMessagingHost, type TestPerson } from './testing/messaging-host.ts';

let host: MessagingHost;
let lead: TestPerson;
let junior: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost();
  lead = await host.aPerson('lead');
  junior = await host.aPerson('junior');
});
afterAll(() => host.close());

type Wanted = BodyOf<typeof conversations.postMessages>['messages'][number];

const aMessage = (conversationId: ConversationId, text: string, clientId: ClientId = aClientId()): Wanted => ({
  conversationId,
  clientId,
  text,
});
const postAll = (person: TestPerson, messages: Wanted[]) =>
  host.call(person, conversations.postMessages, { body: { messages } });
const answersOf = async (person: TestPerson, messages: Wanted[]): Promise<PostAnswer[]> =>
  (await postAll(person, messages)).body.answers;
const eventOf = (answer: PostAnswer | undefined): MessagePosted => {
  if (!answer || !('event' in answer)) throw new Error(`no event: ${JSON.stringify(answer)}`);
  return answer.event;
};
const nameOf = (answer: PostAnswer | undefined) => (answer && 'refusal' in answer ? answer.refusal : 'written');
const history = async (person: TestPerson, conversationId: ConversationId) =>
  (await host.call(person, conversations.history, { params: { conversationId }, query: { limit: 200 } })).body;
const messagesOf = async (conversationId: ConversationId) =>
  (await history(lead, conversationId)).events.filter((event) => event.kind === 'message.posted');

test('M1: requests of many messages leave no gaps and no doubles, and every answer is the event that the log holds', async () => {
  const group = await host.aGroup(lead, [junior]);
  const requests = Array.from({ length: 6 }, (_, request) =>
    answersOf(
      request % 2 ? lead : junior,
      Array.from({ length: 25 }, (_unused, index) => aMessage(group.id, `${request} ${index}`)),
    ),
  );
  const events = (await Promise.all(requests)).flat().map(eventOf);
  const log = await history(lead, group.id);
  expect(log.events.map((event) => event.seq)).toEqual(Array.from({ length: log.headSeq }, (_, index) => index + 1));
  const bySeq = (left: MessagePosted, right: MessagePosted) => left.seq - right.seq;
  expect(await messagesOf(group.id)).toEqual([...events].sort(bySeq));
});

test('M2: a request that is repeated because its answer was lost gets the same answers; a client id twice in one request is one message', async () => {
  const group = await host.aGroup(lead);
  const messages = [aMessage(group.id, '一'), aMessage(group.id, '二')];
  const [both, meanwhile] = await Promise.all([answersOf(lead, messages), answersOf(lead, messages)]);
  expect(meanwhile).toEqual(both);
  const clientId = aClientId();
  const again = await answersOf(lead, [
    ...messages,
    aMessage(group.id, '三', clientId),
    aMessage(group.id, '三', clientId),
    aMessage(group.id, '别的', clientId),
  ]);
  expect(again.slice(0, 2)).toEqual(both);
  expect(again[3]).toEqual(again[2]);
  expect(nameOf(again[4])).toBe('client_id_reused');
  expect((await messagesOf(group.id)).map((event) => event.content.text)).toEqual(['一', '二', '三']);
});

test('M3: of several messages each is refused by its own name and leaves nothing behind', async () => {
  const group = await host.aGroup(lead);
  const foreign = await host.aGroup(junior);
  const answers = await answersOf(lead, [
    aMessage(group.id, '好'),
    aMessage(group.id, '   '),
    aMessage(foreign.id, '别人的'),
    aMessage(group.id, '也好'),
  ]);
  expect(answers.map(nameOf)).toEqual(['written', 'message_empty', 'object_missing', 'written']);
  expect((await messagesOf(group.id)).map((event) => event.content.text)).toEqual(['好', '也好']);
  const asJunior = await host.call(lead, conversations.postMessages, {
    body: { actorId: junior.userId, messages: [aMessage(group.id, '谁写的')] },
  });
  expect(asJunior.body.refusal).toBe('session_missing');
});

test('M4: of several messages each carries files of its author only', async () => {
  const group = await host.aGroup(lead, [junior]);
  const own = await host.aFile(junior, '附注.pdf');
  const foreign = await host.aFile(lead, '合同.pdf');
  const withFile = (fileId: typeof own.fileId): Wanted => ({ ...aMessage(group.id, ''), fileIds: [fileId] });
  const answers = await answersOf(junior, [withFile(own.fileId), withFile(foreign.fileId), withFile(own.fileId)]);
  expect(answers.map(nameOf)).toEqual(['written', 'object_missing', 'written']);
  expect(eventOf(answers[0]).content.files).toEqual([
    { fileId: own.fileId, name: '附注.pdf', mediaType: own.mediaType, sizeBytes: own.sizeBytes },
  ]);
});

test('M6: nothing of several messages stands readable in any table', async () => {
  const canary = 'canary-77b2-批量';
  const group = await host.aGroup(lead, [junior]);
  eventOf((await answersOf(lead, [aMessage(group.id, canary)]))[0]);
  expect(await host.tablesWith(canary)).toEqual([]);
});

test('M7: the messages of one request are answered in their order and keep it within each conversation', async () => {
  const groups = await Promise.all([host.aGroup(lead), host.aGroup(lead), host.aGroup(lead)]);
  const messages = Array.from({ length: 100 }, (_, index) => aMessage(groups[index % 3]?.id ?? never(), `${index}`));
  // Others write meanwhile, so that the request falls into groups with theirs.
  const [answers] = await Promise.all([
    answersOf(lead, messages),
    ...Array.from({ length: 20 }, (_, index) => host.post(lead, groups[0]?.id ?? never(), `dazu ${index}`)),
  ]);
  expect(answers.map((answer) => eventOf(answer).content.text)).toEqual(messages.map((message) => message.text));
  for (const group of groups) {
    const seqs = answers.map(eventOf).flatMap((event) => (event.conversationId === group.id ? [event.seq] : []));
    expect(seqs).toEqual([...seqs].sort((left, right) => left - right));
  }
});

test('M7: what stands behind a message that met a fault is not written ahead of it', async () => {
  host.platform.events.on(messagePosted, async (_tx, { event }) => {
    if (event.content.text === '毒') throw new Error('a handler failed');
  });
  const [group, other] = await Promise.all([host.aGroup(lead), host.aGroup(lead)]);
  const answers = await answersOf(lead, [
    aMessage(group.id, '前'),
    aMessage(group.id, '毒'),
    aMessage(group.id, '后'),
    aMessage(other.id, '另一处'),
  ]);
  expect(answers.map(nameOf)).toEqual(['written', 'server_fault', 'server_busy', 'written']);
  expect((await messagesOf(group.id)).map((event) => event.content.text)).toEqual(['前']);
});

test('M7: messages that lose the database are given back as busy, and coming again stand once', async () => {
  const group = await host.aGroup(lead);
  const messages = Array.from({ length: 5 }, (_, index) => aMessage(group.id, `${index}`));
  const release = await hold(group.id);
  const cut = answersOf(lead, messages);
  await expect.poll(locksWaitedFor).toBe(1);
  await host.database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  expect((await cut).map(nameOf)).toEqual(Array(5).fill('server_busy'));
  await release();
  const again = await answersOf(lead, messages);
  expect(await messagesOf(group.id)).toEqual(again.map(eventOf));
});

test('M8: one person has at most 200 messages waiting, and a request that is too large is refused by name', async () => {
  const group = await host.aGroup(lead);
  const hundred = (): Wanted[] => Array.from({ length: 100 }, (_, index) => aMessage(group.id, `${index}`));
  const release = await hold(group.id);
  // The first waits for the lock, two requests of 100 wait behind it, and there is no room for more of this person.
  const first = postAll(lead, [aMessage(group.id, '先')]);
  await expect.poll(locksWaitedFor).toBe(1);
  const waiting = [postAll(lead, hundred()), postAll(lead, hundred())];
  await expect.poll(queued).toBe(200);
  expect((await answersOf(lead, [aMessage(group.id, '多')])).map(nameOf)).toEqual(['rate_exceeded']);
  await release();
  for (const answer of [await first, ...(await Promise.all(waiting))])
    expect(new Set(answer.body.answers.map(nameOf))).toEqual(new Set(['written']));
  expect((await postAll(lead, [...hundred(), aMessage(group.id, '过多')])).body.refusal).toBe('request_malformed');
  const long = Array.from({ length: 60 }, () => aMessage(group.id, '长'.repeat(20_000)));
  const tooLarge = await postAll(lead, long);
  expect([tooLarge.status, tooLarge.body.refusal]).toEqual([413, 'request_too_large']);
});

/** Locks the conversation; resolves once it is locked, with what lets it go. */
async function hold(conversationId: ConversationId): Promise<() => Promise<void>> {
  const { promise: isHeld, resolve: locked } = Promise.withResolvers<void>();
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  const done = host.database.transaction(async (tx) => {
    await tx.query('select 1 from conversations where id = $1 for update', [conversationId]);
    locked();
    await isOver;
  });
  await isHeld;
  return async () => {
    end();
    await done;
  };
}

async function locksWaitedFor(): Promise<number> {
  const rows = await host.database.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
}

async function queued(): Promise<number> {
  const gauge = host.platform.metrics.getSingleMetric('messaging_waiting_posts');
  if (!(gauge instanceof Gauge)) throw new Error('there is no such gauge');
  return (await gauge.get()).values[0]?.value ?? 0;
}

function never(): never {
  throw new Error('there are three groups');
}
