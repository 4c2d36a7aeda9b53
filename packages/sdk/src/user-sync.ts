import {
  type ConversationEvent,
  type ConversationId,
  type Cursor,
  sync,
  type UserEvent,
} from '@countinghouse/protocol';
import type { Clock, Random } from './clock.ts';
import type { MessengerCounts } from './counts.ts';
import type { Call } from './types.ts';
import {
  applyCursor,
  applySnapshot,
  applyToList,
  applyUserEvent,
  digestOf,
  emptyUserState,
  type UserState,
} from './user-state.ts';

export interface UserSyncOptions {
  call: Call;
  clock: Clock;
  random: Random;
  counts: MessengerCounts;
  onState(state: UserState): void;
  /** After it was applied. */
  onUserEvent(event: UserEvent): void;
  /** Something in the background failed; the engine decides whether that means offline. */
  onFailure(error: unknown): void;
  /** No own changes are under way, so both sides should agree. */
  isQuiet(): boolean;
}

// After the last change, and from time to time in between.
const quietMs = 10_000;
const calmMs = 5 * 60_000;
const spreadMs = 5_000;
// The last one alone would do for the row; some more keep the count of members right.
const earlyEventsMax = 100;

/** Follows the user log: snapshot, then events without gap; proves by the digest that it agrees with the server. */
export class UserSync {
  private readonly options: UserSyncOptions;
  private state: UserState = emptyUserState;
  private held: (() => void)[] | undefined;
  /** Events that overtook the row of their conversation on the way. */
  private readonly early = new Map<ConversationId, ConversationEvent[]>();
  private isPulling = false;
  private cancelCheck: (() => void) | undefined;

  constructor(options: UserSyncOptions) {
    this.options = options;
  }

  get current(): UserState {
    return this.state;
  }

  /** Starts anew from a snapshot. What comes meanwhile is applied on top of it. */
  async loadSnapshot(): Promise<void> {
    this.held ??= [];
    try {
      const snapshot = await this.options.call(sync.snapshot);
      this.options.counts.snapshots += 1;
      this.set(this.withEarly(applySnapshot(this.state, snapshot)));
    } finally {
      const held = this.held ?? [];
      this.held = undefined;
      for (const apply of held) apply();
    }
    this.planCheck();
  }

  handleUserEvents(events: readonly UserEvent[]): void {
    if (events.length === 0) return;
    if (this.held) {
      this.held.push(() => this.handleUserEvents(events));
      return;
    }
    this.apply(events);
    const newest = events.at(-1)?.seq ?? 0;
    if (newest > this.state.userSeq) void this.pull();
    this.planCheck();
  }

  private apply(events: readonly UserEvent[]): void {
    for (const event of events) {
      if (event.seq !== this.state.userSeq + 1) continue;
      this.set(this.withEarly(applyUserEvent(this.state, event)));
      this.options.onUserEvent(event);
    }
  }

  handleConversationEvents(conversationId: ConversationId, events: readonly ConversationEvent[]): void {
    if (this.held) {
      this.held.push(() => this.handleConversationEvents(conversationId, events));
      return;
    }
    if (this.state.conversations.has(conversationId)) this.set(applyToList(this.state, conversationId, events));
    else {
      const kept = [...(this.early.get(conversationId) ?? []), ...events];
      this.early.set(conversationId, kept.slice(-earlyEventsMax));
    }
  }

  private withEarly(state: UserState): UserState {
    let result = state;
    for (const [conversationId, events] of this.early) {
      if (!result.conversations.has(conversationId)) continue;
      result = applyToList(result, conversationId, events);
      this.early.delete(conversationId);
    }
    return result;
  }

  /** The server's answer to an own move; the user log tells the same a moment later. */
  handleCursor(conversationId: ConversationId, cursor: Cursor): void {
    this.set(applyCursor(this.state, conversationId, cursor));
  }

  private set(state: UserState): void {
    if (state === this.state) return;
    this.state = state;
    this.options.onState(state);
  }

  private async pull(): Promise<void> {
    if (this.isPulling) return;
    this.isPulling = true;
    this.options.counts.pulls += 1;
    try {
      for (;;) {
        const afterSeq = this.state.userSeq;
        const { events, headSeq } = await this.options.call(sync.events, { query: { afterSeq } });
        this.apply(events);
        if (headSeq < afterSeq) return await this.loadSnapshot();
        if (events.length === 0 || this.state.userSeq >= headSeq) return;
      }
    } catch (error) {
      this.options.onFailure(error);
    } finally {
      this.isPulling = false;
    }
  }

  private planCheck(pauseMs = quietMs): void {
    this.cancelCheck?.();
    const delayMs = pauseMs + this.options.random() * spreadMs;
    this.cancelCheck = this.options.clock.after(delayMs, () => {
      this.checkDigest().catch((error: unknown) => {
        this.planCheck();
        this.options.onFailure(error);
      });
    });
  }

  /** Agreement is only defined at the same position of the user log. */
  private async checkDigest(): Promise<void> {
    if (!this.options.isQuiet() || this.held) return this.planCheck();
    const answer = await this.options.call(sync.digest);
    if (answer.userSeq > this.state.userSeq) {
      this.planCheck();
      return this.pull();
    }
    if (answer.userSeq < this.state.userSeq || !this.options.isQuiet()) return this.planCheck();
    if (answer.digest === digestOf(this.state)) return this.planCheck(calmMs);
    this.options.counts.digestMismatches += 1;
    await this.loadSnapshot();
  }

  /** No more checks; what is known stays. */
  pause(): void {
    this.cancelCheck?.();
    this.cancelCheck = undefined;
  }

  /** Forgets everything; another person may sign in. */
  reset(): void {
    this.pause();
    this.held = undefined;
    this.early.clear();
    this.set(emptyUserState);
  }
}
