import {
  type ClientId,
  type ConversationEvent,
  type ConversationId,
  type Cursor,
  conversations,
  historyPageMax,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Clock } from './clock.ts';
import { ConversationLog, type KeptLog } from './conversation-log.ts';
import type { Viewer } from './fold-message.ts';
import { HistoryReader, pageSize, shownOnOpeningMin } from './history-reader.ts';
import { LogFollowers } from './log-followers.ts';
import { isOfMembers, MemberRoll } from './member-roll.ts';
import { MessageActions } from './message-actions.ts';
import { PastView } from './past-view.ts';
import { type Publications, WatchedState } from './publications.ts';
import { keyOf } from './timeline.ts';
import type { Call, ConversationState, TimelineEntry, TimelineMessage } from './types.ts';

// An own message is often answered just before the push of what stands ahead of it.
const gapPatienceMs = 100;
// Beyond this many missed events it is cheaper to start again from the newest page.
const catchUpEventsMax = 1000;
/** What a day's talk brings into a conversation that stays open; what was read back by hand comes on top. */
const logEntriesMax = 5_000;
/** Of a conversation that is closed: enough to show it again at once, and no more in all of them than is kept. */
const restingEntriesMax = 200;
// Dropping one entry for each that comes would cost a walk through all of them.
const trimShare = 1.2;

export interface ConversationStoreOptions {
  conversationId: ConversationId;
  call: Call;
  newClientId(): ClientId;
  listOutbox(): readonly TimelineMessage[];
  me(): UserId | undefined;
  /** The own read position; undefined where nothing is unread. */
  unreadFrom(): number | undefined;
  /** What the device has kept of it. */
  loadKept(): Promise<KeptLog | undefined>;
  /** The log reaches further than what is kept. */
  onGrown(): void;
  onPull(): void;
  /** The server's answer to something that the caller did. */
  onDone(event: ConversationEvent): void;
  /** The engine decides whether that means offline or signed out. */
  onFailure(error: unknown): void;
  /** Unless the messenger is stopped by then. */
  retryLater(action: () => void): void;
  clock: Clock;
  publications: Publications;
}

/** One conversation as views watch it: its log, its members, and what is on its way out. */
export class ConversationStore {
  readonly watched: WatchedState<ConversationState>;
  readonly actions: MessageActions;
  readonly followers: LogFollowers;
  private readonly options: ConversationStoreOptions;
  private readonly viewer: Viewer;
  private readonly reader: HistoryReader;
  private readonly members = new MemberRoll();
  private readonly past: PastView;
  private log: ConversationLog;
  private areMembersOutdated = false;
  private isLoaded = false;
  /** The caller may not see it; there is nothing to wait for. */
  private isGone = false;
  private isLoadingOlder = false;
  private isPulling = false;
  private mustPullAgain = false;
  private isWaitingForGap = false;
  /** Entries that somebody asked for, beyond what came by itself. */
  private readBackCount = 0;
  private entriesMax = logEntriesMax;

  constructor(options: ConversationStoreOptions) {
    this.options = options;
    this.reader = new HistoryReader(options.call, options.conversationId);
    this.actions = new MessageActions({ ...options, onChanged: (seq) => this.drawAnew(seq) });
    this.viewer = { me: options.me, pendingReactions: this.actions.reactions.of };
    this.log = new ConversationLog(this.viewer);
    const { viewer, reader } = this;
    this.past = new PastView({ ...options, viewer, reader, onChanged: () => this.publish() });
    this.followers = new LogFollowers({ ...options, viewer, find: (seq) => this.log.findMessage(seq) });
    this.watched = new WatchedState(options.publications, () => this.present());
  }

  /** Shows what the device has, then what the server has. */
  async begin(): Promise<void> {
    const { log } = this;
    const kept = await this.options.loadKept();
    if (kept && this.log === log && !this.isLoaded) {
      log.restore(kept);
      this.isLoaded = true;
      this.publish();
    }
    await this.pull();
  }

  /** Brings log and members up to date. Calls that come meanwhile lead to one more round. */
  async pull(): Promise<void> {
    await this.pullUntilWhole([() => this.refreshMembers()]);
  }

  private async pullUntilWhole(also: readonly (() => Promise<void>)[]): Promise<void> {
    if (this.isPulling) {
      this.mustPullAgain = true;
      return;
    }
    this.isPulling = true;
    try {
      do {
        this.mustPullAgain = false;
        this.options.onPull();
        await Promise.all([this.isLoaded ? this.catchUp() : this.loadNewest(), ...also.map((each) => each())]);
        if (this.areMembersOutdated) await this.refreshMembers();
        this.isGone = false;
        this.joinPast();
        this.publish();
        this.options.onGrown();
      } while (this.mustPullAgain || this.log.hasGap);
    } catch (error) {
      this.handleFailure(error);
    } finally {
      this.isPulling = false;
    }
  }

  /** Where the caller may not see it any more, nothing may stay in view. What the server could not do now is tried again. */
  private handleFailure(error: unknown): void {
    this.options.onFailure(error);
    if (error instanceof Refusal && error.refusal === 'object_missing') this.empty();
    else this.options.retryLater(() => void this.pull());
  }

  private async loadNewest(): Promise<void> {
    const { log } = this;
    log.applyNewest(await this.reader.read({ limit: pageSize }), pageSize);
    await this.reader.readBack(log, shownOnOpeningMin);
    if (this.log !== log) return;
    this.isLoaded = true;
    // Back again: what is sent from now on is seen, though the members are still being asked for.
    this.isGone = false;
    // What was passed over may have changed what they show.
    this.followers.reload();
    this.past.reload();
    // Who takes part may come later than what was said.
    this.publish();
  }

  private async catchUp(): Promise<void> {
    const { log } = this;
    for (let caught = 0; ; caught += historyPageMax) {
      if (caught >= catchUpEventsMax) return this.loadNewest();
      const afterSeq = log.knownTo;
      const page = await this.reader.read({ afterSeq, limit: historyPageMax });
      if (page.events.some(isOfMembers)) this.areMembersOutdated = true;
      if (page.headSeq - afterSeq > catchUpEventsMax) return this.loadNewest();
      const isEnd = log.applyLater(page, historyPageMax, afterSeq);
      if (this.log === log) this.tellOthers([...page.events, ...page.amendments]);
      if (isEnd) return;
    }
  }

  /** Read positions of others, for lines on which they are not pushed. */
  async refreshReaders(): Promise<void> {
    if (!this.isLoaded) return;
    try {
      await this.refreshMembers();
      this.publish();
    } catch (error) {
      this.options.onFailure(error);
    }
  }

  private async refreshMembers(): Promise<void> {
    const { log } = this;
    this.areMembersOutdated = false;
    const { conversationId } = this.options;
    const { summary, members } = await this.options.call(conversations.get, { params: { conversationId } });
    if (this.log === log) this.members.take(members, summary.headSeq);
  }

  /** Read positions that moved. */
  handleReaders(moved: readonly { userId: UserId; cursor: Cursor }[]): void {
    if (this.members.moveCursors(moved)) this.publish();
  }

  async loadOlder(): Promise<void> {
    if (this.past.isShown) return this.past.loadOlder();
    if (this.isLoadingOlder || !this.isLoaded || !this.log.hasOlder) return;
    this.isLoadingOlder = true;
    this.publish();
    const { log } = this;
    const countBefore = log.shownCount;
    try {
      await this.reader.readOlder(log);
    } catch (error) {
      this.handleFailure(error);
    } finally {
      this.isLoadingOlder = false;
      if (this.log === log) this.readBackCount += Math.max(0, log.shownCount - countBefore);
      this.publish();
    }
  }

  async loadNewer(): Promise<void> {
    await this.past.loadNewer();
    this.joinPast();
  }

  async showAt(target: number | 'firstUnread'): Promise<number | undefined> {
    const unreadFrom = this.options.unreadFrom();
    if (target === 'firstUnread' && unreadFrom === undefined) {
      this.showNewest();
      return undefined;
    }
    const seq = target === 'firstUnread' ? (unreadFrom ?? 0) + 1 : target;
    if (this.isLoaded && this.log.covers(seq)) this.past.leave();
    else if (!(await this.past.show(seq))) return this.past.anchorSeq;
    this.joinPast();
    const shown = this.past.log ?? this.log;
    const firstUnread = target === 'firstUnread' ? shown.firstOfOthersAfter(seq - 1) : undefined;
    this.past.anchorSeq = firstUnread ?? shown.nearestTo(seq);
    this.publish();
    return this.past.anchorSeq;
  }

  /** Back to the live end. */
  showNewest(): void {
    this.past.leave();
    this.readBackCount = 0;
    this.trim();
    this.publish();
  }

  private joinPast(): void {
    const { log } = this.past;
    if (!log || !this.isLoaded || !this.log.joinOlder(log)) return;
    this.readBackCount += log.shownCount;
    this.past.handleJoined();
  }

  handleEvents(events: readonly ConversationEvent[]): void {
    this.tellOthers(events);
    if (!this.isLoaded) {
      // The first page may have been read before these were written.
      this.mustPullAgain = true;
      this.publish();
      return;
    }
    this.log.applyEvents(events);
    for (const event of events) this.members.note(event);
    this.trim();
    this.publish();
    this.options.onGrown();
    if (this.log.hasGap) this.pullUnlessFilled();
  }

  private tellOthers(events: readonly ConversationEvent[]): void {
    this.past.applyEvents(events);
    this.followers.applyEvents(events);
  }

  private pullUnlessFilled(): void {
    if (this.isWaitingForGap) return;
    this.isWaitingForGap = true;
    this.options.clock.after(gapPatienceMs, () => {
      this.isWaitingForGap = false;
      if (this.log.hasGap) void this.pullUntilWhole([]);
    });
  }

  /** What the caller did, whose answer came before the push, perhaps even before the first page; it stays in view. */
  handleSent(events: readonly ConversationEvent[]): void {
    // The answer came after the end of the membership.
    if (this.isGone) return;
    if (!this.isLoaded) this.log.applyEvents(events);
    this.handleEvents(events);
  }

  private drawAnew(seq: number): void {
    this.log.drawAnew(seq);
    this.past.log?.drawAnew(seq);
    this.followers.drawAnew(seq);
    this.publish();
  }

  messageCountAt(seq: number): number | undefined {
    return this.past.log?.covers(seq) ? this.past.log.messageCountAt(seq) : this.log.messageCountAt(seq);
  }

  /** The newest end of it, once it is known without a gap. */
  toKept(eventsMax: number): KeptLog | undefined {
    return this.isLoaded ? this.log.toKept(eventsMax) : undefined;
  }

  get entryCount(): number {
    return this.log.shownCount + (this.past.log?.shownCount ?? 0);
  }

  private trim(): void {
    const most = this.entriesMax + this.readBackCount;
    if (this.log.shownCount > most * trimShare) this.log.keepNewest(most);
  }

  /** A view looks at it. */
  show(): void {
    this.entriesMax = logEntriesMax;
  }

  /** No view looks at it any more; it stays warm for a while. */
  rest(): void {
    this.entriesMax = restingEntriesMax;
    this.past.clear();
    this.followers.clear();
    this.readBackCount = 0;
    this.log.keepNewest(restingEntriesMax);
    this.publish();
  }

  /** The caller lost the right to see it. Answers that are under way find another log and change nothing. */
  empty(): void {
    this.log = new ConversationLog(this.viewer);
    this.members.clear();
    this.past.clear();
    this.followers.empty();
    this.isLoaded = false;
    this.isGone = true;
    this.publish();
  }

  /** What is on its way out changed. */
  handleOutbox(): void {
    this.followers.publish();
    this.publish();
  }

  private publish(): void {
    this.watched.invalidate();
  }

  private present(): ConversationState {
    const written = this.past.log ?? this.log;
    const outgoing = this.past.isShown ? [] : this.listOutgoing();
    return {
      isLoaded: this.isLoaded || this.isGone || this.past.isShown,
      isLoadingOlder: this.isLoadingOlder || this.past.isLoadingOlder,
      hasOlder: written.hasOlder,
      isLoadingNewer: this.past.isLoadingNewer,
      hasNewer: this.past.isShown,
      isDetached: this.past.isShown,
      anchorSeq: this.past.anchorSeq,
      members: this.members.list,
      entries: outgoing.length === 0 ? written.listEntries() : [...written.listEntries(), ...outgoing],
    };
  }

  private listOutgoing(): TimelineEntry[] {
    if (this.options.me() === undefined) return [];
    return this.options.listOutbox().flatMap((message) => {
      const key = keyOf(message);
      return this.log.hasMessage(key) ? [] : [{ kind: 'message' as const, key, message }];
    });
  }
}
