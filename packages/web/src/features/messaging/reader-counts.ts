import { type ConversationId, conversations, messagesBySeqMax } from '@countinghouse/protocol';
import type { Call } from '@countinghouse/sdk';

export interface ReaderCount {
  read: number;
  unread: number;
}

interface Entry {
  count: ReaderCount | undefined;
  listeners: Set<() => void>;
}

/** In a busy group somebody reads every moment; nobody counts that fast. */
const refreshMsMin = 1000;

/**
 * How many have read the messages that are on screen, as the server counts them: exact at any size of the group. A count
 * is asked for while somebody watches it and not everybody has read.
 */
export class ReaderCounts {
  private readonly call: Call;
  private readonly conversationId: ConversationId;
  private readonly entries = new Map<number, Entry>();
  private readonly wanted = new Set<number>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastRefreshMs = Number.NEGATIVE_INFINITY;

  constructor(call: Call, conversationId: ConversationId) {
    this.call = call;
    this.conversationId = conversationId;
  }

  get(seq: number): ReaderCount | undefined {
    return this.entries.get(seq)?.count;
  }

  watch(seq: number, listener: () => void): () => void {
    const entry = this.entries.get(seq) ?? { count: undefined, listeners: new Set() };
    this.entries.set(seq, entry);
    entry.listeners.add(listener);
    if (!isFinal(entry)) this.want(seq);
    return () => void entry.listeners.delete(listener);
  }

  /** Somebody's read position moved, or the line is back. */
  refresh(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.lastRefreshMs = Date.now();
        for (const [seq, entry] of this.entries) if (entry.listeners.size > 0 && !isFinal(entry)) this.want(seq);
      },
      Math.max(0, this.lastRefreshMs + refreshMsMin - Date.now()),
    );
  }

  close(): void {
    clearTimeout(this.timer);
  }

  /** What comes on the screen together is asked for together. */
  private want(seq: number): void {
    this.wanted.add(seq);
    if (this.wanted.size === 1) queueMicrotask(() => this.fetchWanted());
  }

  private fetchWanted(): void {
    const seqs = [...this.wanted];
    this.wanted.clear();
    for (let at = 0; at < seqs.length; at += messagesBySeqMax) void this.fetch(seqs.slice(at, at + messagesBySeqMax));
  }

  private async fetch(seqs: readonly number[]): Promise<void> {
    try {
      const { counts } = await this.call(conversations.readerCounts, {
        params: { conversationId: this.conversationId },
        query: { seqs: seqs.join() },
      });
      for (const { seq, readCount, unreadCount } of counts) {
        const entry = this.entries.get(seq);
        if (!entry || (entry.count?.read === readCount && entry.count.unread === unreadCount)) continue;
        entry.count = { read: readCount, unread: unreadCount };
        for (const listener of [...entry.listeners]) listener();
      }
    } catch {
      // What was known stays; the next movement or the line coming back asks again.
    }
  }
}

/** Read positions never move back. */
const isFinal = ({ count }: Entry) => count?.unread === 0;
