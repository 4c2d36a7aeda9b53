import { randomUUID } from 'node:crypto';
import { type ClientId, type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMetrics } from '../../../platform/metrics.ts';
import { createMessagingMetrics } from '../metrics.ts';
import { type MessagingHost, startMessagingHost } from '../testing/messaging-host.ts';
import { readMetric } from '../testing/read-metric.ts';
import { PostQueue } from './post-queue.ts';

const waitingMax = 10_000;
const perPerson = 100;

let host: MessagingHost;
beforeAll(async () => {
  host = await startMessagingHost();
});
afterAll(() => host.close());

test('M8: when 10,000 messages of many people wait, the next are refused at once, and all that wait are answered', async () => {
  const registry = createMetrics();
  const held = Promise.withResolvers<void>();
  const database = {
    ...host.platform.database,
    transaction: async () => {
      await held.promise;
      // As when the database goes away: each is given back by name.
      throw Object.assign(new Error('the database is gone'), { code: 'ECONNRESET' });
    },
  };
  const queue = new PostQueue({
    ...host.platform,
    database,
    metrics: createMessagingMetrics(registry),
    findPeople: async () => [],
    listEngagementMembers: async () => [],
    findFiles: async () => [],
  });
  const conversationId = randomUUID() as ConversationId; // never looked for
  const post = (index: number, actorId: UserId) => ({
    conversationId,
    actorId,
    clientId: `flood-${index}` as ClientId, // has the form that the schema asks for
    content: { text: `${index}`, mentions: [], files: [] },
  });
  let count = 0;
  const flood = (people: number) =>
    Array.from({ length: people }, () => {
      const person = randomUUID() as UserId; // never looked for
      return queue.postAll(Array.from({ length: perPerson }, () => post(count++, person)));
    });
  const taken = flood(1 + waitingMax / perPerson);
  const beyond = (await Promise.all(flood(3))).flat();
  expect(beyond).toHaveLength(3 * perPerson);
  for (const outcome of beyond) expect(outcome).toMatchObject({ refusal: 'server_busy' });
  expect(await readMetric(registry, 'messaging_waiting_posts')).toBe(waitingMax);
  expect(await readMetric(registry, 'messaging_refused_posts_total')).toBe(3 * perPerson);
  held.resolve();
  const outcomes = (await Promise.all(taken)).flat();
  expect(outcomes).toHaveLength(waitingMax + perPerson);
  expect(outcomes.every((outcome) => outcome instanceof Refusal)).toBe(true);
});
