import type {
  Amendment,
  ConversationEvent,
  conversations,
  MessagePosted,
  ResponseOf,
  UserId,
} from '@countinghouse/protocol';
import { Amendments, withoutContent } from './amendments.ts';
import { foldMessage, nobody, type Viewer } from './fold-message.ts';
import { isShown, keyOf, type ShownEvent, Timeline } from './timeline.ts';
import type { TimelineEntry } from './types.ts';

export type HistoryPage = ResponseOf<typeof conversations.history>;

/** The newest end of a log, as it is kept on the device. */
export interface KeptLog {
  firstSeq: number;
  fromSeq: number;
  toSeq: number;
  /** Tells whether all of them are still there. */
  eventCount: number;
  events: readonly ShownEvent[];
  amendments: readonly Amendment[];
}

/**
 * What a client knows of one conversation log: a gapless range, events that were heard beyond it, and the newest of
 * everything that was done to its messages. Pages and events may come in any order and any number of times; the result
 * depends only on what came.
 */
export class ConversationLog {
  private readonly viewer: Viewer;
  private foldedFor: UserId | undefined;
  /** First event that the server lets us see. */
  private firstSeq = 1;
  /** Everything visible from `fromSeq` to `toSeq` is known; empty where `fromSeq` is `toSeq + 1`. */
  private fromSeq = 1;
  private toSeq = 0;
  private readonly timeline = new Timeline();
  /** What is known outside the range: ahead of it, or from an answer that was overtaken. */
  private readonly outside = new Map<number, ShownEvent>();
  private readonly beyond = new Set<number>();
  private readonly amendments = new Amendments();
  /** Entries of own messages beyond the range, which are shown before they join it. */
  private readonly ahead = new Map<number, TimelineEntry>();
  private readonly keys = new Set<string>();

  constructor(viewer: Viewer = nobody) {
    this.viewer = viewer;
    this.foldedFor = viewer.me();
  }

  get hasOlder(): boolean {
    return this.fromSeq > this.firstSeq;
  }

  /** Something later is known, but not what stands before it. */
  get hasGap(): boolean {
    return this.beyond.size > 0;
  }

  /** Entries of the gapless range; what only changes messages is none. */
  get shownCount(): number {
    return this.timeline.length;
  }

  get knownTo(): number {
    return this.toSeq;
  }

  get knownFrom(): number {
    return this.fromSeq;
  }

  /** Whether what stands at `seq` is within the range. */
  covers(seq: number): boolean {
    return seq >= this.fromSeq && seq <= this.toSeq;
  }

  /** The newest page, asked for without a position. */
  applyNewest(page: HistoryPage, limit: number): void {
    const fromSeq = startOf(page, limit);
    const isJoined = fromSeq <= this.toSeq + 1 && page.headSeq >= this.fromSeq - 1;
    this.firstSeq = page.firstSeq;
    this.remember(page);
    // An answer that was overtaken by a later one says nothing about the range.
    if (!isJoined && page.headSeq < this.toSeq) return;
    if (isJoined) this.extend(Math.min(fromSeq, this.fromSeq), page.headSeq);
    else this.startAnew(fromSeq, page.headSeq);
  }

  /** Too much was missed in between: what was known before is read back when somebody wants to see it. */
  private startAnew(fromSeq: number, toSeq: number): void {
    this.timeline.clear();
    this.keys.clear();
    for (const seq of this.outside.keys()) if (seq < fromSeq) this.outside.delete(seq);
    this.fromSeq = fromSeq;
    this.toSeq = fromSeq - 1;
    this.extend(fromSeq, toSeq);
  }

  /** The page that ends before a position and the one that begins at it; only for a log that knows nothing yet. */
  applyAround(before: HistoryPage, after: HistoryPage, limit: number): void {
    this.firstSeq = before.firstSeq;
    this.remember(before);
    this.remember(after);
    this.startAnew(startOf(before, limit), endOf(after, limit) ?? before.events.at(-1)?.seq ?? before.firstSeq - 1);
    this.beyond.clear();
  }

  /** The page before `beforeSeq`, which was `knownFrom` when it was asked for. */
  applyOlder(page: HistoryPage, limit: number, beforeSeq: number): void {
    this.firstSeq = page.firstSeq;
    this.remember(page);
    if (beforeSeq < this.fromSeq) return;
    this.extend(Math.min(startOf(page, limit), this.fromSeq), this.toSeq);
  }

  /** The page after `afterSeq`, which was `knownTo` when it was asked for; true if it reached the end of the log. */
  applyLater(page: HistoryPage, limit: number, afterSeq: number): boolean {
    this.remember(page);
    // Between asking and answer the range may have begun anew further on; then this says nothing about it.
    if (afterSeq >= this.fromSeq - 1) this.extend(this.fromSeq, endOf(page, limit) ?? afterSeq);
    return page.events.length < limit;
  }

  applyEvents(events: readonly ConversationEvent[]): void {
    for (const event of events) this.keep(event);
    this.extend(this.fromSeq, this.toSeq);
  }

  /** Only what they do to messages; for a range that does not grow by what is heard. True if something looks different. */
  applyAmendments(events: readonly ConversationEvent[]): boolean {
    let isChanged = false;
    for (const event of events) isChanged = this.amend(event) || isChanged;
    return isChanged;
  }

  /** What the device has kept; only for a log that knows nothing yet. */
  restore(kept: KeptLog): void {
    this.firstSeq = kept.firstSeq;
    for (const event of kept.events) this.outside.set(event.seq, event);
    this.applyAmendments(kept.amendments);
    this.startAnew(kept.fromSeq, kept.toSeq);
  }

  /** The newest `eventsMax` entries with what stands on them. */
  toKept(eventsMax: number): KeptLog {
    const events = this.timeline.newest(eventsMax);
    const isWhole = events.length === this.timeline.length;
    return {
      firstSeq: this.firstSeq,
      fromSeq: isWhole ? this.fromSeq : (events[0]?.seq ?? this.fromSeq),
      toSeq: this.toSeq,
      eventCount: events.length,
      events,
      amendments: events.flatMap(({ seq }) => [...this.amendments.of(seq)]),
    };
  }

  /** Takes over what `older` knows before this range; false where there is something between the two. */
  joinOlder(older: ConversationLog): boolean {
    if (older.toSeq < this.fromSeq - 1) return false;
    for (const amendment of older.amendments.all()) this.amend(amendment);
    if (older.fromSeq >= this.fromSeq) return true;
    const { events, entries } = older.timeline.before(this.fromSeq);
    this.timeline.prepend(events, entries);
    for (const { kind, key } of entries) if (kind === 'message') this.keys.add(key);
    for (const seq of this.outside.keys()) if (seq >= older.fromSeq && seq < this.fromSeq) this.outside.delete(seq);
    this.fromSeq = older.fromSeq;
    this.firstSeq = older.firstSeq;
    return true;
  }

  /** Forgets the oldest entries; they are read again when somebody wants to see them. */
  keepNewest(shownMax: number): void {
    const count = this.timeline.length - shownMax;
    if (count <= 0) return;
    for (const { key } of this.timeline.dropOldest(count)) this.keys.delete(key);
    this.fromSeq = this.timeline.nearest(0)?.seq ?? this.toSeq + 1;
    this.amendments.dropBefore(this.fromSeq);
    for (const seq of this.outside.keys()) if (seq < this.fromSeq) this.outside.delete(seq);
  }

  private remember(page: HistoryPage): void {
    for (const event of page.events) this.keep(event);
    for (const event of page.amendments) this.amend(event);
  }

  private keep(event: ConversationEvent): void {
    this.amend(event);
    const isOutside = event.seq < this.fromSeq || event.seq > this.toSeq;
    if (isOutside && isShown(event)) this.outside.set(event.seq, this.asItIs(event));
    if (event.seq > this.toSeq) this.beyond.add(event.seq);
  }

  private asItIs(event: ShownEvent): ShownEvent {
    const isEmptied = event.kind === 'message.posted' && this.amendments.isRecalled(event.seq);
    return isEmptied ? withoutContent(event) : event;
  }

  private amend(event: ConversationEvent): boolean {
    const seq = this.amendments.keep(event);
    if (seq === undefined) return false;
    const outside = this.outside.get(seq);
    if (outside) this.outside.set(seq, this.asItIs(outside));
    this.drawAnew(seq);
    return true;
  }

  /** What stands at `seq` may look different to the viewer. */
  drawAnew(seq: number): void {
    this.ahead.delete(seq);
    this.timeline.replace(seq, (event) => this.drawn(event));
  }

  private drawn(event: ShownEvent): { event: ShownEvent; entry: TimelineEntry } {
    const asItIs = this.asItIs(event);
    return { event: asItIs, entry: this.entryOf(asItIs) };
  }

  private entryOf(event: ShownEvent): TimelineEntry {
    if (event.kind !== 'message.posted') return { kind: 'notice', key: `seq-${event.seq}`, event };
    const message = foldMessage(event, this.amendments.of(event.seq), this.viewer);
    return { kind: 'message', key: keyOf(event), message };
  }

  /** Sets the gapless range and lets it grow over events that join it. */
  private extend(fromSeq: number, toSeq: number): void {
    let reached = Math.max(this.toSeq, toSeq);
    while (this.beyond.has(reached + 1)) reached += 1;
    for (const seq of this.beyond) if (seq <= reached) this.beyond.delete(seq);
    const older = this.take(fromSeq, this.fromSeq - 1);
    this.timeline.prepend(
      older.map(({ event }) => event),
      older.map(({ entry }) => entry),
    );
    for (const { event, entry } of this.take(this.toSeq + 1, reached)) this.timeline.append(event, entry);
    this.fromSeq = fromSeq;
    this.toSeq = reached;
  }

  private take(fromSeq: number, toSeq: number): { event: ShownEvent; entry: TimelineEntry }[] {
    const taken: { event: ShownEvent; entry: TimelineEntry }[] = [];
    for (let seq = fromSeq; seq <= toSeq; seq++) {
      const event = this.outside.get(seq);
      if (!event) continue;
      this.outside.delete(seq);
      const entry = this.ahead.get(seq) ?? this.entryOf(event);
      this.ahead.delete(seq);
      if (entry.kind === 'message') this.keys.add(entry.key);
      taken.push({ event, entry });
    }
    return taken;
  }

  /** Messages that the log holds at `seq` or before; undefined where that is not known. */
  messageCountAt(seq: number): number | undefined {
    return this.timeline.findAt(Math.min(seq, this.toSeq))?.messageCount;
  }

  /** The number of the entry nearest to `seq`; undefined where there is none at all. */
  nearestTo(seq: number): number | undefined {
    return this.timeline.nearest(seq)?.seq;
  }

  /** The first message of somebody else behind `seq`. */
  firstOfOthersAfter(seq: number): number | undefined {
    const me = this.viewer.me();
    return this.timeline.findAfter(seq, ({ kind, actorId }) => kind === 'message.posted' && actorId !== me)?.seq;
  }

  /** The message at `seq`, with what stands on it. */
  findMessage(seq: number): { event: MessagePosted; amendments: readonly Amendment[] } | undefined {
    const event = this.covers(seq) ? this.timeline.findAt(seq) : undefined;
    if (event?.seq !== seq || event.kind !== 'message.posted') return undefined;
    return { event, amendments: [...this.amendments.of(seq)] };
  }

  /** Whether `listEntries` shows a message of this key. */
  hasMessage(key: string): boolean {
    return this.keys.has(key) || this.listAhead().some((entry) => entry.key === key);
  }

  /**
   * Oldest first; the same array until something changes. An own message shows as soon as it is known, also beyond a
   * gap, so that it never vanishes between the outbox and the log.
   */
  listEntries(): readonly TimelineEntry[] {
    const me = this.viewer.me();
    if (me !== this.foldedFor) this.timeline.replaceAll((event) => this.drawn(event));
    this.foldedFor = me;
    const ahead = this.listAhead();
    return ahead.length === 0 ? this.timeline.list() : [...this.timeline.list(), ...ahead];
  }

  private listAhead(): TimelineEntry[] {
    if (this.beyond.size === 0) return [];
    const me = this.viewer.me();
    return [...this.beyond]
      .sort((left, right) => left - right)
      .flatMap((seq) => {
        const event = this.outside.get(seq);
        if (event?.kind !== 'message.posted' || event.actorId !== me) return [];
        const entry = this.ahead.get(seq) ?? this.entryOf(event);
        this.ahead.set(seq, entry);
        return [entry];
      });
  }
}

/** A short page reaches back to the first visible event. */
const startOf = (page: HistoryPage, limit: number): number =>
  page.events.length < limit ? page.firstSeq : (page.events[0]?.seq ?? page.firstSeq);

/** A short page reaches to the end of the log. */
const endOf = (page: HistoryPage, limit: number): number | undefined =>
  page.events.length < limit ? page.headSeq : page.events.at(-1)?.seq;
