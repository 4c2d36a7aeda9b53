import {
  type ConversationEvent,
  type ConversationId,
  conversations,
  historyPageMax,
  type Member,
  type MessagePosted,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Clock } from './clock.ts';
import { ConversationLog } from './conversation-log.ts';
import type { Call, ConversationState, TimelineEntry, TimelineMessage } from './types.ts';
import { WatchedState } from './watched-state.ts';

const pageSize = 50;
// An own message is often answered just before the push of what stands ahead of it.
const gapPatienceMs = 100;
// Beyond this many missed events it is cheaper to start again from the newest page.
const catchUpEventsMax = 1000;
// A dropped photo of many receipts changes its cards a hundred times without a word in between.
const shownOnOpeningMin = 12;
const pagesInSearchMax = 50;

const emptyState: ConversationState = {
  isLoaded: false,
  isLoadingOlder: false,
  hasOlder: false,
  members: [],
  entries: [],
};

export interface ConversationStoreOptions {
  conversationId: ConversationId;
  call: Call;
  listOutbox(): readonly TimelineMessage[];
  me(): UserId | undefined;
  onPull(): void;
  /** The engine decides whether that means offline or signed out. */
  onFailure(error: unknown): void;
  /** Unless the messenger is stopped by then. */
  retryLater(action: () => void): void;
  clock: Clock;
}

/** One conversation as views watch it: its log, its members, and what is on its way out. */
export class ConversationStore {
  readonly watched = new WatchedState<ConversationState>(emptyState);
  private readonly options: ConversationStoreOptions;
  private log = new ConversationLog();
  private members: readonly Member[] = [];
  private isLoaded = false;
  private isLoadingOlder = false;
  private isPulling = false;
  private mustPullAgain = false;
  private isWaitingForGap = false;

  constructor(options: ConversationStoreOptions) {
    this.options = options;
  }

  /** Brings log and members up to date. Calls that come meanwhile lead to one more round. */
  async pull(): Promise<void> {
    if (this.isPulling) {
      this.mustPullAgain = true;
      return;
    }
    this.isPulling = true;
    try {
      do {
        this.mustPullAgain = false;
        this.options.onPull();
        await Promise.all([this.isLoaded ? this.catchUp() : this.loadNewest(), this.refreshMembers()]);
        this.publish();
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

  private get params() {
    return { conversationId: this.options.conversationId };
  }

  private async loadNewest(): Promise<void> {
    const page = await this.options.call(conversations.history, { params: this.params, query: { limit: pageSize } });
    this.log.applyNewest(page, pageSize);
    await this.readBack(shownOnOpeningMin);
    this.isLoaded = true;
  }

  private async catchUp(): Promise<void> {
    for (let caught = 0; ; caught += historyPageMax) {
      if (caught >= catchUpEventsMax) return this.loadNewest();
      const afterSeq = this.log.knownTo;
      const query = { afterSeq, limit: historyPageMax };
      const page = await this.options.call(conversations.history, { params: this.params, query });
      if (page.headSeq - afterSeq > catchUpEventsMax) return this.loadNewest();
      if (this.log.applyLater(page, historyPageMax, afterSeq)) return;
    }
  }

  /** Read positions of others, which are not pushed. */
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
    const { members } = await this.options.call(conversations.get, { params: this.params });
    this.members = members;
  }

  async loadOlder(): Promise<void> {
    if (this.isLoadingOlder || !this.isLoaded || !this.log.hasOlder) return;
    this.isLoadingOlder = true;
    this.publish();
    try {
      const shownBefore = this.log.shownCount;
      await this.readPageBefore(pageSize);
      // A view that got nothing new to show would not ask again.
      await this.readBack(shownBefore + 1);
    } catch (error) {
      this.handleFailure(error);
    } finally {
      this.isLoadingOlder = false;
      this.publish();
    }
  }

  /** Reads older pages until so many entries are known, or there is no more. */
  private async readBack(shownMin: number): Promise<void> {
    for (let page = 0; page < pagesInSearchMax; page++) {
      if (!this.log.hasOlder || this.log.shownCount >= shownMin) return;
      await this.readPageBefore(historyPageMax);
    }
  }

  private async readPageBefore(limit: number): Promise<void> {
    const beforeSeq = this.log.knownFrom;
    const page = await this.options.call(conversations.history, { params: this.params, query: { beforeSeq, limit } });
    this.log.applyOlder(page, limit, beforeSeq);
  }

  handleEvents(events: readonly ConversationEvent[]): void {
    if (!this.isLoaded) {
      // The first page may have been read before these were written.
      this.mustPullAgain = true;
      return;
    }
    this.log.applyEvents(events);
    for (const event of events) this.applyToMembers(event);
    this.publish();
    if (this.log.hasGap) this.pullUnlessFilled();
  }

  private pullUnlessFilled(): void {
    if (this.isWaitingForGap) return;
    this.isWaitingForGap = true;
    this.options.clock.after(gapPatienceMs, () => {
      this.isWaitingForGap = false;
      if (this.log.hasGap) void this.pull();
    });
  }

  /** An own message whose answer came before the push. */
  handleSent(event: MessagePosted): void {
    if (this.isLoaded) this.handleEvents([event]);
  }

  private applyToMembers(event: ConversationEvent): void {
    if (event.kind === 'member.left') this.members = this.members.filter((member) => member.userId !== event.userId);
    if (event.kind === 'member.joined' && !this.members.some((member) => member.userId === event.userId)) {
      const cursor = { seq: event.seq - 1, messageCount: event.messageCount };
      const { userId, role, at: joinedAt } = event;
      this.members = [...this.members, { userId, role, joinedAt, cursor }];
    }
  }

  messageCountAt(seq: number): number | undefined {
    return this.log.messageCountAt(seq);
  }

  /** The caller lost the right to see it. */
  empty(): void {
    this.log = new ConversationLog();
    this.members = [];
    this.isLoaded = false;
    this.watched.set({ ...emptyState, isLoaded: true });
  }

  publish(): void {
    const written = this.log.listEntries(this.options.me());
    this.watched.set({
      isLoaded: this.isLoaded,
      isLoadingOlder: this.isLoadingOlder,
      hasOlder: this.log.hasOlder,
      members: this.members,
      entries: [...written, ...this.listOutboxEntries(written)],
    });
  }

  private listOutboxEntries(written: readonly TimelineEntry[]): TimelineEntry[] {
    const outbox = this.options.listOutbox();
    if (outbox.length === 0) return [];
    const keys = new Set(written.map((entry) => entry.key));
    return outbox.flatMap((message) => {
      const key = `${message.actorId} ${message.clientId}`;
      return keys.has(key) ? [] : [{ kind: 'message' as const, key, message }];
    });
  }
}
