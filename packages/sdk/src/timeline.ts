import type { ConversationEvent, MessagePosted } from '@countinghouse/protocol';
import type { NoticeEvent, TimelineEntry } from './types.ts';

/** An event that has an entry of its own; the others change how an entry looks. */
export type ShownEvent = MessagePosted | NoticeEvent;

export function isShown(event: ConversationEvent): event is ShownEvent {
  switch (event.kind) {
    case 'message.posted':
    case 'member.joined':
    case 'member.left':
    case 'member.role-set':
    case 'conversation.renamed':
    case 'conversation.settings-set':
    case 'conversation.archived':
      return true;
    case 'pin.set':
      return event.isPinned;
    default:
      return false;
  }
}

/** The entries of a gapless range in their order, kept so that one more event costs the same in a log of any length. */
export class Timeline {
  private events: ShownEvent[] = [];
  private entries: TimelineEntry[] = [];
  private snapshot: readonly TimelineEntry[] | undefined;

  get length(): number {
    return this.events.length;
  }

  /** The same array until something changes. */
  list(): readonly TimelineEntry[] {
    this.snapshot ??= this.entries.slice();
    return this.snapshot;
  }

  append(event: ShownEvent, entry: TimelineEntry): void {
    this.events.push(event);
    this.entries.push(entry);
    this.snapshot = undefined;
  }

  prepend(events: readonly ShownEvent[], entries: readonly TimelineEntry[]): void {
    if (events.length === 0) return;
    this.events = [...events, ...this.events];
    this.entries = [...entries, ...this.entries];
    this.snapshot = undefined;
  }

  clear(): void {
    this.events = [];
    this.entries = [];
    this.snapshot = undefined;
  }

  /** Makes event and entry at `seq` anew, if they are there. */
  replace(seq: number, make: (event: ShownEvent) => { event: ShownEvent; entry: TimelineEntry }): void {
    const at = this.countUpTo(seq) - 1;
    const before = this.events[at];
    if (before?.seq === seq) this.replaceAt(at, make(before));
  }

  replaceAll(make: (event: ShownEvent) => { event: ShownEvent; entry: TimelineEntry }): void {
    for (const [at, event] of this.events.entries()) this.replaceAt(at, make(event));
  }

  private replaceAt(at: number, { event, entry }: { event: ShownEvent; entry: TimelineEntry }): void {
    this.events[at] = event;
    this.entries[at] = entry;
    this.snapshot = undefined;
  }

  /** Gives back what was dropped. */
  dropOldest(count: number): readonly TimelineEntry[] {
    this.events.splice(0, count);
    this.snapshot = undefined;
    return this.entries.splice(0, count);
  }

  /** What stands before `seq`, oldest first. */
  before(seq: number): { events: readonly ShownEvent[]; entries: readonly TimelineEntry[] } {
    const count = this.countUpTo(seq - 1);
    return { events: this.events.slice(0, count), entries: this.entries.slice(0, count) };
  }

  /** The entry nearest to `seq`: at it, else the first behind it, else the last. */
  nearest(seq: number): ShownEvent | undefined {
    return this.events[this.countUpTo(seq - 1)] ?? this.events.at(-1);
  }

  /** The first entry behind `seq` that is wanted. */
  findAfter(seq: number, isWanted: (event: ShownEvent) => boolean): ShownEvent | undefined {
    for (let at = this.countUpTo(seq); at < this.events.length; at++) {
      const event = this.events[at];
      if (event && isWanted(event)) return event;
    }
    return undefined;
  }

  /** The last event at `seq` or before it. */
  findAt(seq: number): ShownEvent | undefined {
    return this.events[this.countUpTo(seq) - 1];
  }

  /** The newest `count` events, oldest first. */
  newest(count: number): readonly ShownEvent[] {
    return this.events.slice(-count);
  }

  private countUpTo(seq: number): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.events[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The same key as in the outbox, so that a view keeps its row when the message is sent. */
export const keyOf = ({ actorId, clientId }: Pick<MessagePosted, 'actorId' | 'clientId'>): string =>
  `${actorId} ${clientId}`;
