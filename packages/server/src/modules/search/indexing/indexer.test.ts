import type { ConversationId } from '@countinghouse/protocol';
import { expect, test, vi } from 'vitest';
import { createInProcessBus } from '../../../platform/bus/in-process-bus.ts';
import { createLogger } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import { conversationEventsTopic } from '../../messaging/index.ts';
import type { SearchContext } from '../context.ts';
import { createSearchMetrics } from '../metrics.ts';
import { Indexer, indexerLimitsDefault } from './indexer.ts';
import { PacedWork } from './paced-work.ts';

const conversationId = '01900000-0000-7000-8000-000000000001' as ConversationId; // an id of the right form

test('what is posted while a file is being read does not wait for it', async () => {
  const log = createLogger('silent');
  const bus = createInProcessBus({ log });
  const file = { fileId: conversationId, name: '年报.pdf', mediaType: 'application/pdf', sizeBytes: 9, attempts: 0 };
  const reading = Promise.withResolvers<{ kind: 'stopped' }>();
  const read = vi.fn(() => reading.promise);
  const transaction = vi.fn(async () => ({ events: 1, newestAt: new Date(), isFull: false }));
  const query = async (sql: string) => (sql.includes('set claimed_at = $1') ? [file] : []);
  const context = {
    ...{ bus, log, metrics: createSearchMetrics(createMetrics()), clock: { now: () => new Date() } },
    ...{ database: { transaction, query }, fileTexts: { read } },
  };
  // The fields that a batch without messages and a file that is never read touch.
  const indexer = new Indexer(context as unknown as SearchContext, { ...indexerLimitsDefault, gatherMs: 0 });
  indexer.start();
  await vi.waitFor(() => expect(read).toHaveBeenCalled());
  bus.publish(conversationEventsTopic, { conversationId, events: [] });
  await vi.waitFor(() => expect(transaction).toHaveBeenCalled(), { timeout: 2_000 });
  reading.resolve({ kind: 'stopped' });
  await indexer.stop();
});

test('a piece of work that took long on a loaded machine is not followed by a rest without end', async () => {
  const work = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    return 0;
  });
  const pace = { workShare: 0.001, workShareBusy: 0.001, busyAbove: 0.6, restMsMax: 20 };
  const paced = new PacedWork({ pace, work, onError: expect.unreachable, retryMs: 0 });
  paced.start();
  await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2), { timeout: 2_000 });
  await paced.stop();
});

test('what comes while a piece of work is under way wakes the next one', async () => {
  const longMs = 3_600_000;
  const work = vi.fn(async () => {
    if (work.mock.calls.length === 1) paced.wake(0);
    return longMs;
  });
  const pace = { workShare: 1, workShareBusy: 1, busyAbove: 0.6, restMsMax: 0 };
  const paced = new PacedWork({ pace, work, onError: expect.unreachable, retryMs: longMs });
  paced.start();
  await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2), { timeout: 2_000 });
  await paced.stop();
});

test('what is posted while a batch is being read does not wait for the next sweep', async () => {
  const log = createLogger('silent');
  const bus = createInProcessBus({ log });
  const post = () => bus.publish(conversationEventsTopic, { conversationId, events: [] });
  const transaction = vi.fn(async () => {
    // The first batch has read the log already when this comes.
    if (transaction.mock.calls.length === 1) post();
    return { events: 0, newestAt: undefined, isFull: false };
  });
  const context = {
    ...{ bus, log, metrics: createSearchMetrics(createMetrics()), clock: { now: () => new Date() } },
    database: { transaction, query: async () => [] },
  };
  // The fields that a batch without messages touches.
  const indexer = new Indexer(context as unknown as SearchContext, {
    ...indexerLimitsDefault,
    ...{ gatherMs: 0, retryMs: 0, sweepMs: 3_600_000, workShare: 1, workShareBusy: 1 },
  });
  indexer.start();
  post();
  await vi.waitFor(() => expect(transaction).toHaveBeenCalledTimes(2), { timeout: 2000 });
  await indexer.stop();
});
