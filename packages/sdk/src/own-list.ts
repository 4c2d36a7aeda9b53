import {
  type ConversationId,
  type ConversationSummary,
  type Cursor,
  conversations,
  type UserId,
  unreadCountOf,
  unreadFrom,
} from '@countinghouse/protocol';
import type { Clock, Random } from './clock.ts';
import {
  type DraftKey,
  type DraftPlace,
  draftAt,
  draftKeyOf,
  draftPlaceOf,
  isBlank,
  isSameDraft,
  type PendingDraft,
  shownDraft,
  withDraft,
} from './drafts.ts';
import { LatestSender } from './latest-sender.ts';
import type { PendingMark } from './marks.ts';
import { mentionsBeyond } from './mentions.ts';
import { type Publications, WatchedState } from './publications.ts';
import { SortedRows } from './sorted-rows.ts';
import type { Call, Connection, ListState } from './types.ts';
import { furthest, type UserState, withMark } from './user-state.ts';
import type { UserSync } from './user-sync.ts';

// Somebody who scrolls moves the position many times; the last one counts.
const cursorGatherMs = 300;
// Whoever goes to another device finds what they wrote there; a request for every key would be too many.
const draftGatherMs = 800;

export interface OwnListOptions {
  call: Call;
  clock: Clock;
  random: Random;
  publications: Publications;
  userSync(): Pick<UserSync, 'current' | 'handleCursor' | 'handleDraft' | 'handleMark'>;
  waitingCount(): number;
  /** A read position, a mark or a draft that the server does not have yet is new, or is not needed any more. */
  onOwnChanged(key: ConversationId | DraftKey): void;
  /**
   * The device needs what changed at once: the page may go with the next key, or the draft goes out, and other windows
   * of the device have to find this one there and none before it.
   */
  onDraftDue(): void;
  /** The draft that the device holds now, whichever window wrote it. */
  findKeptDraft(key: DraftKey): Promise<PendingDraft | undefined>;
}

/** The list as this client shows it: what the server said, with the own read positions and drafts that are on their way. */
export class OwnList {
  readonly watched: WatchedState<ListState>;
  readonly cursors: LatestSender<Cursor>;
  readonly drafts: LatestSender<PendingDraft, DraftKey>;
  readonly marks: LatestSender<PendingMark>;
  private readonly options: OwnListOptions;
  private readonly rows: SortedRows;
  private connection: Connection = 'connecting';
  private isLoaded = false;

  constructor(options: OwnListOptions) {
    this.options = options;
    this.watched = new WatchedState(options.publications, () => this.present());
    this.rows = new SortedRows((id) => this.rowOf(id));
    const { clock, random, call } = options;
    const onChanged = (id: ConversationId, isKept: boolean) => {
      this.touch(id);
      if (!isKept) options.onOwnChanged(id);
    };
    this.cursors = new LatestSender<Cursor>({
      clock,
      random,
      gatherMs: cursorGatherMs,
      onChanged,
      send: async (conversationId, { seq }) => {
        const cursor = await call(conversations.moveCursor, { params: { conversationId }, body: { seq } });
        options.userSync().handleCursor(conversationId, cursor);
      },
    });
    this.marks = new LatestSender<PendingMark>({
      clock,
      random,
      gatherMs: 0,
      onChanged,
      send: async (conversationId, { mark }) => {
        const body = { fromSeq: mark ? mark.seq + 1 : null };
        const answer = await call(conversations.setMark, { params: { conversationId }, body });
        options.userSync().handleMark(conversationId, answer);
      },
    });
    this.drafts = new LatestSender<PendingDraft, DraftKey>({
      clock,
      random,
      gatherMs: draftGatherMs,
      onChanged: (key, isKept) => {
        this.touch(draftPlaceOf(key).conversationId);
        if (!isKept) options.onOwnChanged(key);
      },
      findKept: (key) => options.findKeptDraft(key),
      send: async (key, { text, mentions }) => {
        options.onDraftDue();
        const place = draftPlaceOf(key);
        const { conversationId, threadSeq } = place;
        const body = { text, mentions: [...mentions], ...(threadSeq === undefined ? {} : { threadSeq }) };
        const answer = await call(conversations.setDraft, { params: { conversationId }, body });
        options.userSync().handleDraft(place, answer);
      },
    });
  }

  /** What the server does not have yet of the person's own. */
  get senders(): readonly Pick<LatestSender<unknown>, 'start' | 'stop' | 'clear' | 'isIdle'>[] {
    return [this.cursors, this.marks, this.drafts];
  }

  get state(): UserState {
    return this.options.userSync().current;
  }

  set(change: { connection?: Connection; isLoaded?: boolean }): void {
    if (change.connection !== undefined) this.connection = change.connection;
    if (change.isLoaded !== undefined) this.isLoaded = change.isLoaded;
    this.watched.invalidate();
  }

  /** The outbox changed; most changes of it leave the number as it was. */
  noticeWaiting(): void {
    if (this.watched.getSnapshot().waitingCount !== this.options.waitingCount()) this.watched.invalidate();
  }

  /** Without `id` any row may have changed. */
  touch(id?: ConversationId): void {
    if (id === undefined) this.rows.touchAll(this.state.conversations.keys());
    else this.rows.touch(id);
    this.watched.invalidate();
  }

  moveCursor(conversationId: ConversationId, cursor: Cursor): void {
    const row = this.rowOf(conversationId);
    if (row && cursor.seq > row.cursor.seq) this.cursors.set(conversationId, cursor);
  }

  /**
   * As unread from a message on; null takes the mark away. `upTo` counts the messages up to that one; where it is not
   * known it passes for the newest, until the server has answered.
   */
  mark(conversationId: ConversationId, fromSeq: number | null, upTo?: number): void {
    const row = this.rowOf(conversationId);
    if (!row) return;
    const mark = fromSeq === null ? null : { seq: fromSeq - 1, messageCount: (upTo ?? row.messageCount) - 1 };
    if (row.mark?.seq !== mark?.seq) this.marks.set(conversationId, { mark });
  }

  setDraft(place: DraftPlace, text: string, mentions: readonly UserId[]): void {
    const key = draftKeyOf(place);
    if (this.isShown(place, text, mentions)) this.drafts.release(key);
    else this.drafts.set(key, this.newDraft(text, mentions));
    // What was sent or thrown away must not come back with the page.
    if (isBlank(text)) this.options.onDraftDue();
  }

  /**
   * With each key. A page that comes back at once may read the device before the one that goes has run its last words
   * (browsers run both side by side), so what was written has to be there before.
   */
  holdDraft(place: DraftPlace, text: string, mentions: readonly UserId[]): void {
    const key = draftKeyOf(place);
    if (this.isShown(place, text, mentions)) this.drafts.release(key);
    else this.drafts.hold(key, this.newDraft(text, mentions));
    this.options.onOwnChanged(key);
    this.options.onDraftDue();
  }

  private isShown(place: DraftPlace, text: string, mentions: readonly UserId[]): boolean {
    return isSameDraft(draftAt(this.rowOf(place.conversationId), place), text, mentions);
  }

  private newDraft(text: string, mentions: readonly UserId[]): PendingDraft {
    return { at: new Date(this.options.clock.now()).toISOString(), text, mentions: [...mentions] };
  }

  /** What was begun has been posted. A file that is dropped meanwhile leaves it alone. */
  discardPosted(place: DraftPlace, text: string): void {
    const draft = draftAt(this.rowOf(place.conversationId), place);
    if (draft && !isBlank(text) && draft.text.trim() === text.trim()) this.setDraft(place, '', []);
  }

  /** From where on messages count as unread; undefined where nothing is. */
  unreadFrom(conversationId: ConversationId): number | undefined {
    const row = this.rowOf(conversationId);
    return row && unreadCountOf(row) > 0 ? unreadFrom(row).seq : undefined;
  }

  /** Own values for conversations that are not there any more. */
  dropAllBut(known: ReadonlyMap<ConversationId, unknown>): void {
    this.dropWhere((id) => !known.has(id));
  }

  /** Nothing more is said in it. */
  dropOf(conversationId: ConversationId): void {
    this.dropWhere((id) => id === conversationId);
  }

  private dropWhere(isOver: (id: ConversationId) => boolean): void {
    for (const sender of [this.cursors, this.marks]) sender.forget(isOver);
    this.drafts.forget((key) => isOver(draftPlaceOf(key).conversationId));
  }

  private rowOf(id: ConversationId): ConversationSummary | undefined {
    const row = this.state.conversations.get(id);
    if (!row) return undefined;
    const pending = this.cursors.pending(id);
    const begun = this.drafts.ids().filter((key) => draftPlaceOf(key).conversationId === id);
    const marked = this.marks.pending(id);
    // A position that another device moved may come before the messages that it covers.
    const isAhead = row.cursor.messageCount > row.messageCount;
    if (!(pending || begun.length > 0 || marked || isAhead)) return row;
    const cursor = pending ? furthest(row.cursor, pending) : row.cursor;
    const own = {
      ...(marked ? withMark(row, marked.mark) : row),
      cursor,
      mentionSeqs: mentionsBeyond(row.mentionSeqs, cursor.seq),
      messageCount: Math.max(row.messageCount, cursor.messageCount),
    };
    return begun.reduce((shown, key) => {
      const draft = this.drafts.pending(key);
      const place = draftPlaceOf(key);
      return draft ? withDraft(shown, place, shownDraft(draft, draftAt(row, place))) : shown;
    }, own);
  }

  private present(): ListState {
    return {
      connection: this.connection,
      isLoaded: this.isLoaded,
      conversations: this.rows.list(),
      inbox: this.state.inbox,
      waitingCount: this.options.waitingCount(),
    };
  }
}
