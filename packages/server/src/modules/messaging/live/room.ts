import type { ConversationEvent, ConversationId } from '@countinghouse/protocol';
import { eventsFrame } from './frames.ts';
import type { LiveSession } from './live-session.ts';

// Under load, events that come within this time go out in one frame; the first after a pause goes out at once.
const coalesceMs = 10;

/** The sessions on the line that may see one conversation, and what is about to be sent to them. */
export class Room {
  readonly conversationId: ConversationId;
  /** With the first event that each may see. */
  readonly sessions = new Map<LiveSession, number>();
  /** The newest event that passed; undefined until one did. */
  lastSeq: number | undefined;
  /** Set while membership is read anew; events wait meanwhile. */
  held: ConversationEvent[] | undefined;
  private pending: ConversationEvent[] = [];
  private flushedAtMs = 0;
  private isFlushPlanned = false;

  constructor(conversationId: ConversationId) {
    this.conversationId = conversationId;
  }

  push(event: ConversationEvent): void {
    this.pending.push(event);
    if (this.isFlushPlanned) return;
    this.isFlushPlanned = true;
    const planned = () => {
      this.isFlushPlanned = false;
      this.flush();
    };
    if (performance.now() - this.flushedAtMs > coalesceMs) setImmediate(planned);
    else setTimeout(planned, coalesceMs);
  }

  /** Sends what is pending to whoever is in the room now. Called before every change of membership. */
  flush(): void {
    const events = this.pending;
    if (events.length === 0) return;
    this.pending = [];
    this.flushedAtMs = performance.now();
    const frames = new Map<string, Buffer>();
    for (const [session, firstSeq] of this.sessions) {
      const visible = firstSeq <= 1 ? events : events.filter((event) => isVisible(event, firstSeq));
      if (visible.length === 0) continue;
      const key = visible.length === events.length ? 'all' : visible.map((event) => event.seq).join(' ');
      const frame = frames.get(key) ?? eventsFrame(this.conversationId, visible);
      frames.set(key, frame);
      session.send(frame);
    }
  }
}

/** A card on a message that a late guest may not see is as invisible as the message. */
const isVisible = (event: ConversationEvent, firstSeq: number): boolean =>
  event.seq >= firstSeq && (event.kind !== 'card.set' || event.messageSeq >= firstSeq);
