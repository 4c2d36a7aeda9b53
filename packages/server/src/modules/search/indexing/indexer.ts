import { performance } from 'node:perf_hooks';
import type { ConversationId } from '@countinghouse/protocol';
import { conversationEventsTopic } from '../../messaging/index.ts';
import type { SearchContext } from '../context.ts';
import { listBehind } from '../store/cursor-store.ts';
import { type BatchOutcome, indexBatch } from './index-batch.ts';
import { type Pace, PacedWork } from './paced-work.ts';
import { readNextFile } from './read-files.ts';

export interface IndexerLimits extends Pace {
  /** Events that come together are taken in together. */
  gatherMs: number;
  /** What no hint told of is looked for so often. */
  sweepMs: number;
  /** Another process holds the turn, or the database is away. */
  retryMs: number;
}

export const indexerLimitsDefault: IndexerLimits = {
  workShare: 0.4,
  workShareBusy: 0.1,
  busyAbove: 0.6,
  restMsMax: 2_000,
  gatherMs: 100,
  sweepMs: 30_000,
  retryMs: 500,
};

/** Logs of one batch; each batch has room for some hundred events. */
const conversationsPerBatch = 200;
const behindMax = 5_000;

/**
 * Follows the conversation logs and keeps the index up with them, outside of the transactions that write messages. Every
 * process has one; the work is done by whichever gets the turn. Hints only say where to look: where one is lost, the sweep
 * finds what is missing. Files are read beside it, for one may take many seconds and what people say is not to wait for it.
 */
export class Indexer {
  private readonly context: SearchContext;
  private readonly limits: IndexerLimits;
  private readonly logs: PacedWork;
  private readonly files: PacedWork;
  private readonly waiting = new Set<ConversationId>();
  private readonly endings: (() => void)[] = [];
  private sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor(context: SearchContext, limits: IndexerLimits = indexerLimitsDefault) {
    this.context = context;
    this.limits = limits;
    const onError = (err: unknown) =>
      context.log.warn({ err }, 'the search index could not be brought up to date; it is tried again');
    const { sweepMs, retryMs } = limits;
    this.logs = new PacedWork({ pace: limits, retryMs, onError, work: () => this.followLogs() });
    const work = async () => ((await readNextFile(context)) ? 0 : sweepMs);
    this.files = new PacedWork({ pace: limits, retryMs, onError, work });
  }

  start(): void {
    this.endings.push(
      this.context.bus.subscribe(conversationEventsTopic, ({ conversationId }) => {
        this.waiting.add(conversationId);
        this.logs.wake(this.limits.gatherMs);
      }),
      this.context.bus.onGap(() => {
        this.sweptAtMs = Number.NEGATIVE_INFINITY;
        this.logs.wake(this.limits.gatherMs);
      }),
    );
    this.logs.start();
    this.files.start();
  }

  /** Resolves when the work under way is done. */
  async stop(): Promise<void> {
    for (const end of this.endings.splice(0)) end();
    await Promise.all([this.logs.stop(), this.files.stop()]);
  }

  /** Takes in all there is now; for tests and measurements. */
  async catchUp(): Promise<void> {
    await this.logs.settled();
    for (;;) {
      const behind = await listBehind(this.context.database, behindMax);
      if (behind.length === 0) break;
      for (const { conversationId } of behind) this.waiting.add(conversationId);
      while (this.waiting.size > 0) await this.indexWaiting();
    }
    while (await readNextFile(this.context));
    await this.files.settled();
  }

  /** One batch of events, if any wait. */
  private async followLogs(): Promise<number> {
    await this.sweep();
    if (this.waiting.size > 0) {
      await this.indexWaiting();
      // They may have brought files.
      this.files.wake(this.limits.gatherMs);
    }
    // What came meanwhile does not wait for the next sweep.
    if (this.waiting.size > 0) return this.limits.gatherMs;
    this.context.metrics.lag(0);
    return this.limits.sweepMs;
  }

  private async sweep(): Promise<void> {
    const nowMs = performance.now();
    if (nowMs - this.sweptAtMs < this.limits.sweepMs) return;
    const behind = await listBehind(this.context.database, behindMax);
    // Files that another process took up and did not finish wait, too.
    this.files.wake(this.limits.gatherMs);
    for (const { conversationId } of behind) this.waiting.add(conversationId);
    if (behind.length < behindMax) this.sweptAtMs = nowMs;
  }

  private async indexWaiting(): Promise<void> {
    const ids = [...this.waiting].slice(0, conversationsPerBatch);
    // Before the batch, not after it: what comes while it reads may have been too late for it, and waits for the next.
    for (const id of ids) this.waiting.delete(id);
    const outcome = await this.indexOrKeep(ids);
    if (outcome === 'busy') {
      await new Promise((resolve) => setTimeout(resolve, this.limits.retryMs).unref());
      return;
    }
    const { metrics, clock } = this.context;
    metrics.indexed(outcome.events);
    if (outcome.newestAt && this.waiting.size > 0)
      metrics.lag((clock.now().getTime() - outcome.newestAt.getTime()) / 1000);
  }

  /** What is not done, or not whole, goes on waiting. */
  private async indexOrKeep(ids: readonly ConversationId[]): Promise<BatchOutcome | 'busy'> {
    let outcome: BatchOutcome | 'busy' | undefined;
    try {
      outcome = await indexBatch(this.context, ids);
      return outcome;
    } finally {
      if (outcome === undefined || outcome === 'busy' || outcome.isFull) for (const id of ids) this.waiting.add(id);
    }
  }
}
