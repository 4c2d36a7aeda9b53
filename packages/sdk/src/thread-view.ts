import {
  type ConversationEvent,
  type ConversationId,
  messages,
  Refusal,
  type ResponseOf,
} from '@countinghouse/protocol';
import type { Viewer } from './fold-message.ts';
import type { LogFollower } from './log-follower.ts';
import { MessageSet } from './message-set.ts';
import { type Publications, WatchedState } from './publications.ts';
import { keyOf } from './timeline.ts';
import type { Call, ThreadState, TimelineMessage } from './types.ts';

export interface ThreadViewOptions {
  conversationId: ConversationId;
  call: Call;
  publications: Publications;
  viewer: Viewer;
  listOutbox(): readonly TimelineMessage[];
  onFailure(error: unknown): void;
  retryLater(action: () => void): void;
}

type ThreadPage = ResponseOf<typeof messages.thread>;

/** One thread: its first message, and its others from some point on without a gap. */
export class ThreadView implements LogFollower {
  readonly watched: WatchedState<ThreadState>;
  private readonly options: ThreadViewOptions;
  private readonly rootSeq: number;
  private set: MessageSet;
  /** What is being read anew, while the other is still shown. */
  private next: MessageSet | undefined;
  private isLoaded = false;
  private isUnavailable = false;
  private isLoadingOlder = false;
  private hasOlder = false;
  private isClosed = false;

  constructor(options: ThreadViewOptions, rootSeq: number) {
    this.options = options;
    this.rootSeq = rootSeq;
    this.set = new MessageSet(options.viewer);
    this.watched = new WatchedState(options.publications, () => this.present());
    void this.load();
  }

  private get params() {
    return { conversationId: this.options.conversationId, seq: this.rootSeq };
  }

  /** The newest page; what comes live meanwhile is in the set when it is there. */
  private async load(): Promise<void> {
    const next = new MessageSet(this.options.viewer);
    this.next = next;
    try {
      const page = await this.options.call(messages.thread, { params: this.params });
      if (this.next !== next) return;
      this.set = next;
      this.next = undefined;
      this.take(page);
      this.isUnavailable = !next.has(this.rootSeq);
      this.isLoaded = true;
      this.watched.invalidate();
    } catch (error) {
      if (this.next === next) this.handleFailure(error);
    }
  }

  private handleFailure(error: unknown): void {
    this.options.onFailure(error);
    if (error instanceof Refusal && error.refusal === 'object_missing') {
      this.empty();
      this.isLoaded = true;
      this.isUnavailable = true;
    } else
      this.options.retryLater(() => {
        if (!this.isClosed && this.next) void this.load();
      });
  }

  private take(page: ThreadPage): void {
    for (const event of page.events) this.set.add(event);
    // The newest reply says how long the thread is, also where it comes as a message of the page.
    this.set.amend([...page.amendments, ...page.events]);
    this.hasOlder = page.hasOlder;
  }

  async loadOlder(): Promise<void> {
    const { set } = this;
    const [beforeSeq] = this.replySeqs;
    if (this.isLoadingOlder || !this.hasOlder || beforeSeq === undefined) return;
    this.isLoadingOlder = true;
    this.watched.invalidate();
    try {
      const page = await this.options.call(messages.thread, { params: this.params, query: { beforeSeq } });
      if (this.set === set) this.take(page);
    } catch (error) {
      this.options.onFailure(error);
    } finally {
      this.isLoadingOlder = false;
      this.watched.invalidate();
    }
  }

  private get replySeqs(): number[] {
    return this.set.seqs.filter((seq) => seq !== this.rootSeq);
  }

  applyEvents(events: readonly ConversationEvent[]): void {
    const isChanged = [this.set, this.next].map((set) => set !== undefined && this.applyTo(set, events)).includes(true);
    if (isChanged) this.watched.invalidate();
  }

  private applyTo(set: MessageSet, events: readonly ConversationEvent[]): boolean {
    let isChanged = set.amend(events);
    for (const event of events) {
      if (event.kind !== 'message.posted' || event.content.threadSeq !== this.rootSeq) continue;
      set.add(event);
      isChanged = true;
    }
    return isChanged;
  }

  /** From the newest page on; older ones are read again when they are wanted. */
  reload(): void {
    if (!this.isClosed) void this.load();
  }

  drawAnew(seq: number): void {
    if (this.set.drawAnew(seq)) this.watched.invalidate();
  }

  empty(): void {
    this.set = new MessageSet(this.options.viewer);
    this.next = undefined;
    this.isLoaded = false;
    this.hasOlder = false;
    this.watched.invalidate();
  }

  /** What was written changed in the outbox. */
  publish(): void {
    this.watched.invalidate();
  }

  close(): void {
    this.isClosed = true;
  }

  private present(): ThreadState {
    const written = this.replySeqs.flatMap((seq) => this.set.get(seq) ?? []);
    const keys = new Set(written.map(keyOf));
    const outgoing = this.options
      .listOutbox()
      .filter((message) => message.threadSeq === this.rootSeq && !keys.has(keyOf(message)));
    return {
      isLoaded: this.isLoaded,
      isLoadingOlder: this.isLoadingOlder,
      hasOlder: this.hasOlder,
      root: this.set.get(this.rootSeq) ?? (this.isUnavailable ? 'unavailable' : undefined),
      replies: [...written, ...outgoing],
    };
  }
}
