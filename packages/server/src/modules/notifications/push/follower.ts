import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { ConversationEventsHint } from '../../messaging/index.ts';
import type { NotificationsContext } from '../deps.ts';
import { listReachable } from '../store/subscription-store.ts';
import { listBehind, type ProgressRow, setProgress, takeProgress } from '../store/waiting-store.ts';
import { gatherNews } from './gather-news.ts';
import { laterBy, type PushPayload, pushJob } from './send-pushes.ts';

// Conversations of one transaction: some milliseconds of work each.
const conversationsMax = 100;
// People of one job, whose pushes go out side by side.
const peoplePerJob = 100;
// After a fault the database is given a moment.
const faultPauseMs = 5_000;

/**
 * Follows what is posted, beside the write path: a hint only notes the conversation. Looked at in batches: who has a
 * device to reach, has it unread and wants to be told gets a job, which looks again before anything leaves.
 */
export class Follower {
  private readonly context: NotificationsContext;
  private pending = new Map<ConversationId, number>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = true;

  constructor(context: NotificationsContext) {
    this.context = context;
  }

  start(): void {
    this.isStopped = false;
    void this.catchUp();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  handle({ conversationId, events, headSeq }: ConversationEventsHint): void {
    if (this.isStopped) return;
    const first = events.find((event) => event.kind === 'message.posted')?.seq ?? headSeq;
    if (first !== undefined) this.note(conversationId, first);
  }

  /** What was posted while nobody followed, or while hints were lost. */
  async catchUp(): Promise<void> {
    try {
      for (const { conversationId, seq } of await listBehind(this.context.database)) this.note(conversationId, seq + 1);
    } catch (error) {
      this.context.log.warn({ err: error }, 'what was posted meanwhile could not be looked for');
    }
  }

  private note(conversationId: ConversationId, seq: number): void {
    const known = this.pending.get(conversationId);
    this.pending.set(conversationId, known === undefined ? seq : Math.min(known, seq));
    this.plan(this.context.delays.gatherMs);
  }

  private plan(delayMs: number): void {
    if (this.timer || this.isStopped) return;
    this.timer = setTimeout(() => {
      this.running = this.run();
    }, delayMs).unref();
  }

  private async run(): Promise<void> {
    const taken = this.pending;
    this.pending = new Map();
    let pauseMs = this.context.delays.gatherMs;
    try {
      await this.look(taken);
    } catch (error) {
      this.context.log.warn({ err: error }, 'new messages could not be looked at for push; tried again');
      for (const [conversationId, seq] of taken) {
        this.pending.set(conversationId, Math.min(seq, this.pending.get(conversationId) ?? seq));
      }
      pauseMs = faultPauseMs;
    }
    this.timer = undefined;
    if (this.pending.size > 0) this.plan(pauseMs);
  }

  /** What is looked at twice after a fault in the middle is found done: the progress is on disk. */
  private async look(from: ReadonlyMap<ConversationId, number>): Promise<void> {
    const reachable = await listReachable(this.context.database, [...from.keys()]);
    const byConversation = [...Map.groupBy(reachable, ({ conversationId }) => conversationId)];
    for (let start = 0; start < byConversation.length; start += conversationsMax) {
      const part = byConversation.slice(start, start + conversationsMax);
      const known = new Map(part.map(([conversationId]) => [conversationId, from.get(conversationId) ?? 1]));
      const userIds = new Set(part.flatMap(([, people]) => people.map(({ userId }) => userId)));
      await this.take(known, [...userIds]);
    }
  }

  private take(from: ReadonlyMap<ConversationId, number>, userIds: readonly UserId[]): Promise<void> {
    return this.context.database.transaction(async (tx) => {
      const rows = await takeProgress(tx, from);
      if (rows.length === 0) return;
      await setProgress(
        tx,
        rows.map((row) => ({ conversationId: row.conversationId, seq: row.lastMessageSeq })),
      );
      await this.addJobs(tx, rows, userIds);
    });
  }

  private async addJobs(tx: Transaction, rows: readonly ProgressRow[], userIds: readonly UserId[]): Promise<void> {
    const ranges = rows.map(({ conversationId, seq, lastMessageSeq }) => ({
      conversationId,
      afterSeq: seq,
      toSeq: lastMessageSeq,
    }));
    const found = await gatherNews(this.context, tx, { userIds, ranges });
    const { messaging, delays } = this.context;
    for (const range of ranges) {
      const own = found
        .filter(({ news }) => news.place.conversationId === range.conversationId)
        .map(({ recipient }) => recipient.userId);
      for (const [isOnline, people] of Map.groupBy(own, (userId) => messaging.isOnline(userId))) {
        await this.addJob(tx, { ...range, attempt: 1 }, people, isOnline ? delays.onlineMs : delays.offlineMs);
      }
    }
  }

  private async addJob(
    tx: Transaction,
    payload: Omit<PushPayload, 'userIds'>,
    people: readonly UserId[],
    delayMs: number,
  ): Promise<void> {
    for (let start = 0; start < people.length; start += peoplePerJob) {
      const userIds = people.slice(start, start + peoplePerJob);
      await this.context.jobs.add(tx, { name: pushJob, payload: { ...payload, userIds }, ...laterBy(delayMs) });
    }
  }
}
