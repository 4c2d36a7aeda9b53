import { createHash } from 'node:crypto';
import { type ConversationId, type ConversationSummary, conversations, sync } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const moveCursor = async (person: TestPerson, conversationId: ConversationId, seq: number) =>
  (await host.call(person, conversations.moveCursor, { params: { conversationId }, body: { seq } })).body;
const snapshotOf = async (person: TestPerson) => (await host.call(person, sync.snapshot)).body;
const userEvents = async (person: TestPerson, afterSeq: number) =>
  (await host.call(person, sync.events, { query: { afterSeq } })).body;

test('M20: a read position never moves back and never past the end, whatever comes in whatever order', async () => {
  const group = await host.aGroup(lead, [junior]);
  const posts = [];
  for (let index = 0; index < 10; index++) posts.push(await host.post(lead, group.id, `${index}`));
  const seqs = posts.map((post) => post.seq);
  await Promise.all([...seqs].reverse().map((seq) => moveCursor(junior, group.id, seq)));
  const last = posts.at(-1);
  expect(await moveCursor(junior, group.id, 3)).toEqual({ seq: last?.seq, messageCount: 10 });
  expect(await moveCursor(junior, group.id, 1_000_000)).toEqual({ seq: last?.seq, messageCount: 10 });
  const cursors = (await userEvents(junior, 0)).events.flatMap((event) =>
    event.kind === 'cursor.set' && event.conversationId === group.id ? [event.cursor.seq] : [],
  );
  expect(cursors).toEqual([...cursors].sort((left, right) => left - right));
  const { members } = (await host.call(lead, conversations.get, { params: { conversationId: group.id } })).body;
  expect(members.find((member) => member.userId === junior.userId)?.cursor.seq).toBe(last?.seq);
});

test('M21: an own message moves the own position and nobody else’s', async () => {
  const group = await host.aGroup(lead, [junior]);
  const posted = await host.post(lead, group.id, '读到这里');
  const rowOf = async (person: TestPerson) =>
    (await snapshotOf(person)).conversations.find((row) => row.id === group.id);
  expect((await rowOf(lead))?.cursor).toEqual({ seq: posted.seq, messageCount: 1 });
  const other = await rowOf(junior);
  expect((other?.messageCount ?? 0) - (other?.cursor.messageCount ?? 0)).toBe(1);
});

test('M22: the user log has no gaps, and snapshot, log and digest agree', async () => {
  const reader = await host.aPerson('reader');
  const start = await snapshotOf(reader);
  const left = await host.aGroup(lead, [reader]);
  const groups = [left, ...(await Promise.all(Array.from({ length: 4 }, () => host.aGroup(lead, [reader]))))];
  await Promise.all(groups.flatMap((group) => [host.post(reader, group.id, '一'), host.post(lead, group.id, '二')]));
  await host.database.transaction((tx) =>
    host.messaging.setInbox(tx, reader.userId, { approvals: 2, returned: 0, questions: 1, queue: 0 }),
  );
  await host.call(lead, conversations.removeMember, {
    params: { conversationId: left.id, userId: reader.userId },
  });
  const { events, headSeq } = await userEvents(reader, start.userSeq);
  expect(events.map((event) => event.seq)).toEqual(
    Array.from({ length: headSeq - start.userSeq }, (_, index) => start.userSeq + index + 1),
  );
  const end = await snapshotOf(reader);
  expect(end.userSeq).toBe(headSeq);
  expect(end.inbox).toEqual({ approvals: 2, returned: 0, questions: 1, queue: 0 });
  expect(end.conversations).toHaveLength(4);
  const linesOf = (line: (row: ConversationSummary) => string) => end.conversations.map(line).sort();
  const hashOf = (lines: string[]) => createHash('sha256').update(lines.join('\n')).digest('hex');
  const digest = {
    own: hashOf([...linesOf((row) => `${row.id} ${row.cursor.seq} ${row.cursor.messageCount} 0`), 'inbox 2 0 1 0']),
    heads: hashOf(linesOf((row) => `${row.id} ${row.headSeq} ${row.messageCount}`)),
  };
  expect(end.digest).toEqual(digest);
  expect((await host.call(reader, sync.digest)).body).toEqual({ userSeq: headSeq, digest });
});

test('M23: the row of a conversation that was left meanwhile is sent as gone', async () => {
  const leaver = await host.aPerson('leaver');
  const group = await host.aGroup(lead, [leaver], '保密标题');
  await host.call(lead, conversations.removeMember, {
    params: { conversationId: group.id, userId: leaver.userId },
  });
  const { events } = await userEvents(leaver, 0);
  expect(events.map((event) => event.kind)).toEqual(['conversation.gone', 'conversation.gone']);
  expect(JSON.stringify(events)).not.toContain('保密标题');
});

test('M24: the newest state of a card comes with its message, in the order in which cards were first set', async () => {
  const appId = await host.anApp('invoices');
  const group = await host.aGroup(lead);
  const card = (fallbackText: string) => ({
    type: 'AdaptiveCard' as const,
    version: '1.5' as const,
    fallbackText,
    body: [{ type: 'TextBlock' as const, text: fallbackText }],
  });
  const message = await host.database.transaction((tx) =>
    host.messaging.postMessage(tx, {
      conversationId: group.id,
      actorId: appId,
      clientId: aClientId(),
      text: '两张发票',
      cards: [
        { cardId: 'a', card: card('a1') },
        { cardId: 'b', card: card('b1') },
      ],
    }),
  );
  for (let index = 0; index < 60; index++) await host.post(lead, group.id, `${index}`);
  const set = (cardId: string, text: string) =>
    host.database.transaction((tx) =>
      host.messaging.setCard(tx, {
        conversationId: group.id,
        messageSeq: message.seq,
        cardId,
        actorId: appId,
        card: card(text),
      }),
    );
  await set('b', 'b2');
  await set('a', 'a2');
  const page = (
    await host.call(lead, conversations.history, {
      params: { conversationId: group.id },
      query: { beforeSeq: message.seq + 3, limit: 10 },
    })
  ).body;
  const byFirst = page.amendments
    .filter((event) => event.kind === 'card.set')
    .sort((left, right) => left.firstSeq - right.firstSeq);
  expect(byFirst.map((event) => [event.cardId, event.card.fallbackText, event.firstSeq])).toEqual([
    ['a', 'a2', message.seq + 1],
    ['b', 'b2', message.seq + 2],
  ]);
  await expect(set('x'.repeat(3), 'y'.repeat(501))).rejects.toMatchObject({ refusal: 'request_malformed' });
});

test('M25: every event leaves an audit entry that proves the sealed bytes and tells nothing of them', async () => {
  const group = await host.aGroup(lead);
  const posted = await host.post(lead, group.id, '审计');
  const entries = await host.database.query<{ body: string }>(
    'select body from audit_entries where object_id = $1 order by index',
    [group.id],
  );
  const [row] = await host.database.query<{ ciphertext: Buffer }>(
    'select ciphertext from conversation_events where conversation_id = $1 and seq = $2',
    [group.id, posted.seq],
  );
  const sealedSha256 = createHash('sha256')
    .update(row?.ciphertext ?? '')
    .digest('hex');
  expect(entries.filter((entry) => entry.body.includes(sealedSha256))).toHaveLength(1);
  expect(entries.at(-1)?.body).toContain('message.posted');
});
