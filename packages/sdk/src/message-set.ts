import type { Amendment, ConversationEvent, MessagePosted } from '@countinghouse/protocol';
import { Amendments, withoutContent } from './amendments.ts';
import { foldMessage, type Viewer } from './fold-message.ts';
import type { TimelineMessage } from './types.ts';

/** Single messages of a log as they look now, without what stands between them. */
export class MessageSet {
  private readonly viewer: Viewer;
  private readonly events = new Map<number, MessagePosted>();
  private readonly amendments = new Amendments();
  private readonly drawn = new Map<number, TimelineMessage>();

  constructor(viewer: Viewer) {
    this.viewer = viewer;
  }

  add(event: MessagePosted): void {
    if (this.events.has(event.seq)) return;
    this.events.set(event.seq, this.amendments.isRecalled(event.seq) ? withoutContent(event) : event);
  }

  /** True where a message of the set looks different. */
  amend(events: Iterable<ConversationEvent | Amendment>): boolean {
    let isChanged = false;
    for (const event of events) {
      const seq = this.amendments.keep(event);
      if (seq === undefined) continue;
      const posted = this.events.get(seq);
      if (posted && event.kind === 'message.recalled') this.events.set(seq, withoutContent(posted));
      isChanged = this.drawAnew(seq) || isChanged;
    }
    return isChanged;
  }

  /** False where it is none of the set. */
  drawAnew(seq: number): boolean {
    this.drawn.delete(seq);
    return this.events.has(seq);
  }

  has(seq: number): boolean {
    return this.events.has(seq);
  }

  /** The same object until it looks different. */
  get(seq: number): TimelineMessage | undefined {
    const event = this.events.get(seq);
    if (!event) return undefined;
    const message = this.drawn.get(seq) ?? foldMessage(event, this.amendments.of(seq), this.viewer);
    this.drawn.set(seq, message);
    return message;
  }

  drop(seq: number): void {
    this.events.delete(seq);
    this.drawn.delete(seq);
    this.amendments.drop(seq);
  }

  get seqs(): number[] {
    return [...this.events.keys()].sort((left, right) => left - right);
  }
}
