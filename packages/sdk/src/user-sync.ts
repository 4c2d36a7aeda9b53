import {
  type ConversationEvent,
  type ConversationId,
  type Cursor,
  conversations,
  type Draft,
  type SyncSnapshot,
  sync,
  type UserEvent,
  type UserId,
} from '@countinghouse/protocol';
import type { Clock, Random } from './clock.ts';
import type { MessengerCounts } from './counts.ts';
import { DigestCheck } from './digest-check.ts';
import type { DraftPlace } from './drafts.ts';
import type { Call } from './types.ts';
import { digestOf, MovingUserState, type StateListener, type UserState } from './user-state.ts';

export interface UserSyncOptions {
  call: Call;
  clock: Clock;
  random: Random;
  counts: MessengerCounts;
  me(): UserId | undefined;
  onState: StateListener;
  /** After it was applied. */
  onUserEvent(event: UserEvent): void;
  /** The state was replaced as a whole; conversations may be missing from it that were there. */
  onSnapshot(): void;
  /** Something had been missed, and not only here perhaps. */
  onRepaired(): void;
  /** Something in the background failed; the engine decides whether that means offline. */
  onFailure(error: unknown): void;
  /** No own changes are under way, so both sides should agree. */
  isQuiet(): boolean;
}

// The last one alone would do for the row; some more keep the count of members right.
const earlyEventsMax = 100;
// What overtook each other on the way is together by then.
const gapPatienceMs = 1_000;
// A mention of a role concerns everybody in the conversation; not all of them ask in the same moment.
const unsureSpreadMs = 4_000;
// A list that takes longer may never come.
const firstPatienceMs = 5_000;
// More rows than this come cheaper with everything else.
const rowsMendedMax = 8;

/** Follows the user log: what was left off or a snapshot, then events without gap; proves that it agrees with the server. */
export class UserSync {
  private readonly options: UserSyncOptions;
  private readonly state: MovingUserState;
  private readonly check: DigestCheck;
  /** What came while a snapshot was under way; it is applied on top of it. */
  private held: (() => void)[] = [];
  private loads = 0;
  /** Events that overtook the row of their conversation on the way. */
  private readonly early = new Map<ConversationId, ConversationEvent[]>();
  /** What was heard of rows that are being asked for. */
  private readonly mending = new Map<ConversationId, ConversationEvent[]>();
  private cancelMending: (() => void) | undefined;
  private isPulling = false;
  /** The list is on its way for the first time. The line that comes up meanwhile asks only for what is newer. */
  private first: Promise<unknown> | undefined;
  /** Tells what belongs to an earlier person. */
  private generation = 0;

  constructor(options: UserSyncOptions) {
    this.options = options;
    this.state = new MovingUserState(options.onState, options.me);
    this.check = new DigestCheck({
      ...options,
      digest: () => ({ userSeq: this.state.userSeq, digest: digestOf(this.state) }),
      isSettled: () => this.loads === 0 && options.isQuiet(),
      pull: () => this.pull(),
      repair: () => this.repair(),
    });
  }

  get current(): UserState {
    return this.state;
  }

  /** What the device has kept from an earlier run. */
  restore(kept: Omit<SyncSnapshot, 'digest'>): void {
    this.state.restore(kept);
  }

  /**
   * After a time without a line, or at the first. `confirm` says whether the session is still this person's; if not,
   * nothing of the answer is taken, and the promise gives false.
   */
  resume(confirm: () => Promise<boolean>): Promise<boolean> {
    this.check.start();
    const first = this.first && withinMs(this.options.clock, firstPatienceMs, this.first);
    const loading = this.load(async () => {
      await first;
      const [isSame, snapshot] = await Promise.all([confirm(), this.askForChanges()]);
      return isSame ? { snapshot } : undefined;
    });
    if (!first && this.isEmpty) {
      this.first = loading
        .catch(() => undefined)
        .finally(() => {
          this.first = undefined;
        });
    }
    return loading;
  }

  private get isEmpty(): boolean {
    return this.state.userSeq === 0 && this.state.conversations.size === 0;
  }

  private async askForChanges(): Promise<SyncSnapshot | undefined> {
    const { call } = this.options;
    if (this.isEmpty) return call(sync.snapshot);
    const { userSeq } = this.state;
    const answer = await call(sync.resume, { body: { userSeq, digest: digestOf(this.state) } });
    return answer.isCurrent ? undefined : answer.snapshot;
  }

  private async repair(): Promise<void> {
    const { generation } = this;
    await this.load(async () => ({ snapshot: await this.options.call(sync.snapshot) }));
    if (generation === this.generation) this.options.onRepaired();
  }

  private async load(ask: () => Promise<{ snapshot: SyncSnapshot | undefined } | undefined>): Promise<boolean> {
    this.loads += 1;
    const { generation } = this;
    const askedAtSeq = this.state.userSeq;
    let isTaken = false;
    try {
      const answer = await ask();
      if (generation !== this.generation) return false;
      isTaken = answer !== undefined;
      if (answer?.snapshot) this.take(answer.snapshot, askedAtSeq);
    } finally {
      if (generation === this.generation) {
        this.loads -= 1;
        if (this.loads === 0) for (const apply of this.held.splice(0)) apply();
        this.check.plan();
      }
    }
    return isTaken;
  }

  private take(snapshot: SyncSnapshot, askedAtSeq: number): void {
    // A pull that ran meanwhile may have brought more than the snapshot has. A server that was set back has less.
    if (snapshot.userSeq < this.state.userSeq && this.state.userSeq > askedAtSeq) return;
    this.options.counts.snapshots += 1;
    this.state.applySnapshot(snapshot);
    for (const id of [...this.early.keys()]) this.applyEarly(id);
    this.options.onSnapshot();
  }

  handleUserEvents(events: readonly UserEvent[]): void {
    if (events.length === 0) return;
    if (this.loads > 0) {
      this.held.push(() => this.handleUserEvents(events));
      return;
    }
    this.apply(events);
    const newest = events.at(-1)?.seq ?? 0;
    if (newest > this.state.userSeq) void this.pull();
    this.check.plan();
  }

  private apply(events: readonly UserEvent[]): void {
    for (const event of events) {
      if (event.seq !== this.state.userSeq + 1) continue;
      this.state.apply(event);
      if (event.kind === 'conversation.set') this.applyEarly(event.summary.id);
      this.options.onUserEvent(event);
    }
  }

  handleConversationEvents(conversationId: ConversationId, events: readonly ConversationEvent[]): void {
    if (this.loads > 0) {
      this.held.push(() => this.handleConversationEvents(conversationId, events));
      return;
    }
    this.check.plan();
    if (this.mending.has(conversationId)) remember(this.mending, conversationId, events);
    if (this.state.conversations.has(conversationId)) {
      this.state.applyToRow(conversationId, events);
      this.planMending();
    } else remember(this.early, conversationId, events);
  }

  /** A row with a gap would keep an old last message, while head and count are those of the server. */
  private planMending(): void {
    const { gaps, unsure } = this.state;
    if (gaps.size === 0 && unsure.size === 0) return;
    const delayMs = gapPatienceMs + (gaps.size === 0 ? this.options.random() * unsureSpreadMs : 0);
    this.cancelMending ??= this.options.clock.after(delayMs, () => {
      this.cancelMending = undefined;
      const ids = [...new Set([...gaps.keys(), ...unsure])].filter((id) => !this.mending.has(id));
      if (ids.length > rowsMendedMax) this.repair().catch((error: unknown) => this.options.onFailure(error));
      else for (const id of ids) void this.mend(id);
    });
  }

  private async mend(conversationId: ConversationId): Promise<void> {
    const { generation } = this;
    this.mending.set(conversationId, []);
    try {
      const { summary } = await this.options.call(conversations.get, { params: { conversationId } });
      if (generation !== this.generation) return;
      this.state.mend(summary);
      this.state.applyToRow(conversationId, this.mending.get(conversationId) ?? []);
      this.planMending();
    } catch (error) {
      // The digests differ as long as the gap is there, so that it is tried again.
      if (generation === this.generation) this.options.onFailure(error);
    } finally {
      if (generation === this.generation) this.mending.delete(conversationId);
    }
  }

  private applyEarly(conversationId: ConversationId): void {
    const events = this.early.get(conversationId);
    if (!events || !this.state.conversations.has(conversationId)) return;
    this.early.delete(conversationId);
    this.state.applyToRow(conversationId, events);
    this.planMending();
  }

  /** The server's answer to an own move; the user log tells the same a moment later. */
  handleCursor(conversationId: ConversationId, cursor: Cursor): void {
    this.applyNowAndLater(() => this.state.moveCursor(conversationId, cursor));
  }

  /** The server's answer to an own draft, unless the user log has told of it or of a later one already. */
  handleDraft(place: DraftPlace, { draft, userSeq }: { draft: Draft | null; userSeq: number }): void {
    this.applyNowAndLater(() => {
      if (userSeq > this.state.userSeq) this.state.setDraft(place, draft);
    });
  }

  /** The same for a mark. */
  handleMark(conversationId: ConversationId, { mark, userSeq }: { mark: Cursor | null; userSeq: number }): void {
    this.applyNowAndLater(() => {
      if (userSeq > this.state.userSeq) this.state.setMark(conversationId, mark);
    });
  }

  /** A snapshot that is under way may be older than what the server has just answered. */
  private applyNowAndLater(apply: () => void): void {
    apply();
    if (this.loads > 0) this.held.push(apply);
  }

  private async pull(): Promise<void> {
    if (this.isPulling) return;
    this.isPulling = true;
    this.options.counts.pulls += 1;
    const { generation } = this;
    try {
      for (;;) {
        const afterSeq = this.state.userSeq;
        const { events, headSeq } = await this.options.call(sync.events, { query: { afterSeq } });
        if (generation !== this.generation) return;
        this.apply(events);
        if (headSeq < afterSeq) return await this.repair();
        if (events.length === 0 || this.state.userSeq >= headSeq) return;
      }
    } catch (error) {
      if (generation === this.generation) this.options.onFailure(error);
    } finally {
      this.isPulling = false;
    }
  }

  /** No more checks; what is known stays. */
  pause(): void {
    this.check.stop();
    this.cancelMending?.();
    this.cancelMending = undefined;
  }

  /** Forgets everything; another person may sign in. */
  reset(): void {
    this.generation += 1;
    this.first = undefined;
    this.pause();
    this.loads = 0;
    this.held = [];
    this.early.clear();
    this.mending.clear();
    this.state.clear();
  }
}

/** Resolves when the work is done or the time is over. */
function withinMs(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, resolve);
    void work.then(() => {
      cancel();
      resolve();
    });
  });
}

function remember(
  heard: Map<ConversationId, ConversationEvent[]>,
  conversationId: ConversationId,
  events: readonly ConversationEvent[],
): void {
  const all = [...(heard.get(conversationId) ?? []), ...events];
  heard.set(conversationId, all.slice(-earlyEventsMax));
}
