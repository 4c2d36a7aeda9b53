import { type ConversationId, type Cursor, conversations, Refusal } from '@countinghouse/protocol';
import { OfflineError } from './call.ts';
import type { Clock } from './clock.ts';
import type { Call } from './types.ts';

// Somebody who scrolls moves the position many times; the last one counts.
const gatherMs = 300;

export interface CursorSenderOptions {
  call: Call;
  clock: Clock;
  onMoved(conversationId: ConversationId, cursor: Cursor): void;
  onChanged(): void;
}

/** Read positions that the server does not know yet. They count at once in this client's own view. */
export class CursorSender {
  private readonly options: CursorSenderOptions;
  private readonly waiting = new Map<ConversationId, Cursor>();
  private readonly sending = new Set<ConversationId>();
  private cancelTimer: (() => void) | undefined;

  constructor(options: CursorSenderOptions) {
    this.options = options;
  }

  get isIdle(): boolean {
    return this.waiting.size === 0;
  }

  pending(conversationId: ConversationId): Cursor | undefined {
    return this.waiting.get(conversationId);
  }

  move(conversationId: ConversationId, cursor: Cursor): void {
    const known = this.waiting.get(conversationId);
    if (known && known.seq >= cursor.seq) return;
    this.waiting.set(conversationId, cursor);
    this.options.onChanged();
    this.cancelTimer ??= this.options.clock.after(gatherMs, () => {
      this.cancelTimer = undefined;
      this.flush();
    });
  }

  /** Also called when the line is up again. */
  flush(): void {
    for (const conversationId of this.waiting.keys()) void this.send(conversationId);
  }

  clear(): void {
    this.waiting.clear();
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }

  private async send(conversationId: ConversationId): Promise<void> {
    const wanted = this.waiting.get(conversationId);
    if (!wanted || this.sending.has(conversationId)) return;
    this.sending.add(conversationId);
    try {
      const cursor = await this.options.call(conversations.moveCursor, {
        params: { conversationId },
        body: { seq: wanted.seq },
      });
      this.options.onMoved(conversationId, cursor);
      this.settle(conversationId, wanted);
    } catch (error) {
      // A position is a convenience: offline it waits, refused it is given up and the server's stands.
      if (error instanceof Refusal) this.settle(conversationId, wanted);
      else if (!(error instanceof OfflineError)) throw error;
    } finally {
      this.sending.delete(conversationId);
    }
    if (this.waiting.get(conversationId) !== wanted) await this.send(conversationId);
  }

  private settle(conversationId: ConversationId, sent: Cursor): void {
    if (this.waiting.get(conversationId) === sent) this.waiting.delete(conversationId);
    this.options.onChanged();
  }
}
