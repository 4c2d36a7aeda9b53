import { type ConversationEvent, conversations, historyPageMax, sync } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { quickest } from '../../platform/testing/quickest.ts';
import { insertEvents, type SealedEvent, sealEvent } from './store/event-store.ts';
import { aClientId, type MessagingHost, startMessagingHost, type TestPerson } from './testing/messaging-host.ts';

const missedCount = 100_000;
const pageMax = historyPageMax;
/** From the first to the last, with strides between. */
const readPages = [0, 1, 2, 100, 250, 400, missedCount / pageMax - 2, missedCount / pageMax - 1];

let host: MessagingHost;
let lead: TestPerson;
let away: TestPerson;

beforeAll(async () => {
  host = await startMessagingHost();
  lead = await host.aPerson('lead');
  away = await host.aPerson('away');
});
afterAll(() => host.close());

const textOf = (index: number): string => `第 ${index} 条`;
const messageText = (event: ConversationEvent): string | undefined =>
  event.kind === 'message.posted' ? event.content.text : undefined;

type Group = Awaited<ReturnType<MessagingHost['aGroup']>>;

/**
 * What `missedCount` messages leave behind, without the work of posting each. The pages that are read hold real messages;
 * the rest is as big and cannot be opened.
 */
async function fill(group: Group): Promise<void> {
  const { database, sealer } = host.platform;
  const at = new Date();
  const sealed: Promise<SealedEvent>[] = [];
  for (const page of readPages) {
    for (let index = page * pageMax + 1; index <= (page + 1) * pageMax; index++) {
      const content = { text: textOf(index), mentions: [], files: [] };
      const place = { conversationId: group.id, seq: group.headSeq + index, actorId: lead.userId, at };
      const body = { kind: 'message.posted' as const, clientId: aClientId(), content };
      sealed.push(sealEvent(sealer, { ...place, messageCount: index, body }));
    }
  }
  const events = await Promise.all(sealed);
  await database.transaction(async (tx) => {
    await insertEvents(tx, events);
    await tx.query(
      `insert into conversation_events
         (conversation_id, seq, kind, actor_id, at, message_count, client_id, key_id, ciphertext)
       select $1, $2 + n, 'message.posted', $3, now(), n, 'filled-' || n, $4, decode(repeat(md5(n::text), 6), 'hex')
       from generate_series(1, $5::integer) n where n <> all($6::integer[])`,
      [
        group.id,
        group.headSeq,
        lead.userId,
        events[0]?.keyId,
        missedCount,
        events.map((event) => event.seq - group.headSeq),
      ],
    );
    await tx.query(
      `update conversations set head_seq = head_seq + $2, message_count = $2, last_message_seq = head_seq + $2
       where id = $1`,
      [group.id, missedCount],
    );
  });
}

async function timed<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; tookMs: number }> {
  const startedAtMs = performance.now();
  const answer = await work();
  return { answer, tookMs: performance.now() - startedAtMs };
}

test('M46: whoever missed 100,000 messages is told where they stand at once, and gets any page in 50 ms', async () => {
  const group = await host.aGroup(lead, [away]);
  const known = (await host.call(away, sync.digest)).body;
  await fill(group);
  const resume = () => timed(() => host.call(away, sync.resume, { body: known }));
  const back = (await resume()).answer.body;
  if (back.isCurrent) throw new Error('100,000 messages were missed without a word');
  expect(back.snapshot.conversations[0]?.messageCount).toBe(missedCount);
  expect(await quickest(async () => (await resume()).tookMs, { enoughMs: 50 })).toBeLessThan(50);

  const page = (afterSeq: number) =>
    timed(() =>
      host.call(away, conversations.history, {
        params: { conversationId: group.id },
        query: { afterSeq, limit: pageMax },
      }),
    );
  const slowest: number[] = [];
  for (const number of readPages) {
    const read = async () => {
      const { answer, tookMs } = await page(group.headSeq + number * pageMax);
      expect(answer.body.events.map(messageText)).toEqual(
        Array.from({ length: pageMax }, (_, index) => textOf(number * pageMax + index + 1)),
      );
      return tookMs;
    };
    slowest.push(await quickest(read, { enoughMs: 50 }));
  }
  expect(Math.max(...slowest)).toBeLessThan(50);
}, 60_000);
