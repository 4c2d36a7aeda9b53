import type {
  BodyOf,
  Card,
  ClientId,
  ConversationEvent,
  ConversationId,
  ConversationSummary,
  conversations,
  Endpoint,
  FileRef,
  ForwardedMessage,
  InboxCounts,
  Member,
  MentionGroup,
  MessageContent,
  ParamsOf,
  PersonStatus,
  Poll,
  QueryOf,
  ResponseOf,
  UserEvent,
  UserId,
  Voice,
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
  /** Newest activity first; `unreadCountOf` of the protocol tells what is unread. */
  conversations: readonly ConversationSummary[];
  inbox: InboxCounts;
  /** Messages of this client that are not on the server yet and were not refused. */
  waitingCount: number;
}

/** One message as a view draws it: folded from the log, or still in the outbox (`state` tells). */
export interface TimelineMessage {
  clientId: ClientId;
  /** 0 while in the outbox. */
  seq: number;
  at: string;
  actorId: UserId;
  /** As it reads now: edits are in it. Empty where `recalled` is set, as is everything else that was said. */
  text: string;
  mentions: readonly UserId[];
  mentionGroups: readonly MentionGroup[];
  files: readonly FileRef[];
  /** In the order in which they were first set. */
  cards: readonly { cardId: string; card: Card }[];
  /** The message that is quoted: `OpenConversation.messages` has it once it is asked for. */
  replyTo?: number;
  /** The first message of the thread that this one belongs to. */
  threadSeq?: number;
  forward?: MessageContent['forward'];
  voice?: Voice;
  poll?: Poll;
  /** Once somebody has voted, or the poll was closed. */
  pollState?: PollState;
  /** When it was last edited. */
  editedAt?: string;
  recalled?: { actorId: UserId; at: string };
  /** Those in use, in the order in which they were first used. */
  reactions: readonly Reaction[];
  pinned?: { actorId: UserId; at: string };
  /** On the first message of a thread. */
  thread?: ThreadSummary;
  state: 'sent' | 'uploading' | 'sending' | 'waiting' | 'failed';
  /** Files under way, while `state` is `uploading`. */
  uploads: readonly UploadProgress[];
  /** Name of the refusal when `state` is `failed`. */
  refusal?: string;
}

export interface Reaction {
  emoji: string;
  count: number;
  /** The earliest, at most `reactorsNamedMax`. */
  userIds: readonly UserId[];
  /** Of the named ones, or as this client has just set it. */
  isMine: boolean;
}

export interface PollState {
  /** By option. */
  counts: readonly number[];
  voterCount: number;
  isClosed: boolean;
}

export interface ThreadSummary {
  /** Messages of the thread without its first one. */
  count: number;
  lastSeq: number;
  lastAt: string;
  lastActorId: UserId;
}

export interface UploadProgress {
  name: string;
  sizeBytes: number;
  sentBytes: number;
}

export type TimelineEntry =
  | { kind: 'message'; key: string; message: TimelineMessage }
  | { kind: 'notice'; key: string; event: NoticeEvent };

/** What people see as a line of its own; of `pin.set` only the pinning. */
export type NoticeEvent = Extract<
  ConversationEvent,
  {
    kind:
      | 'member.joined'
      | 'member.left'
      | 'member.role-set'
      | 'conversation.renamed'
      | 'conversation.settings-set'
      | 'conversation.archived'
      | 'pin.set';
  }
>;

export interface ConversationState {
  isLoaded: boolean;
  isLoadingOlder: boolean;
  hasOlder: boolean;
  isLoadingNewer: boolean;
  /** Only where it is detached. */
  hasNewer: boolean;
  /** A part of the past is shown, and not the live end; what comes in meanwhile is not among `entries`. */
  isDetached: boolean;
  /** Where `showAt` led: a view scrolls to this entry when the number changes. */
  anchorSeq: number | undefined;
  members: readonly Member[];
  /** Oldest first, without a gap; outbox entries last, unless it is detached. */
  entries: readonly TimelineEntry[];
}

export interface ThreadState {
  isLoaded: boolean;
  isLoadingOlder: boolean;
  hasOlder: boolean;
  /** `unavailable`: recalled threads stay, so this is one that the caller may not see. */
  root: TimelineMessage | 'unavailable' | undefined;
  /** Oldest first; those of the outbox last. */
  replies: readonly TimelineMessage[];
}

export interface OpenThread extends Watched<ThreadState> {
  loadOlder(): Promise<void>;
  close(): void;
}

/** A file that is to be uploaded: a browser `File`, or bytes in Node. */
export interface OutgoingFile {
  name: string;
  content: Blob | Uint8Array;
}

export interface OutgoingMessage {
  text: string;
  mentions?: readonly UserId[];
  mentionGroups?: readonly MentionGroup[];
  files?: readonly OutgoingFile[];
  replyTo?: number;
  threadSeq?: number;
  forward?: OutgoingForward;
  /** Its one file is the sound. */
  voice?: Voice;
  poll?: Poll;
}

export interface OutgoingForward {
  conversationId: ConversationId;
  seqs: readonly number[];
  isMerged: boolean;
  /** Shown until the server has the message. */
  items?: readonly ForwardedMessage[];
}

export interface EditedText {
  text: string;
  mentions?: readonly UserId[];
  mentionGroups?: readonly MentionGroup[];
}

export interface OpenConversation extends Watched<ConversationState> {
  loadOlder(): Promise<void>;
  /** Where it is detached: reads on, until the live end is reached and joined. */
  loadNewer(): Promise<void>;
  /**
   * Shows a message with what stands around it, wherever it is; resolves to the number that is shown (`anchorSeq`), which
   * is the nearest where there is none, or undefined where nothing is unread. The last call counts. Throws `OfflineError`
   * or a `Refusal`, and leaves everything as it was.
   */
  showAt(target: number | 'firstUnread'): Promise<number | undefined>;
  /** Back to the live end, at once. */
  showNewest(): void;
  /** Messages by their numbers, for quotes and pins; asked for by `wantMessages`, then kept current. */
  messages: Watched<ReadonlyMap<number, TimelineMessage | 'unavailable'>>;
  /** The last 200 that were wanted are kept. Asks the server for those that are not known, some together. */
  wantMessages(seqs: readonly number[]): void;
  openThread(rootSeq: number): OpenThread;
  /*
   * What changes a message resolves once the server has it and it shows; throws a `Refusal`, or `OfflineError` where the
   * server is out of reach: such changes do not wait in the outbox.
   */
  edit(seq: number, edited: EditedText): Promise<void>;
  recall(seq: number): Promise<void>;
  /** Shows at once; taken back where the server refuses it or cannot be reached. */
  react(seq: number, emoji: string, isOn: boolean): Promise<void>;
  pin(seq: number, isPinned: boolean): Promise<void>;
  /** Positions of the options; none takes the vote back. */
  vote(seq: number, options: readonly number[]): Promise<void>;
  closePoll(seq: number): Promise<void>;
  /** I am writing here; said to the server at most every 3 seconds, however often it is called. */
  sendTyping(): void;
  /** Returns at once; the message appears in `entries` and goes out when it can. */
  post(message: OutgoingMessage): ClientId;
  retry(clientId: ClientId): void;
  discard(clientId: ClientId): void;
  /** Everything up to `seq` was seen. */
  markRead(seq: number): void;
  /**
   * What was begun, for all devices of the person; a blank text discards it. It stands in `list` at once and until
   * another device sets another one; posting the same text discards it.
   */
  setDraft(draft: BegunText): void;
  /**
   * With each key, before `setDraft` once it rests: the device has it from now on, so that a page that goes, or falls
   * over, loses nothing. Nobody else is told, and `list` stays as it is.
   */
  holdDraft(draft: BegunText): void;
  /** Who has read the message at `seq`, or has not; a page of at most 500 people after `afterUserId`. */
  listReaders(seq: number, state: 'read' | 'unread', afterUserId?: UserId): Promise<ReadersPage>;
  close(): void;
}

/** What somebody has begun in a conversation, or in the thread of a message. */
export interface BegunText {
  threadSeq?: number | undefined;
  text: string;
  mentions?: readonly UserId[];
}

export type ReadersPage = ResponseOf<typeof conversations.readers>;

export interface Messenger {
  call: Call;
  list: Watched<ListState>;
  open(conversationId: ConversationId): OpenConversation;
  /** Those of the watched people who are on the line now. */
  online: Watched<ReadonlySet<UserId>>;
  /** Of the watched people, those on the line who touch none of their devices, and those who do not want to be disturbed. */
  away: Watched<ReadonlySet<UserId>>;
  quiet: Watched<ReadonlySet<UserId>>;
  /** Whether somebody touches this device; it counts as touched until something else is said. */
  setActive(isActive: boolean): void;
  /** Who is on the screen; takes the place of what was said before. Open conversations are watched by being open. */
  watchPeople(userIds: readonly UserId[]): void;
  /** Who is writing in the open conversations, the one who began first at the beginning; without the caller. */
  typing: Watched<ReadonlyMap<ConversationId, readonly UserId[]>>;
  /** What watched people have said of themselves since this client came on the line; null: nothing any more. */
  statuses: Watched<ReadonlyMap<UserId, PersonStatus | null>>;
  /**
   * Marks it as unread from a message on, for all devices of the person, until it is taken away with null; posting takes it
   * away too. Read positions, which others see, stay where they are.
   */
  markUnread(conversationId: ConversationId, fromSeq: number | null): void;
  /** Called after every change of the caller's rights, inbox or cards; views that show fetched data fetch again. */
  onChange(listener: (change: Change) => void): () => void;
  start(): Promise<void>;
  stop(): void;
}

export type Change =
  | { kind: 'me' }
  | { kind: 'inbox' }
  /** One of the caller's own lists changed, or may have while there was no line. */
  | { kind: 'list'; list: OwnListName }
  /** The status of a watched person changed. */
  | { kind: 'status'; userId: UserId }
  /** Read positions of others moved in an open conversation. */
  | { kind: 'readers'; conversationId: ConversationId }
  /** A card changed anywhere in the caller's conversations; `data` is that of its first extension element. */
  | { kind: 'card'; type: string; data: Record<string, unknown> };

export type OwnListName = Extract<UserEvent, { kind: 'list.changed' }>['list'];
