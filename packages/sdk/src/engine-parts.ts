import type {
  ClientId,
  ConversationEvent,
  ConversationId,
  LiveFrame,
  UserEvent,
  UserId,
} from '@countinghouse/protocol';
import { Addresses } from './addresses.ts';
import { createCall } from './call.ts';
import { newClientId } from './client-id.ts';
import { type Clock, type Random, systemClock } from './clock.ts';
import { ConversationStore } from './conversation-store.ts';
import { ConversationStores } from './conversation-stores.ts';
import type { MessengerCounts } from './counts.ts';
import { defaultStore } from './default-store.ts';
import { KeptState, keptEventsMax } from './kept-state.ts';
import { LiveConnection } from './live-connection.ts';
import { defaultTransports } from './live-transport.ts';
import type { MessengerOptions } from './options.ts';
import { Outbox } from './outbox.ts';
import { OwnList } from './own-list.ts';
import { Publications } from './publications.ts';
import { sessionTagOf } from './session.ts';
import type { Call } from './types.ts';
import { TypingBoard } from './typing-board.ts';
import { createUploader } from './uploads.ts';
import { UserSync } from './user-sync.ts';
import { WatchReporter } from './watch-reporter.ts';

/** What the parts tell the engine, and ask it. */
export interface EngineHooks {
  counts: MessengerCounts;
  me(): UserId | undefined;
  isLive(): boolean;
  /** Ends what the parts ask the server for. */
  until(): AbortSignal;
  /** Unless the messenger is stopped by then. */
  retryLater(action: () => void): void;
  onFrame(frame: LiveFrame): void;
  onDown(wasUp: boolean): void;
  onUserEvent(event: UserEvent): void;
  onSnapshot(): void;
  /** The server's answers to what the caller wrote or did. */
  onSent(events: readonly ConversationEvent[]): void;
  onStatus(userId: UserId): void;
  onFailure(error: unknown): void;
  onSignedOut(): void;
}

export interface EngineParts {
  clock: Clock;
  random: Random;
  /** For callers. */
  call: Call;
  /** For what the engine asks by itself; ends when it stops. */
  ownCall: Call;
  list: OwnList;
  userSync: UserSync;
  outbox: Outbox;
  stores: ConversationStores;
  kept: KeptState;
  watch: WatchReporter;
  typing: TypingBoard;
  live: LiveConnection;
}

// A screen draws no more often than this.
const frameMs = 16;

/** Makes the parts; each knows of the others only what is handed to it here. */
export function makeParts(options: MessengerOptions, hooks: EngineHooks): EngineParts {
  const { token } = options;
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const addresses = new Addresses(options.baseUrl);
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const store = options.storage ?? defaultStore();
  const asking = { addresses, token, fetch, clock };
  const ownCall = createCall({ ...asking, until: hooks.until });
  const tools = { call: ownCall, clock, random };
  const nextClientId = options.newClientId ?? newClientId;
  const publications = new Publications(clock, options.publishPauseMs ?? usualPauseMs());

  const list = new OwnList({
    ...tools,
    publications,
    userSync: () => userSync,
    waitingCount: () => outbox.waitingCount,
    onOwnChanged: (id) => kept.touchOwn(id),
    onDraftDue: () => kept.keepOwn(),
    findKeptDraft: (id) => kept.findDraft(id),
  });
  const userSync = new UserSync({
    ...tools,
    ...hooks,
    onState: (id) => {
      list.touch(id);
      kept.touchRow(id);
    },
    onRepaired: () => stores.catchUp(),
    isQuiet: () => hooks.isLive() && list.senders.every((sender) => sender.isIdle),
  });
  const onDamaged = () => {
    hooks.counts.damagedRecords += 1;
  };
  const outbox = new Outbox({
    ...tools,
    ...hooks,
    store,
    onDamaged,
    upload: options.upload ?? createUploader({ addresses, token }),
    newClientId: nextClientId,
    onChanged: (id) => {
      stores.handleOutbox(id);
      list.noticeWaiting();
    },
  });
  const stores = new ConversationStores(
    (id) => makeStore(id, { call: ownCall, newClientId: nextClientId, clock, publications, outbox, kept, list, hooks }),
    () => watch.plan(),
  );
  const kept = new KeptState({
    store,
    clock,
    sessionTag: sessionTagOf(token),
    state: () => userSync.current,
    cursor: (id) => list.cursors.pending(id),
    draft: (id) => list.drafts.toKeep(id),
    mark: (id) => list.marks.pending(id),
    log: (id) => stores.find(id)?.toKept(keptEventsMax),
    onDamaged,
  });
  const watch = new WatchReporter({
    clock,
    publications,
    openIds: () => stores.listOpenIds(),
    send: (frame) => live.send(frame),
    onWatched: (id) => void stores.find(id)?.refreshReaders(),
    onStatus: hooks.onStatus,
  });
  const typing = new TypingBoard({ clock, publications, me: hooks.me, send: (frame) => live.send(frame) });
  const transports = options.transports ?? defaultTransports(addresses, { token, fetch });
  const live: LiveConnection = new LiveConnection({ transports, clock, random }, hooks);
  const parts = { list, userSync, outbox, stores, kept, watch, typing, live };
  return { clock, random, call: createCall(asking), ownCall, ...parts };
}

const usualPauseMs = (): number => (typeof document === 'undefined' ? 0 : frameMs);

function makeStore(
  conversationId: ConversationId,
  parts: Pick<EngineParts, 'call' | 'clock' | 'outbox' | 'kept' | 'list'> & {
    newClientId(): ClientId;
    publications: Publications;
    hooks: EngineHooks;
  },
): ConversationStore {
  const { hooks, outbox, kept, list } = parts;
  return new ConversationStore({
    ...parts,
    ...hooks,
    conversationId,
    listOutbox: () => outbox.list(conversationId),
    loadKept: () => kept.loadLog(conversationId),
    unreadFrom: () => list.unreadFrom(conversationId),
    onDone: (event) => hooks.onSent([event]),
    onGrown: () => kept.touchLog(conversationId),
    onPull: () => {
      hooks.counts.pulls += 1;
    },
  });
}
