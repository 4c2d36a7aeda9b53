import { type ConversationId, type MessagePosted, Refusal, type UserId } from '@countinghouse/protocol';
import { isUnreachable } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import { isRepetition } from '../store/event-store.ts';
import type { MessageWrite } from './message-write.ts';
import { writeMessages } from './write-messages.ts';

// A group of 500 reaches the disk's full rate; larger ones only make everybody wait longer.
const groupSizeMax = 500;
// Some seconds of work at full rate: whoever would wait longer is better told to come back.
const waitingMax = 10_000;
// One person cannot fill the queue for everybody. Two requests of the greatest size fit.
const waitingPerUserMax = 200;

/** What became of one message: the event, a refusal by name, or a fault of the server. */
export type PostOutcome = MessagePosted | Error;

interface Waiting {
  write: MessageWrite;
  /** Shared by the messages of one request: conversations in which one of them met a fault. */
  faulted: Set<ConversationId>;
  settle(outcome: PostOutcome): void;
}

/** Messages that arrive while a commit is under way share the next transaction, so that one flush to disk serves many. */
export class PostQueue {
  private readonly context: MessagingContext;
  private waiting: Waiting[] = [];
  private readonly waitingByUser = new Map<UserId, number>();
  private isRunning = false;

  constructor(context: MessagingContext) {
    this.context = context;
  }

  /** Resolves once the message is on disk. Refuses with `server_busy` or `rate_exceeded` instead of queueing without end. */
  async post(write: MessageWrite): Promise<MessagePosted> {
    const [outcome] = await this.postAll([write]);
    if (outcome === undefined) throw new Error('a message got no answer');
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  /**
   * Messages of one person and request, an outcome for each in their order. Within a conversation they keep their order:
   * where one meets a fault of the server, those behind it are refused (`server_busy`) and not written ahead of it.
   */
  postAll(writes: readonly MessageWrite[]): Promise<PostOutcome[]> {
    const faulted = new Set<ConversationId>();
    const outcomes = Promise.all(writes.map((write) => this.enqueue(write, faulted)));
    this.context.metrics.waitingPosts.set(this.waiting.length);
    if (!this.isRunning) void this.run();
    return outcomes;
  }

  private enqueue(write: MessageWrite, faulted: Set<ConversationId>): Promise<PostOutcome> {
    const own = this.waitingByUser.get(write.actorId) ?? 0;
    if (this.waiting.length >= waitingMax) return this.refuse(new Refusal('server_busy', 'too many messages wait'));
    if (own >= waitingPerUserMax) return this.refuse(new Refusal('rate_exceeded', 'too many of your messages wait'));
    this.waitingByUser.set(write.actorId, own + 1);
    return new Promise((settle) => {
      this.waiting.push({ write, faulted, settle });
    });
  }

  private refuse(refusal: Refusal): Promise<Refusal> {
    this.context.metrics.refusedPosts.inc({ refusal: refusal.refusal });
    return Promise.resolve(refusal);
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, groupSizeMax);
      this.context.metrics.waitingPosts.set(this.waiting.length);
      for (const { write } of group) this.forget(write.actorId);
      await this.commit(group);
    }
    this.isRunning = false;
  }

  private forget(userId: UserId): void {
    const left = (this.waitingByUser.get(userId) ?? 1) - 1;
    if (left === 0) this.waitingByUser.delete(userId);
    else this.waitingByUser.set(userId, left);
  }

  private async commit(all: readonly Waiting[]): Promise<void> {
    const group = all.filter((member) => !this.isBehindFault(member));
    if (group.length === 0) return;
    const { metrics } = this.context;
    const stopTimer = metrics.commitSeconds.startTimer();
    metrics.groupSize.observe(group.length);
    try {
      const answers = await this.write(group.map((member) => member.write));
      for (const [index, member] of group.entries()) this.answer(member, answers[index]);
    } catch (error) {
      if (isUnreachable(error)) return this.giveBack(group);
      // One message whose handlers fail must not take the others with it: each is tried by itself.
      if (group.length > 1) for (const member of group) await this.commit([member]);
      else if (group[0]) this.fault(group[0], error);
    } finally {
      stopTimer();
    }
  }

  /** Nearly all messages are new, so they are looked up only where the database finds that one is not. */
  private async write(writes: readonly MessageWrite[]): Promise<(MessagePosted | Refusal)[]> {
    const { database } = this.context;
    try {
      return await database.transaction((tx) => writeMessages(this.context, tx, writes, 'new'));
    } catch (error) {
      if (!isRepetition(error)) throw error;
      return database.transaction((tx) => writeMessages(this.context, tx, writes, 'perhaps'));
    }
  }

  /** The database is away for all alike. What was written all the same is found by its client id when it comes again. */
  private giveBack(group: readonly Waiting[]): void {
    for (const member of group) {
      member.faulted.add(member.write.conversationId);
      this.answer(member, new Refusal('server_busy', 'the database does not answer at present'));
    }
  }

  private isBehindFault(member: Waiting): boolean {
    if (!member.faulted.has(member.write.conversationId)) return false;
    this.answer(member, new Refusal('server_busy', 'a message before this one could not be written'));
    return true;
  }

  private fault({ write, faulted, settle }: Waiting, error: unknown): void {
    faulted.add(write.conversationId);
    settle(error instanceof Error ? error : new Error('a message could not be written', { cause: error }));
  }

  private answer(member: Waiting, answer: MessagePosted | Refusal | undefined): void {
    if (answer instanceof Refusal) this.context.metrics.refusedPosts.inc({ refusal: answer.refusal });
    member.settle(answer ?? new Error('a message got no answer'));
  }
}
