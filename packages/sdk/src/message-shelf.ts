import {
  type Amendment,
  type ConversationEvent,
  type ConversationId,
  type MessagePosted,
  messages,
  messagesBySeqMax,
} from '@countinghouse/protocol';
import type { Viewer } from './fold-message.ts';
import type { LogFollower } from './log-follower.ts';
import { MessageSet } from './message-set.ts';
import { type Publications, WatchedState } from './publications.ts';
import type { Call, TimelineMessage } from './types.ts';

/** More than a screen full of quotes ever needs. */
const wantedMax = 200;

export interface MessageShelfOptions {
  conversationId: ConversationId;
  call: Call;
  publications: Publications;
  viewer: Viewer;
  /** What is known already. */
  find(seq: number): { event: MessagePosted; amendments: readonly Amendment[] } | undefined;
  onFailure(error: unknown): void;
  retryLater(action: () => void): void;
}

type Found = TimelineMessage | 'unavailable';

/** Messages that are quoted or pinned, wherever they stand. */
export class MessageShelf implements LogFollower {
  readonly watched: WatchedState<ReadonlyMap<number, Found>>;
  private readonly options: MessageShelfOptions;
  private set: MessageSet;
  /** The one that was wanted last at the end. */
  private readonly wanted = new Set<number>();
  private readonly unavailable = new Set<number>();
  private readonly missing = new Set<number>();
  private isAsking = false;

  constructor(options: MessageShelfOptions) {
    this.options = options;
    this.set = new MessageSet(options.viewer);
    this.watched = new WatchedState(options.publications, () => this.present());
  }

  want(seqs: readonly number[]): void {
    let isChanged = false;
    for (const seq of seqs) {
      const isNew = !this.wanted.delete(seq);
      this.wanted.add(seq);
      if (!isNew) continue;
      const found = this.options.find(seq);
      if (found) {
        this.set.add(found.event);
        this.set.amend(found.amendments);
        isChanged = true;
      } else this.missing.add(seq);
    }
    this.dropOldest();
    if (isChanged) this.watched.invalidate();
    void this.ask();
  }

  private dropOldest(): void {
    for (const seq of this.wanted) {
      if (this.wanted.size <= wantedMax) return;
      this.wanted.delete(seq);
      this.missing.delete(seq);
      this.unavailable.delete(seq);
      this.set.drop(seq);
    }
  }

  /** One request at a time; what is wanted meanwhile goes with the next. */
  private async ask(): Promise<void> {
    if (this.isAsking || this.missing.size === 0) return;
    this.isAsking = true;
    const { set } = this;
    try {
      // What is wanted in one breath is asked for together.
      await undefined;
      while (this.missing.size > 0 && this.set === set) await this.fetch([...this.missing].slice(0, messagesBySeqMax));
    } catch (error) {
      this.options.onFailure(error);
      this.options.retryLater(() => void this.ask());
    } finally {
      this.isAsking = false;
    }
    if (this.set !== set) await this.ask();
  }

  private async fetch(seqs: readonly number[]): Promise<void> {
    const { set } = this;
    const { conversationId } = this.options;
    const answer = await this.options.call(messages.bySeq, {
      params: { conversationId },
      query: { seqs: seqs.join(',') },
    });
    if (this.set !== set) return;
    for (const seq of seqs) this.missing.delete(seq);
    for (const event of answer.events) if (this.wanted.has(event.seq)) set.add(event);
    set.amend([...answer.amendments, ...answer.events]);
    for (const seq of seqs) {
      if (set.has(seq)) this.unavailable.delete(seq);
      else if (this.wanted.has(seq)) this.unavailable.add(seq);
    }
    this.watched.invalidate();
  }

  applyEvents(events: readonly ConversationEvent[]): void {
    if (this.wanted.size > 0 && this.set.amend(events)) this.watched.invalidate();
  }

  reload(): void {
    for (const seq of this.wanted) this.missing.add(seq);
    void this.ask();
  }

  drawAnew(seq: number): void {
    if (this.set.drawAnew(seq)) this.watched.invalidate();
  }

  empty(): void {
    this.set = new MessageSet(this.options.viewer);
    for (const each of [this.wanted, this.unavailable, this.missing]) each.clear();
    this.watched.invalidate();
  }

  private present(): ReadonlyMap<number, Found> {
    const found = new Map<number, Found>();
    for (const seq of this.wanted) {
      const message = this.set.get(seq) ?? (this.unavailable.has(seq) ? 'unavailable' : undefined);
      if (message !== undefined) found.set(seq, message);
    }
    return found;
  }
}
