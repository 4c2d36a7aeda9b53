import type { ConversationId, ConversationSummary, Cursor, InboxCounts, UserId } from '@countinghouse/protocol';
import type { ClientStore, StoreChange } from './client-store.ts';
import type { Clock } from './clock.ts';
import type { KeptLog } from './conversation-log.ts';
import { type DraftKey, draftPlaceOf, type PendingDraft } from './drafts.ts';
import type { PendingMark } from './marks.ts';
import { provenRow } from './moving-row.ts';
import { type KeptHead, parseCursor, parseHead, parsePendingDraft, parsePendingMark, parseRow } from './parse-kept.ts';
import { parseLog } from './parse-kept-log.ts';
import type { UserState } from './user-state.ts';

/** What an earlier run on this device has left of one person. */
export interface KeptPerson {
  userId: UserId;
  /** Of the session under which it was kept; another one must prove first that it is the same person's. */
  sessionTag: string;
  userSeq: number;
  inbox: InboxCounts;
  conversations: ConversationSummary[];
  cursors: [ConversationId, Cursor][];
  drafts: [DraftKey, PendingDraft][];
  marks: [ConversationId, PendingMark][];
}

export interface KeptStateOptions {
  store: ClientStore;
  clock: Clock;
  sessionTag: string;
  state(): UserState;
  cursor(id: ConversationId): Cursor | undefined;
  draft(key: DraftKey): PendingDraft | undefined;
  mark(id: ConversationId): PendingMark | undefined;
  log(id: ConversationId): KeptLog | undefined;
  /** A record of the device is not what was written. */
  onDamaged(): void;
}

const keepAfterMs = 500;
// Logs change with every message and can be pulled again, so they are written rarely.
const keepLogsAfterMs = 5_000;
// A device without room is asked again after this time.
const retryAfterMs = 60_000;
/** What somebody goes through on a day without a network; the rest is read when it is opened. */
export const keptLogsMax = 50;
export const keptEventsMax = 200;

const headKey = 'state/own/head';
const rowPrefix = 'state/own/row/';
const cursorPrefix = 'state/own/cursor/';
const draftPrefix = 'state/own/draft/';
const markPrefix = 'state/own/mark/';
const logPrefix = 'state/log/';
/** Under it nothing of this person may be written: the session has ended, perhaps in another window. */
const fenceOf = (userId: UserId): string => `fence/${userId}`;

/** Keeps the state of one person on the device, some changes at a time. */
export class KeptState {
  private readonly options: KeptStateOptions;
  private userId: UserId | undefined;
  private logs: ConversationId[] = [];
  private readonly keptRows = new Set<ConversationId>();
  private isHeadChanged = false;
  private areAllRowsChanged = false;
  private readonly rows = new Set<ConversationId>();
  /** Of drafts in threads their own keys. */
  private readonly ownChanges = new Set<DraftKey>();
  private readonly changedLogs = new Set<ConversationId>();
  private keptLogsAtMs = 0;
  private cancelTimer: (() => void) | undefined;
  private dueAtMs = 0;
  private last: Promise<unknown> = Promise.resolve();
  /** While the device is being cleared, nothing is written to it. */
  private clearings = 0;

  constructor(options: KeptStateOptions) {
    this.options = options;
  }

  /** Undefined where nothing is kept or the device does not give it. What is damaged is left out. */
  async load(): Promise<KeptPerson | undefined> {
    await this.last;
    const records = await this.options.store.list('state/own/').catch(() => []);
    const found = records.find(({ key }) => key === headKey);
    const head = found && this.whole(parseHead(found.value));
    if (!head) return undefined;
    this.logs = head.logs;
    const valuesOf = <Value>(prefix: string, parse: (value: unknown, id: string) => Value | undefined) =>
      records.flatMap(({ key, value }): [ConversationId, Value][] => {
        if (!key.startsWith(prefix)) return [];
        const id = key.slice(prefix.length);
        const parsed = this.whole(parse(value, id));
        // The rest of the key is the id that it was made with.
        return parsed === undefined ? [] : [[id as ConversationId, parsed]];
      });
    const rows = valuesOf(rowPrefix, parseRow);
    for (const [id] of rows) this.keptRows.add(id);
    return {
      userId: head.userId,
      sessionTag: head.sessionTag,
      userSeq: head.userSeq,
      inbox: head.inbox,
      conversations: rows.map(([, row]) => row),
      cursors: valuesOf(cursorPrefix, parseCursor),
      drafts: valuesOf(draftPrefix, parsePendingDraft),
      marks: valuesOf(markPrefix, parsePendingMark),
    };
  }

  private whole<Value>(parsed: Value | undefined): Value | undefined {
    if (parsed === undefined) this.options.onDamaged();
    return parsed;
  }

  async loadLog(id: ConversationId): Promise<KeptLog | undefined> {
    if (!this.logs.includes(id)) return undefined;
    const records = await this.options.store.list(logPrefix + id).catch(() => []);
    const [record] = records;
    return record && this.whole(parseLog(record.value, id));
  }

  /** From now on changes are kept as this person's. */
  begin(userId: UserId): void {
    this.userId = userId;
    this.isHeadChanged = true;
    this.plan();
  }

  /** The server has said that the session is this person's, also where an earlier one was ended on this device. */
  lift(userId: UserId): Promise<void> {
    return this.clear(() => this.options.store.write([{ key: fenceOf(userId) }]));
  }

  /** Without `id` everything may have changed. */
  touchRow(id?: ConversationId): void {
    if (id === undefined) this.areAllRowsChanged = true;
    else this.rows.add(id);
    this.isHeadChanged = true;
    this.plan();
  }

  /** A read position, a mark or a draft that the server does not have yet. */
  touchOwn(key: DraftKey): void {
    this.ownChanges.add(key);
    this.plan();
  }

  /** The writes have begun when it returns, so that whoever reads later reads what they say. */
  keepOwn(): void {
    if (this.userId === undefined || this.clearings > 0 || this.ownChanges.size === 0) return;
    this.write(this.ownValues(), this.userId);
  }

  /** As any window of the device has written it last. Rejects where the device does not answer. */
  async findDraft(draftKey: DraftKey): Promise<PendingDraft | undefined> {
    // Those of threads begin with the same words.
    const records = await this.options.store.list(draftPrefix + draftKey);
    const record = records.find(({ key }) => key === draftPrefix + draftKey);
    return record && parsePendingDraft(record.value);
  }

  touchLog(id: ConversationId): void {
    this.changedLogs.add(id);
    this.plan();
  }

  /** Something was taken back in a conversation that nobody holds: what is kept of it still says it. */
  forgetUnlessHeld(id: ConversationId): void {
    if (this.userId === undefined || !this.logs.includes(id) || this.options.log(id)) return;
    this.logs = this.logs.filter((other) => other !== id);
    this.isHeadChanged = true;
    this.write([{ key: logPrefix + id }], this.userId);
    this.plan();
  }

  /** Nothing that belongs to the session stays, except messages that are not sent; no other window puts it back. */
  wipe(): Promise<void> {
    const { userId } = this;
    this.userId = undefined;
    this.logs = [];
    this.keptRows.clear();
    this.forgetChanges();
    return this.clear(async () => {
      const { store } = this.options;
      const own = await store.list(headKey);
      const people = [userId, parseHead(own[0]?.value)?.userId].filter((id) => id !== undefined);
      await store.write(people.map((id) => ({ key: fenceOf(id), value: true })));
      const records = await store.list('state/');
      await store.write(records.map(({ key }) => ({ key })));
    });
  }

  private clear(work: () => Promise<void>): Promise<void> {
    this.clearings += 1;
    const done = this.last.then(work).catch(() => undefined);
    this.last = done.then(() => {
      this.clearings -= 1;
      if (this.clearings === 0) this.plan();
    });
    return this.last.then(() => undefined);
  }

  /** Resolves once what was begun is done. */
  settled(): Promise<void> {
    return this.last.then(() => undefined);
  }

  /** Writes what is not written yet; resolves when that is done. The writes have begun when it returns. */
  flush(): Promise<void> {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    // Own changes first: logs are large, and a page that goes has little time.
    this.keep({ withLogs: false });
    this.keep({ withLogs: true });
    return this.last.then(() => undefined);
  }

  private forgetChanges(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.isHeadChanged = false;
    this.areAllRowsChanged = false;
    for (const changed of [this.rows, this.ownChanges, this.changedLogs]) changed.clear();
  }

  private plan(delayMs = keepAfterMs): void {
    if (this.userId === undefined) return;
    const dueAtMs = this.options.clock.now() + delayMs;
    // Logs wait longer than the rest; what is due sooner does not wait with them.
    if (this.cancelTimer && this.dueAtMs <= dueAtMs) return;
    this.cancelTimer?.();
    this.dueAtMs = dueAtMs;
    this.cancelTimer = this.options.clock.after(delayMs, () => {
      this.cancelTimer = undefined;
      const nowMs = this.options.clock.now();
      const withLogs = Math.abs(nowMs - this.keptLogsAtMs) >= keepLogsAfterMs;
      if (withLogs) this.keptLogsAtMs = nowMs;
      this.keep({ withLogs });
      if (this.changedLogs.size > 0) this.plan(keepLogsAfterMs);
    });
  }

  private keep({ withLogs }: { withLogs: boolean }): void {
    const { userId } = this;
    if (userId === undefined || this.clearings > 0) return;
    // Head and rows are read in one breath, so that they are of one position.
    const changes = [...(withLogs ? this.logChanges() : []), ...this.ownValues(), ...this.rowChanges()];
    if (this.isHeadChanged) changes.push({ key: headKey, value: this.head(userId) });
    this.isHeadChanged = false;
    if (changes.length > 0) this.write(changes, userId);
  }

  /** Writes of a store take effect in the order of the calls, so that none has to wait here for the one before. */
  private write(changes: readonly StoreChange[], userId: UserId): void {
    const written = this.options.store.write(changes, fenceOf(userId)).catch(() => {
      if (this.userId !== userId) return;
      this.touchRow();
      for (const { key } of changes) {
        for (const prefix of [cursorPrefix, draftPrefix, markPrefix]) {
          if (key.startsWith(prefix)) this.ownChanges.add(key.slice(prefix.length));
        }
      }
      this.cancelTimer?.();
      this.cancelTimer = undefined;
      this.plan(retryAfterMs);
    });
    this.last = Promise.all([this.last, written]);
  }

  private head(userId: UserId): KeptHead {
    const { userSeq, inbox } = this.options.state();
    return { userId, sessionTag: this.options.sessionTag, userSeq, inbox, logs: [...this.logs] };
  }

  private rowChanges(): StoreChange[] {
    const { conversations, gaps } = this.options.state();
    const ids = this.areAllRowsChanged ? new Set([...conversations.keys(), ...this.keptRows]) : this.rows;
    for (const id of ids) {
      if (conversations.has(id)) this.keptRows.add(id);
      else this.keptRows.delete(id);
    }
    const changes: StoreChange[] = [...ids].map((id) => {
      const row = conversations.get(id);
      // A gap is not kept: with the head before it, coming back finds that something is missing.
      return { key: rowPrefix + id, value: row && provenRow(row, gaps.get(id)) };
    });
    for (const id of this.logs) {
      if (conversations.has(id)) continue;
      changes.push({ key: logPrefix + id });
      this.isHeadChanged = true;
    }
    this.logs = this.logs.filter((id) => conversations.has(id));
    this.areAllRowsChanged = false;
    this.rows.clear();
    return changes;
  }

  private ownValues(): StoreChange[] {
    const changes = [...this.ownChanges].flatMap((key) => {
      const { conversationId: id, threadSeq } = draftPlaceOf(key);
      const draft = { key: draftPrefix + key, value: this.options.draft(key) };
      if (threadSeq !== undefined) return [draft];
      return [
        { key: cursorPrefix + id, value: this.options.cursor(id) },
        draft,
        { key: markPrefix + id, value: this.options.mark(id) },
      ];
    });
    this.ownChanges.clear();
    return changes;
  }

  private logChanges(): StoreChange[] {
    const changes: StoreChange[] = [];
    for (const id of this.changedLogs) {
      const log = this.options.log(id);
      if (!log) continue;
      this.logs = [...this.logs.filter((other) => other !== id), id];
      changes.push({ key: logPrefix + id, value: log });
    }
    this.changedLogs.clear();
    if (changes.length === 0) return changes;
    this.isHeadChanged = true;
    const dropped = this.logs.splice(0, Math.max(0, this.logs.length - keptLogsMax));
    return [...changes, ...dropped.map((id) => ({ key: logPrefix + id }))];
  }
}
