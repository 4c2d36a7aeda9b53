import {
  type ConversationEvent,
  type ConversationId,
  type Endpoint,
  identity,
  type LiveFrame,
  Refusal,
  type ResponseOf,
  type UserEvent,
  type UserId,
} from '@countinghouse/protocol';
import { OfflineError } from './call.ts';
import { cardChange } from './card-change.ts';
import { backOffMs } from './clock.ts';
import { type MessengerCounts, noCounts } from './counts.ts';
import { type EngineParts, makeParts } from './engine-parts.ts';
import type { KeptPerson } from './kept-state.ts';
import type { MessengerOptions } from './options.ts';
import { sessionTagOf, startsAnotherSession } from './session.ts';
import type { Call, CallInput, Change, Connection, OwnListName } from './types.ts';

const ownLists: readonly OwnListName[] = ['bookmarks', 'scheduled', 'join-requests', 'notification-settings'];
const retry = { firstMs: 1000, mostMs: 30_000 };
const membersRefreshMs = 20_000;
// A line that is this slow is as good as none for somebody who wants to look something up.
const answerPatienceMs = 1_500;

/** Connects the parts: what the line brings goes to the user log and to the conversations that are open. */
export class Engine {
  readonly counts: MessengerCounts = noCounts();
  readonly parts: EngineParts;
  private readonly token: string | undefined;
  private stopped = new AbortController();
  private readonly listeners = new Set<(change: Change) => void>();
  private readonly retries = new Set<() => void>();
  private connection: Connection = 'connecting';
  private isRunning = false;
  private hasBeenLive = false;
  /** The server has said hello on the line that is open. */
  private isLineUp = false;
  private me: UserId | undefined;
  /** What an earlier run left, until it is known whose session this is. */
  private found: KeptPerson | undefined;
  /** Tells a later synchronisation from an overtaken one. */
  private round = 0;
  private cancelRetry: (() => void) | undefined;
  private cancelMembersRefresh: (() => void) | undefined;

  constructor(options: MessengerOptions) {
    this.token = options.token;
    this.parts = makeParts(options, {
      counts: this.counts,
      me: () => this.me,
      isLive: () => this.connection === 'live',
      until: () => this.stopped.signal,
      retryLater: (action) => this.afterPause(action),
      onFrame: (frame) => this.handleFrame(frame),
      onDown: (wasUp) => this.handleDown(wasUp),
      onUserEvent: (event) => this.handleUserEvent(event),
      onSnapshot: () => this.handleSnapshot(),
      onSent: (events) => this.handleSent(events),
      onStatus: (userId) => this.announce({ kind: 'status', userId }),
      onFailure: (error) => this.handleFailure(error),
      onSignedOut: () => this.signOut(),
    });
  }

  private afterPause(action: () => void, delayMs = backOffMs(2, this.parts.random, retry)): void {
    if (!this.isRunning) return;
    const cancel = this.parts.clock.after(delayMs, () => {
      this.retries.delete(cancel);
      action();
    });
    this.retries.add(cancel);
  }

  readonly call: Call = async <E extends Endpoint>(endpoint: E, input?: CallInput<E>): Promise<ResponseOf<E>> => {
    const answer = await this.parts.call(endpoint, input);
    // Whatever an earlier session left on this device is not for the next one to see.
    if (!startsAnotherSession(endpoint, input)) return answer;
    if (this.isRunning && endpoint.id === identity.signOut.id) this.signOut();
    else if (!this.isRunning) this.forgetPerson();
    await this.parts.kept.settled();
    return answer;
  };

  /**
   * Resolves once the list is there, or with the server out of reach, in which case everything goes on by itself when
   * it is back, and what the device has kept is shown. Throws `session_missing` where nobody is signed in.
   */
  async start(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    this.stopped = new AbortController();
    this.setConnection('connecting');
    globalThis.addEventListener?.('online', this.hurry);
    globalThis.addEventListener?.('pagehide', this.keepNow);
    globalThis.addEventListener?.('visibilitychange', this.keepNow);
    const { stopped } = this;
    if (this.me === undefined) {
      this.found = await this.parts.kept.load();
      if (this.stopped !== stopped || !this.isRunning) return;
      // A token tells that this is the same person; of a cookie the server is asked first, where it answers.
      if (this.token !== undefined) await this.showFoundOfSession();
      else if (this.found) this.afterPause(() => void this.showFoundOfSession(), answerPatienceMs);
    }
    await this.begin(0);
  }

  private async showFoundOfSession(): Promise<void> {
    if (this.found?.sessionTag === sessionTagOf(this.token)) await this.showFound();
  }

  private async showFound(): Promise<void> {
    const { found } = this;
    this.found = undefined;
    if (!found || this.me !== undefined) return;
    this.me = found.userId;
    this.parts.userSync.restore(found);
    this.parts.list.cursors.restore(found.cursors);
    this.parts.list.drafts.restore(found.drafts);
    this.parts.list.marks.restore(found.marks);
    this.parts.list.touch();
    this.parts.list.set({ isLoaded: true });
    this.parts.kept.begin(found.userId);
    await this.parts.outbox.open(found.userId);
  }

  private async begin(attempt: number): Promise<void> {
    const { stopped } = this;
    const isOver = () => !this.isRunning || this.stopped !== stopped;
    try {
      const { person } = await this.parts.ownCall(identity.me);
      if (isOver()) return;
      await this.takePerson(person.id);
      if (isOver()) return;
      await this.parts.outbox.start(person.id);
      if (isOver()) return this.isRunning ? undefined : this.parts.outbox.stop();
      this.parts.live.start();
      this.refreshMembersRegularly();
      await this.synchronise();
    } catch (error) {
      if (this.stopped !== stopped) return;
      this.handleFailure(error);
      if (!this.isRunning) throw error;
      await this.showFoundOfSession();
      this.retryLater(attempt, () => this.begin(attempt + 1));
    }
  }

  private async takePerson(userId: UserId): Promise<void> {
    if (this.found?.userId === userId) await this.showFound();
    if (this.me === userId) return;
    this.forgetPerson();
    this.me = userId;
    void this.parts.kept.lift(userId);
    this.parts.kept.begin(userId);
  }

  private retryLater(attempt: number, action: () => Promise<void>): void {
    this.cancelRetry?.();
    this.cancelRetry = this.parts.clock.after(backOffMs(attempt, this.parts.random, retry), () => {
      action().catch((error: unknown) => this.handleFailure(error));
    });
  }

  private readonly hurry = () => {
    this.parts.live.hurry();
    this.parts.outbox.wake();
  };

  private readonly keepNow = () => void this.parts.kept.flush();

  stop(): void {
    this.isRunning = false;
    this.round += 1;
    this.stopped.abort();
    globalThis.removeEventListener?.('online', this.hurry);
    globalThis.removeEventListener?.('pagehide', this.keepNow);
    globalThis.removeEventListener?.('visibilitychange', this.keepNow);
    this.cancelRetry?.();
    this.cancelMembersRefresh?.();
    for (const cancel of this.retries) cancel();
    this.retries.clear();
    this.parts.live.stop();
    this.isLineUp = false;
    this.parts.watch.handleDown();
    this.parts.typing.clear();
    this.parts.outbox.stop();
    for (const sender of this.parts.list.senders) sender.stop();
    this.parts.userSync.pause();
    this.keepNow();
  }

  /** The session has ended: nothing of it stays, in memory or on the device, but what is not sent. */
  private signOut(): void {
    this.stop();
    this.forgetPerson();
    this.setConnection('signed-out');
  }

  /** Nothing of one person may be seen by the next. */
  private forgetPerson(): void {
    this.me = undefined;
    this.found = undefined;
    for (const sender of this.parts.list.senders) sender.clear();
    this.parts.userSync.reset();
    this.parts.stores.clear();
    this.parts.watch.clear();
    this.parts.list.set({ isLoaded: false });
    void this.parts.kept.wipe();
  }

  /** What was missed, and the open conversations; from then on the line keeps them current. */
  private async synchronise(attempt = 0): Promise<void> {
    this.round += 1;
    const { round } = this;
    try {
      const isSamePerson = await this.parts.userSync.resume(() => this.confirmPerson());
      if (round !== this.round) return;
      // Another window signed somebody else in; this one must not show their list as its own.
      if (!isSamePerson) return this.signOut();
    } catch (error) {
      if (round !== this.round) return;
      this.handleFailure(error);
      if (this.isRunning) this.retryLater(attempt, () => this.synchronise(attempt + 1));
      return;
    }
    this.parts.list.set({ isLoaded: true });
    this.setConnection(this.isLineUp ? 'live' : this.connection);
    this.parts.stores.catchUp();
    void this.parts.outbox.adopt();
    this.parts.outbox.wake();
    for (const sender of this.parts.list.senders) sender.start();
    this.announce({ kind: 'me' });
    this.announce({ kind: 'inbox' });
    for (const list of ownLists) this.announce({ kind: 'list', list });
  }

  /** A token always stands for the same person; a cookie may have changed with another window. */
  private async confirmPerson(): Promise<boolean> {
    if (this.token !== undefined) return true;
    const { person } = await this.parts.ownCall(identity.me);
    return person.id === this.me;
  }

  private handleFrame(frame: LiveFrame): void {
    switch (frame.type) {
      case 'hello':
        this.handleHello();
        break;
      case 'events':
        this.handleEvents(frame.conversationId, frame.events);
        break;
      case 'user':
        this.parts.userSync.handleUserEvents(frame.events);
        break;
      case 'pull':
        void this.synchronise();
        break;
      case 'readers':
        this.parts.stores.find(frame.conversationId)?.handleReaders(frame.cursors);
        this.announce({ kind: 'readers', conversationId: frame.conversationId });
        break;
      case 'presence':
        this.parts.watch.handlePresence(frame);
        break;
      case 'typing':
        this.parts.typing.handleTyping(frame);
        break;
      case 'status':
        this.parts.watch.handleStatus(frame);
        break;
      case 'bye':
        if (frame.reason === 'session_ended') this.signOut();
        else this.parts.live.moveOn();
    }
  }

  private handleHello(): void {
    this.isLineUp = true;
    if (this.hasBeenLive) this.counts.reconnects += 1;
    this.hasBeenLive = true;
    this.parts.watch.handleHello();
    void this.synchronise();
  }

  private handleDown(wasUp: boolean): void {
    this.isLineUp = false;
    this.parts.watch.handleDown();
    this.parts.typing.clear();
    this.setConnection('offline');
    // A refused line cannot tell why; a session that ended looks like a broken network.
    if (!wasUp) this.parts.ownCall(identity.me).catch((error: unknown) => this.handleFailure(error));
  }

  private handleEvents(conversationId: ConversationId, events: readonly ConversationEvent[]): void {
    this.parts.userSync.handleConversationEvents(conversationId, events);
    this.parts.stores.find(conversationId)?.handleEvents(events);
    for (const event of events) {
      const change = event.kind === 'card.set' ? cardChange(event.card) : undefined;
      if (change) this.announce(change);
      if (event.kind === 'message.posted') this.parts.typing.handlePosted(conversationId, event.actorId);
      if (event.kind === 'message.recalled') this.parts.kept.forgetUnlessHeld(conversationId);
    }
  }

  private handleSent(events: readonly ConversationEvent[]): void {
    for (const [conversationId, own] of Map.groupBy(events, (event) => event.conversationId)) {
      this.parts.userSync.handleConversationEvents(conversationId, own);
      this.parts.stores.find(conversationId)?.handleSent(own);
    }
  }

  private handleUserEvent(event: UserEvent): void {
    switch (event.kind) {
      case 'conversation.set':
        this.parts.stores.refresh(event.summary.id);
        break;
      case 'conversation.gone':
        this.parts.stores.drop(event.conversationId);
        this.parts.list.dropOf(event.conversationId);
        break;
      case 'inbox.set':
        this.announce({ kind: 'inbox' });
        break;
      case 'me.changed':
        this.announce({ kind: 'me' });
        break;
      case 'list.changed':
        this.announce({ kind: 'list', list: event.list });
        break;
      case 'cursor.set':
        this.noticeOwnCursor(event);
        break;
      case 'mark.set':
      case 'draft.set':
    }
  }

  /** Others are told of it; among the members of an open conversation it is known already. */
  private noticeOwnCursor({ conversationId, cursor }: Extract<UserEvent, { kind: 'cursor.set' }>): void {
    if (this.me) this.parts.stores.find(conversationId)?.handleReaders([{ userId: this.me, cursor }]);
  }

  /** What is missing from it was left while nobody was listening. */
  private handleSnapshot(): void {
    const { conversations: known } = this.parts.userSync.current;
    this.parts.stores.dropAllBut(known);
    this.parts.list.dropAllBut(known);
    // Whoever waits for the list need not wait for what is newer as well.
    this.parts.list.set({ isLoaded: true });
  }

  private announce(change: Change): void {
    for (const listener of [...this.listeners]) listener(change);
  }

  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private handleFailure(error: unknown): void {
    if (error instanceof Refusal && error.refusal === 'session_missing') this.signOut();
    else if (error instanceof OfflineError && this.isRunning && !this.isLineUp) this.setConnection('offline');
  }

  private setConnection(connection: Connection): void {
    this.connection = connection;
    this.parts.list.set({ connection });
  }

  /** On lines without a way back nobody tells of the read positions of others; there they are fetched from time to time. */
  private refreshMembersRegularly(): void {
    this.cancelMembersRefresh?.();
    this.cancelMembersRefresh = this.parts.clock.after(membersRefreshMs, () => {
      this.refreshMembersRegularly();
      if (this.connection !== 'live' || this.parts.live.canSend) return;
      for (const store of this.parts.stores.listOpen()) void store.refreshReaders();
    });
  }
}
