import type {
  CardSet,
  ConversationEvent,
  conversations,
  MessagePosted,
  ResponseOf,
  UserId,
} from '@countinghouse/protocol';
import type { TimelineEntry } from './types.ts';

export type HistoryPage = ResponseOf<typeof conversations.history>;
type ShownEvent = Exclude<ConversationEvent, { kind: 'card.set' }>;

/**
 * What a client knows of one conversation log: a gapless range, events that were heard beyond it, and the newest state
 * of every card. Pages and events may come in any order and any number of times; the result depends only on what came.
 */
export class ConversationLog {
  /** First event that the server lets us see. */
  private firstSeq = 1;
  /** Everything visible from `fromSeq` to `toSeq` is known; empty where `fromSeq` is `toSeq + 1`. */
  private fromSeq = 1;
  private toSeq = 0;
  private readonly shown = new Map<number, ShownEvent>();
  private readonly beyond = new Set<number>();
  private readonly cards = new Map<number, Map<string, CardSet>>();
  private readonly entries = new Map<number, { entry: TimelineEntry; cards: string }>();

  get hasOlder(): boolean {
    return this.fromSeq > this.firstSeq;
  }

  /** Something later is known, but not what stands before it. */
  get hasGap(): boolean {
    return this.beyond.size > 0;
  }

  /** Entries of the gapless range; changes of cards are none. */
  get shownCount(): number {
    let count = 0;
    for (const seq of this.shown.keys()) if (seq >= this.fromSeq && seq <= this.toSeq) count++;
    return count;
  }

  get knownTo(): number {
    return this.toSeq;
  }

  get knownFrom(): number {
    return this.fromSeq;
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
    else {
      // Too much was missed in between: what was known before is joined again by reading back.
      this.toSeq = page.headSeq;
      this.extend(fromSeq, page.headSeq);
    }
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
    const isEnd = page.events.length < limit;
    const reached = isEnd ? page.headSeq : (page.events.at(-1)?.seq ?? afterSeq);
    this.extend(this.fromSeq, reached);
    return isEnd;
  }

  applyEvents(events: readonly ConversationEvent[]): void {
    for (const event of events) this.keep(event);
    this.extend(this.fromSeq, this.toSeq);
  }

  private remember(page: HistoryPage): void {
    for (const event of page.events) this.keep(event);
    for (const card of page.laterCards) this.keepCard(card);
  }

  private keep(event: ConversationEvent): void {
    if (event.kind === 'card.set') this.keepCard(event);
    else this.shown.set(event.seq, event);
    if (event.seq > this.toSeq) this.beyond.add(event.seq);
  }

  private keepCard(card: CardSet): void {
    const ofMessage = this.cards.get(card.messageSeq) ?? new Map<string, CardSet>();
    const known = ofMessage.get(card.cardId);
    if (!known || card.seq > known.seq) ofMessage.set(card.cardId, card);
    this.cards.set(card.messageSeq, ofMessage);
  }

  /** Sets the gapless range and lets it grow over events that join it. */
  private extend(fromSeq: number, toSeq: number): void {
    this.fromSeq = fromSeq;
    this.toSeq = Math.max(this.toSeq, toSeq);
    while (this.beyond.has(this.toSeq + 1)) this.toSeq += 1;
    for (const seq of this.beyond) if (seq <= this.toSeq) this.beyond.delete(seq);
  }

  /** Messages that the log holds at `seq` or before; undefined where that is not known. */
  messageCountAt(seq: number): number | undefined {
    for (let at = Math.min(seq, this.toSeq); at >= this.fromSeq; at--) {
      const event = this.shown.get(at);
      if (event) return event.messageCount;
    }
    return undefined;
  }

  /**
   * Oldest first. An own message shows as soon as it is known, also beyond a gap, so that it never vanishes between the
   * outbox and the log.
   */
  listEntries(me: UserId | undefined): TimelineEntry[] {
    return [...this.shown.values()]
      .filter((event) => (event.seq >= this.fromSeq && event.seq <= this.toSeq) || this.isOwnBeyond(event, me))
      .sort((left, right) => left.seq - right.seq)
      .map((event) => this.entryOf(event));
  }

  private isOwnBeyond(event: ShownEvent, me: UserId | undefined): boolean {
    return event.seq > this.toSeq && event.kind === 'message.posted' && event.actorId === me;
  }

  /** The same object until the message's cards change, so that views redraw only what did. */
  private entryOf(event: ShownEvent): TimelineEntry {
    const cards = [...(this.cards.get(event.seq)?.values() ?? [])].sort(
      (left, right) => left.firstSeq - right.firstSeq,
    );
    const version = cards.map((card) => card.seq).join(' ');
    const kept = this.entries.get(event.seq);
    if (kept && kept.cards === version) return kept.entry;
    const entry: TimelineEntry =
      event.kind === 'message.posted' ? messageEntry(event, cards) : { kind: 'notice', key: `seq-${event.seq}`, event };
    this.entries.set(event.seq, { entry, cards: version });
    return entry;
  }
}

/** A short page reaches back to the first visible event. */
const startOf = (page: HistoryPage, limit: number): number =>
  page.events.length < limit ? page.firstSeq : (page.events[0]?.seq ?? page.firstSeq);

const messageEntry = (event: MessagePosted, cards: readonly CardSet[]): TimelineEntry => ({
  kind: 'message',
  // The same key as in the outbox, so that a view keeps its row when the message is sent.
  key: `${event.actorId} ${event.clientId}`,
  message: {
    clientId: event.clientId,
    seq: event.seq,
    at: event.at,
    actorId: event.actorId,
    text: event.content.text,
    mentions: event.content.mentions,
    files: event.content.files,
    cards: cards.map(({ cardId, card }) => ({ cardId, card })),
    state: 'sent',
    uploads: [],
  },
});
