import {
  type Card,
  type ConversationEvent,
  type ConversationId,
  type Cursor,
  identity,
  type LiveFrame,
  type MessagePosted,
  Refusal,
  type UserEvent,
  type UserId,
} from '@countinghouse/protocol';
import { createCall, OfflineError } from './call.ts';
import { newClientId } from './client-id.ts';
import { backOffMs, type Clock, type Random, systemClock } from './clock.ts';
import { ConversationStore } from './conversation-store.ts';
import { ConversationStores } from './conversation-stores.ts';
import type { MessengerCounts } from './counts.ts';
import { CursorSender } from './cursor-sender.ts';
import { LiveConnection } from './live-connection.ts';
import { type LiveTransport, sseTransport, webSocketTransport } from './live-transport.ts';
import { Outbox } from './outbox.ts';
import { defaultStorage, type OutboxStorage } from './outbox-storage.ts';
import type { Call, Change, Connection, ListState, Messenger, OpenConversation } from './types.ts';
import { createUploader, type Uploader } from './uploads.ts';
import { emptyUserState, furthest, sortedRows, type UserState } from './user-state.ts';
import { UserSync } from './user-sync.ts';
import { WatchedState } from './watched-state.ts';

export interface MessengerOptions {
  /** Origin of the server. */
  baseUrl: string;
  /** A session token, for programs; browsers use their cookie. */
  token?: string;
  clock?: Clock;
  random?: Random;
  storage?: OutboxStorage;
  fetch?: typeof globalThis.fetch;
  transports?: readonly LiveTransport[];
  upload?: Uploader;
}

export interface CountingMessenger extends Messenger {
  readonly counts: Readonly<MessengerCounts>;
}

const retry = { firstMs: 1000, mostMs: 30_000 };
const membersRefreshMs = 20_000;

export function createMessenger(options: MessengerOptions): CountingMessenger {
  const engine = new Engine(options);
  return {
    call: engine.call,
    counts: engine.counts,
    list: engine.list,
    open: (conversationId) => engine.open(conversationId),
    onChange: (listener) => engine.onChange(listener),
    start: () => engine.start(),
    stop: () => engine.stop(),
  };
}

/** Connects the parts: what the line brings goes to the user log and to the conversations that are open. */
class Engine {
  readonly call: Call;
  readonly counts: MessengerCounts = { reconnects: 0, snapshots: 0, pulls: 0, digestMismatches: 0 };
  readonly list = new WatchedState<ListState>({
    connection: 'connecting',
    isLoaded: false,
    conversations: [],
    inbox: emptyUserState.inbox,
  });
  private readonly clock: Clock;
  private readonly random: Random;
  private readonly userSync: UserSync;
  private readonly cursors: CursorSender;
  private readonly outbox: Outbox;
  private readonly stores: ConversationStores;
  private readonly live: LiveConnection;
  private readonly listeners = new Set<(change: Change) => void>();
  private connection: Connection = 'connecting';
  private isLoaded = false;
  private isRunning = false;
  private hasBeenLive = false;
  /** The server has said hello on the line that is open. */
  private isLineUp = false;
  private me: UserId | undefined;
  /** Tells a later synchronisation from an overtaken one. */
  private round = 0;
  private cancelRetry: (() => void) | undefined;
  private cancelMembersRefresh: (() => void) | undefined;

  constructor(options: MessengerOptions) {
    const address = { baseUrl: options.baseUrl.replace(/\/+$/, ''), token: options.token };
    const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.call = createCall({ ...address, fetch, clock: this.clock });
    const parts = { call: this.call, clock: this.clock, random: this.random };
    this.cursors = new CursorSender({
      ...parts,
      onMoved: (conversationId, cursor) => this.userSync.handleCursor(conversationId, cursor),
      onChanged: () => this.publishList(),
    });
    this.userSync = new UserSync({
      ...parts,
      counts: this.counts,
      onState: () => this.publishList(),
      onUserEvent: (event) => this.handleUserEvent(event),
      onFailure: (error) => this.handleFailure(error),
      isQuiet: () => this.connection === 'live' && this.cursors.isIdle,
    });
    this.outbox = new Outbox({
      ...parts,
      upload: options.upload ?? createUploader(address),
      storage: options.storage ?? defaultStorage(),
      newClientId,
      onSent: (event) => this.handleSent(event),
      onChanged: (conversationId) => this.stores.publish(conversationId),
      onSignedOut: () => this.signOut(),
    });
    this.stores = new ConversationStores((conversationId) => this.makeStore(conversationId));
    this.live = new LiveConnection(
      { transports: options.transports ?? [webSocketTransport(address), sseTransport(address, fetch)], ...parts },
      { onFrame: (frame) => this.handleFrame(frame), onDown: () => this.handleDown() },
    );
  }

  private makeStore(conversationId: ConversationId): ConversationStore {
    return new ConversationStore({
      conversationId,
      call: this.call,
      clock: this.clock,
      listOutbox: () => this.outbox.list(conversationId),
      me: () => this.me,
      onPull: () => {
        this.counts.pulls += 1;
      },
      onFailure: (error) => this.handleFailure(error),
      retryLater: (action) => {
        this.clock.after(backOffMs(2, this.random, retry), () => {
          if (this.isRunning) action();
        });
      },
    });
  }

  /**
   * Resolves once the list is there, or with the server out of reach, in which case everything goes on by itself when
   * it is back. Throws `session_missing` where nobody is signed in.
   */
  async start(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    this.setConnection('connecting');
    globalThis.addEventListener?.('online', this.hurry);
    await this.begin(0);
  }

  private async begin(attempt: number): Promise<void> {
    try {
      const { person } = await this.call(identity.me);
      if (!this.isRunning) return;
      if (this.me !== person.id) this.forgetPerson();
      this.me = person.id;
      await this.outbox.start(person.id);
      this.live.start();
      this.refreshMembersRegularly();
      await this.synchronise();
    } catch (error) {
      this.handleFailure(error);
      if (!this.isRunning) throw error;
      this.retryLater(attempt, () => this.begin(attempt + 1));
    }
  }

  private retryLater(attempt: number, action: () => Promise<void>): void {
    this.cancelRetry?.();
    this.cancelRetry = this.clock.after(backOffMs(attempt, this.random, retry), () => {
      action().catch((error: unknown) => this.handleFailure(error));
    });
  }

  private readonly hurry = () => {
    this.live.hurry();
    this.outbox.wake();
  };

  stop(): void {
    this.isRunning = false;
    this.round += 1;
    globalThis.removeEventListener?.('online', this.hurry);
    this.cancelRetry?.();
    this.cancelMembersRefresh?.();
    this.live.stop();
    this.isLineUp = false;
    this.outbox.stop();
    this.cursors.clear();
    this.userSync.pause();
  }

  private signOut(): void {
    this.stop();
    this.setConnection('signed-out');
  }

  /** Nothing of one person may be seen by the next. */
  private forgetPerson(): void {
    this.me = undefined;
    this.isLoaded = false;
    this.userSync.reset();
    this.stores.clear();
  }

  /** Snapshot and the open conversations; from then on the line keeps them current. */
  private async synchronise(attempt = 0): Promise<void> {
    this.round += 1;
    const { round } = this;
    try {
      const { person } = await this.call(identity.me);
      // Another window signed somebody else in; this one must not show their list as its own.
      if (person.id !== this.me) return this.signOut();
      await this.userSync.loadSnapshot();
    } catch (error) {
      this.handleFailure(error);
      if (this.isRunning && round === this.round) this.retryLater(attempt, () => this.synchronise(attempt + 1));
      return;
    }
    if (round !== this.round) return;
    this.isLoaded = true;
    this.setConnection(this.isLineUp ? 'live' : this.connection);
    this.stores.catchUp();
    this.outbox.wake();
    this.cursors.flush();
    this.announce({ kind: 'me' });
    this.announce({ kind: 'inbox' });
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
        this.userSync.handleUserEvents(frame.events);
        break;
      case 'pull':
        void this.synchronise();
        break;
      case 'bye':
        if (frame.reason === 'session_ended') this.signOut();
    }
  }

  private handleHello(): void {
    this.isLineUp = true;
    if (this.hasBeenLive) this.counts.reconnects += 1;
    this.hasBeenLive = true;
    void this.synchronise();
  }

  private handleDown(): void {
    this.isLineUp = false;
    this.setConnection('offline');
    // The line cannot tell why it was refused; a session that ended looks like a broken network.
    this.call(identity.me).catch((error: unknown) => this.handleFailure(error));
  }

  private handleEvents(conversationId: ConversationId, events: readonly ConversationEvent[]): void {
    this.userSync.handleConversationEvents(conversationId, events);
    this.stores.find(conversationId)?.handleEvents(events);
    for (const event of events) if (event.kind === 'card.set') this.announceCard(event.card);
  }

  private handleSent(event: MessagePosted): void {
    this.userSync.handleConversationEvents(event.conversationId, [event]);
    this.stores.find(event.conversationId)?.handleSent(event);
  }

  private handleUserEvent(event: UserEvent): void {
    switch (event.kind) {
      case 'conversation.set':
        this.stores.refresh(event.summary.id);
        break;
      case 'conversation.gone':
        this.stores.drop(event.conversationId);
        break;
      case 'inbox.set':
        this.announce({ kind: 'inbox' });
        break;
      case 'me.changed':
        this.announce({ kind: 'me' });
        break;
      case 'cursor.set':
    }
  }

  private announceCard(card: Card): void {
    const extension = card.body.find((element) => element.type.startsWith('Countinghouse.'));
    if (extension && 'data' in extension) this.announce({ kind: 'card', type: extension.type, data: extension.data });
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
    this.publishList();
  }

  private publishList(): void {
    const { conversations, inbox }: UserState = this.userSync.current;
    const rows = [...conversations.values()].map((row) => {
      const pending: Cursor | undefined = this.cursors.pending(row.id);
      return pending ? { ...row, cursor: furthest(row.cursor, pending) } : row;
    });
    this.list.set({ connection: this.connection, isLoaded: this.isLoaded, conversations: sortedRows(rows), inbox });
  }

  /** Read positions of others are not pushed; while a conversation is in view they are fetched from time to time. */
  private refreshMembersRegularly(): void {
    this.cancelMembersRefresh?.();
    this.cancelMembersRefresh = this.clock.after(membersRefreshMs, () => {
      this.refreshMembersRegularly();
      if (this.connection !== 'live') return;
      for (const store of this.stores.listOpen()) void store.refreshReaders();
    });
  }

  open(conversationId: ConversationId): OpenConversation {
    const store = this.stores.open(conversationId);
    let isOpen = true;
    return {
      getSnapshot: () => store.watched.getSnapshot(),
      subscribe: (listener) => store.watched.subscribe(listener),
      loadOlder: () => store.loadOlder(),
      post: (message) => this.outbox.post(conversationId, message),
      retry: (clientId) => this.outbox.retry(clientId),
      discard: (clientId) => this.outbox.discard(clientId),
      markRead: (seq) => this.markRead(store, conversationId, seq),
      close: () => {
        if (isOpen) this.stores.close(conversationId);
        isOpen = false;
      },
    };
  }

  private markRead(store: ConversationStore, conversationId: ConversationId, seq: number): void {
    const row = this.userSync.current.conversations.get(conversationId);
    const messageCount = store.messageCountAt(seq);
    if (!row || messageCount === undefined || seq <= row.cursor.seq) return;
    this.cursors.move(conversationId, { seq, messageCount });
  }
}
