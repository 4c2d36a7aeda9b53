import type {
  BodyOf,
  Card,
  ClientId,
  ConversationEvent,
  ConversationId,
  ConversationSummary,
  Endpoint,
  FileRef,
  InboxCounts,
  Member,
  ParamsOf,
  QueryOf,
  ResponseOf,
  UserId,
} from '@countinghouse/protocol';

/** What an endpoint needs: each part may be left out where the endpoint has none. */
export type CallInput<E extends Endpoint> = Part<'params', ParamsOf<E>> &
  Part<'query', QueryOf<E>> &
  Part<'body', BodyOf<E>>;
type Part<Name extends string, Value> = object extends Value ? { [N in Name]?: Value } : { [N in Name]: Value };

/** Throws `Refusal` of the protocol for a named "no", `OfflineError` where the server cannot be reached. */
export type Call = <E extends Endpoint>(endpoint: E, input?: CallInput<E>) => Promise<ResponseOf<E>>;

/** `offline`: the SDK tries again by itself. `signed-out`: the session has ended. */
export type Connection = 'connecting' | 'live' | 'offline' | 'signed-out';

/** Something that views can watch; `getSnapshot` returns the same object until something changed (React's `useSyncExternalStore`). */
export interface Watched<State> {
  getSnapshot(): State;
  subscribe(listener: () => void): () => void;
}

export interface ListState {
  connection: Connection;
  isLoaded: boolean;
  /** Newest activity first; unread = `messageCount − cursor.messageCount`. */
  conversations: readonly ConversationSummary[];
  inbox: InboxCounts;
}

/** One message as a view draws it: folded from the log, or still in the outbox (`state` tells). */
export interface TimelineMessage {
  clientId: ClientId;
  /** 0 while in the outbox. */
  seq: number;
  at: string;
  actorId: UserId;
  text: string;
  mentions: readonly UserId[];
  files: readonly FileRef[];
  /** In the order in which they were first set. */
  cards: readonly { cardId: string; card: Card }[];
  state: 'sent' | 'uploading' | 'sending' | 'waiting' | 'failed';
  /** Files under way, while `state` is `uploading`. */
  uploads: readonly UploadProgress[];
  /** Name of the refusal when `state` is `failed`. */
  refusal?: string;
}

export interface UploadProgress {
  name: string;
  sizeBytes: number;
  sentBytes: number;
}

export type TimelineEntry =
  | { kind: 'message'; key: string; message: TimelineMessage }
  | { kind: 'notice'; key: string; event: Exclude<ConversationEvent, { kind: 'message.posted' | 'card.set' }> };

export interface ConversationState {
  isLoaded: boolean;
  isLoadingOlder: boolean;
  hasOlder: boolean;
  members: readonly Member[];
  /** Oldest first; outbox entries last. */
  entries: readonly TimelineEntry[];
}

/** A file that is to be uploaded: a browser `File`, or bytes in Node. */
export interface OutgoingFile {
  name: string;
  content: Blob | Uint8Array;
}

export interface OutgoingMessage {
  text: string;
  mentions?: readonly UserId[];
  files?: readonly OutgoingFile[];
}

export interface OpenConversation extends Watched<ConversationState> {
  loadOlder(): Promise<void>;
  /** Returns at once; the message appears in `entries` and goes out when it can. */
  post(message: OutgoingMessage): ClientId;
  retry(clientId: ClientId): void;
  discard(clientId: ClientId): void;
  /** Everything up to `seq` was seen. */
  markRead(seq: number): void;
  close(): void;
}

export interface Messenger {
  call: Call;
  list: Watched<ListState>;
  open(conversationId: ConversationId): OpenConversation;
  /** Called after every change of the caller's rights, inbox or cards; views that show fetched data fetch again. */
  onChange(listener: (change: Change) => void): () => void;
  start(): Promise<void>;
  stop(): void;
}

export type Change =
  | { kind: 'me' }
  | { kind: 'inbox' }
  /** A card changed anywhere in the caller's conversations; `data` is that of its first extension element. */
  | { kind: 'card'; type: string; data: Record<string, unknown> };
