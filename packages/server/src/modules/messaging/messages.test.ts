import { conversations, type MessagePosted } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const history = async (person: TestPerson, group: { id: MessagePosted['conversationId'] }, query = {}) =>
  (await host.call(person, conversations.history, { params: { conversationId: group.id }, query })).body;

test('M1: the log has no gaps and no doubles when many people post at once, and every answer is the event that the log holds', async () => {
  const group = await host.aGroup(lead, [junior]);
  const posts = Array.from({ length: 120 }, (_, index) =>
    host.post(index % 2 ? lead : junior, group.id, `第 ${index} 条`),
  );
  const answers = await Promise.all(posts);
  const { events, headSeq } = await history(lead, group, { limit: 200 });
  expect(events.map((event) => event.seq)).toEqual(Array.from({ length: headSeq }, (_, index) => index + 1));
  const messages = events.filter((event) => event.kind === 'message.posted');
  expect(messages).toHaveLength(120);
  expect(new Set(messages.map((message) => JSON.stringify(message)))).toEqual(
    new Set(answers.map((answer) => JSON.stringify(answer))),
  );
  expect(messages.at(-1)?.messageCount).toBe(120);
});

test('M2: the same client id again gives the same answer, also when both are under way at once; other content is refused', async () => {
  const group = await host.aGroup(lead);
  const clientId = aClientId();
  const [first, second] = await Promise.all([
    host.post(lead, group.id, '一次', clientId),
    host.post(lead, group.id, '一次', clientId),
  ]);
  const third = await host.post(lead, group.id, '一次', clientId);
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  const other = await host.call(lead, conversations.postMessage, {
    params: { conversationId: group.id },
    body: { clientId, text: '别的' },
  });
  expect(other.status).toBe(409);
  // Whoever has lost track of what they sent finds it there.
  expect(other.body).toMatchObject({ refusal: 'client_id_reused', params: { seq: String(first.seq) } });
  expect((await history(lead, group)).events.filter((event) => event.kind === 'message.posted')).toHaveLength(1);
});

test('M3: an empty message is refused by name, and so is one in a conversation of others', async () => {
  const group = await host.aGroup(lead);
  const post = (person: TestPerson, text: string) =>
    host.call(person, conversations.postMessage, {
      params: { conversationId: group.id },
      body: { clientId: aClientId(), text },
    });
  expect((await post(lead, '  ')).body.refusal).toBe('message_empty');
  expect((await post(junior, '你好')).body.refusal).toBe('object_missing');
});

test('M3: a message of one person is never posted as another who signed in to the same browser meanwhile', async () => {
  const group = await host.aGroup(lead, [junior]);
  const post = (actorId: TestPerson['userId']) =>
    host.call(lead, conversations.postMessage, {
      params: { conversationId: group.id },
      body: { clientId: aClientId(), actorId, text: '谁写的' },
    });
  expect((await post(junior.userId)).body.refusal).toBe('session_missing');
  expect((await post(lead.userId)).body.actorId).toBe(lead.userId);
});

test('M4: a message carries files of its author only, and members can then read them', async () => {
  const group = await host.aGroup(lead, [junior]);
  const file = await host.aFile(lead, '合同.pdf');
  const post = (person: TestPerson) =>
    host.call(person, conversations.postMessage, {
      params: { conversationId: group.id },
      body: { clientId: aClientId(), text: '', fileIds: [file.fileId] },
    });
  const read = () =>
    fetch(`${host.baseUrl}/api/files/${file.fileId}`, { headers: { authorization: `Bearer ${junior.token}` } });
  expect((await read()).status).toBe(404);
  expect((await post(junior)).body.refusal).toBe('object_missing');
  const posted = await post(lead);
  expect(posted.body.content.files).toEqual([
    { fileId: file.fileId, name: '合同.pdf', mediaType: file.mediaType, sizeBytes: file.sizeBytes },
  ]);
  expect((await read()).status).toBe(200);
});

test('M5: one bad message in a group does not harm the others that share its transaction', async () => {
  const group = await host.aGroup(lead);
  const foreign = await host.aGroup(junior);
  const attempts = await Promise.all([
    ...Array.from({ length: 20 }, (_, index) => host.post(lead, group.id, `好 ${index}`).then(() => 'written')),
    host.post(lead, foreign.id, '坏').catch((error: Error) => error.message),
  ]);
  expect(attempts.filter((attempt) => attempt === 'written')).toHaveLength(20);
  expect(attempts.at(-1)).toContain('object_missing');
});

test('M5: where a reaction to one message fails, the others that share its transaction are written all the same', async () => {
  host.platform.events.on(messagePosted, async (_tx, { event }) => {
    if (event.content.text === '毒') throw new Error('a handler failed');
  });
  const group = await host.aGroup(lead);
  const attempts = await Promise.allSettled([
    ...Array.from({ length: 10 }, (_, index) => host.post(lead, group.id, `好 ${index}`)),
    host.post(lead, group.id, '毒'),
  ]);
  expect(attempts.map((attempt) => attempt.status)).toEqual([...Array(10).fill('fulfilled'), 'rejected']);
  const { events } = await history(lead, group);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter((event) => event.kind === 'message.posted')).toHaveLength(10);
});

test('M6: nothing that people wrote stands readable in any table', async () => {
  const canary = 'canary-4e1f-正文';
  const group = await host.aGroup(lead, [junior]);
  await host.post(lead, group.id, canary);
  const appId = await host.anApp('app-canary');
  await host.database.transaction(async (tx) => {
    const conversationId = await host.messaging.openAppConversation(tx, { appId, userId: lead.userId });
    await host.messaging.postMessage(tx, {
      conversationId,
      actorId: appId,
      clientId: aClientId(),
      text: canary,
      cards: [{ cardId: 'a', card: { type: 'AdaptiveCard', version: '1.5', fallbackText: canary, body: [] } }],
    });
  });
  expect(await host.tablesWith(canary)).toEqual([]);
});

test('M9: what the log refers to cannot be deleted', async () => {
  const group = await host.aGroup(lead);
  await host.post(lead, group.id, '留存');
  for (const statement of [
    'delete from conversation_events where conversation_id = $1',
    'delete from conversations where id = $1',
    'delete from data_keys where scope = $1::text',
  ])
    await expect(host.database.query(statement, [group.id])).rejects.toThrow(/is append-only|violates foreign key/);
});
