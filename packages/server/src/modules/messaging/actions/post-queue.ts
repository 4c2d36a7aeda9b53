import { type MessagePosted, Refusal, type UserId } from '@countinghouse/protocol';
import type { MessagingContext } from '../context.ts';
import { type MessageWrite, writeMessages } from './write-messages.ts';

// A group of 500 reaches the disk's full rate; larger ones only make everybody wait longer.
const groupSizeMax = 500;
// Some seconds of work at full rate: whoever would wait longer is better told to come back.
const waitingMax = 10_000;
// One person cannot fill the queue for everybody.
const waitingPerUserMax = 200;

interface Waiting {
  write: MessageWrite;
  resolve(event: MessagePosted): void;
  reject(error: unknown): void;
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
  post(write: MessageWrite): Promise<MessagePosted> {
    const own = this.waitingByUser.get(write.actorId) ?? 0;
    if (this.waiting.length >= waitingMax) return this.refuse(new Refusal('server_busy', 'too many messages wait'));
    if (own >= waitingPerUserMax) return this.refuse(new Refusal('rate_exceeded', 'too many of your messages wait'));
    this.waitingByUser.set(write.actorId, own + 1);
    const { promise, resolve, reject } = Promise.withResolvers<MessagePosted>();
    this.waiting.push({ write, resolve, reject });
    if (!this.isRunning) void this.run();
    return promise;
  }

  private refuse(refusal: Refusal): Promise<never> {
    this.context.metrics.refusedPosts.inc({ refusal: refusal.refusal });
    return Promise.reject(refusal);
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

  private async commit(group: readonly Waiting[]): Promise<void> {
    const { metrics, database } = this.context;
    const stopTimer = metrics.commitSeconds.startTimer();
    metrics.groupSize.observe(group.length);
    try {
      const answers = await database.transaction((tx) =>
        writeMessages(
          this.context,
          tx,
          group.map((member) => member.write),
        ),
      );
      for (const [index, member] of group.entries()) settle(member, answers[index], metrics.refusedPosts);
    } catch (error) {
      // One message whose handlers fail must not take the others with it: each is tried by itself.
      if (group.length > 1) for (const member of group) await this.commit([member]);
      else group[0]?.reject(error);
    } finally {
      stopTimer();
    }
  }
}

function settle(
  member: Waiting,
  answer: MessagePosted | Refusal | undefined,
  refused: MessagingContext['metrics']['refusedPosts'],
): void {
  if (answer instanceof Refusal) {
    refused.inc({ refusal: answer.refusal });
    member.reject(answer);
  } else if (answer) member.resolve(answer);
  else member.reject(new Error('a message got no answer'));
}
