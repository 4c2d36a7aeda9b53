import type { ConversationEvent } from '@countinghouse/protocol';
import type { LogFollower } from './log-follower.ts';
import { MessageShelf, type MessageShelfOptions } from './message-shelf.ts';
import { ThreadView, type ThreadViewOptions } from './thread-view.ts';
import type { OpenThread } from './types.ts';

/** What is shown of a conversation beside its timeline: quotes, pins, threads. */
export class LogFollowers implements LogFollower {
  readonly shelf: MessageShelf;
  private readonly options: ThreadViewOptions;
  private readonly threads = new Set<ThreadView>();

  constructor(options: ThreadViewOptions & MessageShelfOptions) {
    this.options = options;
    this.shelf = new MessageShelf(options);
  }

  openThread(rootSeq: number): OpenThread {
    const thread = new ThreadView(this.options, rootSeq);
    this.threads.add(thread);
    return {
      getSnapshot: () => thread.watched.getSnapshot(),
      subscribe: (listener) => thread.watched.subscribe(listener),
      loadOlder: () => thread.loadOlder(),
      close: () => {
        thread.close();
        this.threads.delete(thread);
      },
    };
  }

  private get all(): LogFollower[] {
    return [this.shelf, ...this.threads];
  }

  applyEvents(events: readonly ConversationEvent[]): void {
    for (const each of this.all) each.applyEvents(events);
  }

  reload(): void {
    for (const each of this.all) each.reload();
  }

  drawAnew(seq: number): void {
    for (const each of this.all) each.drawAnew(seq);
  }

  empty(): void {
    for (const each of this.all) each.empty();
  }

  publish(): void {
    for (const thread of this.threads) thread.publish();
  }

  /** Nobody looks any more. */
  clear(): void {
    for (const thread of this.threads) thread.close();
    this.threads.clear();
    this.shelf.empty();
  }
}
