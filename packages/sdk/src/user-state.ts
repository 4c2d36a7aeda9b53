import type {
  ConversationEvent,
  ConversationId,
  ConversationSummary,
  Cursor,
  Draft,
  InboxCounts,
  SyncDigest,
  SyncSnapshot,
  UserEvent,
  UserId,
} from '@countinghouse/protocol';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { type DraftPlace, draftAt, withDraft } from './drafts.ts';
import { mentionsBeyond } from './mentions.ts';
import { MovingRow, provenRow, type RowGap } from './moving-row.ts';

/** What the client keeps of its own person, at one position of the user log. */
export interface UserState {
  readonly userSeq: number;
  readonly conversations: ReadonlyMap<ConversationId, ConversationSummary>;
  readonly inbox: InboxCounts;
  /** Rows of which something is missing. */
  readonly gaps: ReadonlyMap<ConversationId, RowGap>;
  /** Rows that changed in a way that only the server knows. */
  readonly unsure: ReadonlySet<ConversationId>;
}

const emptyInbox: InboxCounts = { approvals: 0, returned: 0, questions: 0, queue: 0 };

/** `id` names the row that changed; without it anything may have. */
export type StateListener = (id?: ConversationId) => void;

/** The user state as it moves. Rows are replaced, never changed, so that whoever holds one keeps what it was. */
export class MovingUserState implements UserState {
  userSeq = 0;
  inbox = emptyInbox;
  readonly conversations = new Map<ConversationId, ConversationSummary>();
  readonly gaps = new Map<ConversationId, RowGap>();
  readonly unsure = new Set<ConversationId>();
  private readonly onChanged: StateListener;
  private readonly me: () => UserId | undefined;

  constructor(onChanged: StateListener, me: () => UserId | undefined = () => undefined) {
    this.me = me;
    this.onChanged = onChanged;
  }

  clear(): void {
    this.restore({ userSeq: 0, inbox: emptyInbox, conversations: [] });
  }

  restore({ userSeq, inbox, conversations }: Omit<SyncSnapshot, 'digest'>): void {
    this.gaps.clear();
    this.unsure.clear();
    this.replace({ userSeq, inbox, conversations });
  }

  private replace({ userSeq, inbox, conversations }: Omit<SyncSnapshot, 'digest'>): void {
    this.userSeq = userSeq;
    this.inbox = inbox;
    this.conversations.clear();
    for (const row of conversations) this.conversations.set(row.id, row);
    for (const id of [...this.gaps.keys(), ...this.unsure]) if (!this.conversations.has(id)) this.forgetDoubts(id);
    this.onChanged();
  }

  /** The snapshot is the truth, except where a conversation's log has meanwhile been heard further. */
  applySnapshot(snapshot: SyncSnapshot): void {
    this.replace({ ...snapshot, conversations: snapshot.conversations.map((row) => this.withNewest(row)) });
  }

  private withNewest(row: ConversationSummary): ConversationSummary {
    const known = this.conversations.get(row.id);
    // Title and role may also change without an event of the log.
    const { title, myRole, cursor } = row;
    if (known && known.headSeq > row.headSeq) return { ...row, ...logPartOf(known, cursor), title, myRole };
    this.forgetDoubts(row.id);
    return row;
  }

  /** The server's own row instead of one with a gap; what was heard since it was asked for is to be applied again. */
  mend(row: ConversationSummary): void {
    const known = this.conversations.get(row.id);
    if (!known || !this.forgetDoubts(row.id)) return;
    this.setRow({ ...known, ...logPartOf(row, known.cursor) });
  }

  private forgetDoubts(id: ConversationId): boolean {
    const hadGap = this.gaps.delete(id);
    return this.unsure.delete(id) || hadGap;
  }

  /** The next event of the user log. */
  apply(event: UserEvent): void {
    this.userSeq = event.seq;
    switch (event.kind) {
      case 'conversation.set':
        this.setRow(this.withNewest(event.summary));
        break;
      case 'conversation.gone':
        this.conversations.delete(event.conversationId);
        this.forgetDoubts(event.conversationId);
        this.onChanged(event.conversationId);
        break;
      case 'cursor.set':
        this.moveCursor(event.conversationId, event.cursor);
        break;
      case 'mark.set':
        this.setMark(event.conversationId, event.mark);
        break;
      case 'draft.set':
        this.setDraft(event, event.draft);
        break;
      case 'inbox.set':
        this.inbox = event.counts;
        this.onChanged();
        break;
      case 'list.changed':
      case 'me.changed':
    }
  }

  /** A read position never moves back. */
  moveCursor(id: ConversationId, cursor: Cursor): void {
    const row = this.conversations.get(id);
    if (row && row.cursor.seq < cursor.seq) this.setRow(readUpTo(row, cursor));
  }

  setDraft(place: DraftPlace, draft: Draft | null): void {
    const row = this.conversations.get(place.conversationId);
    if (row && draftAt(row, place)?.seq !== draft?.seq) this.setRow(withDraft(row, place, draft));
  }

  setMark(id: ConversationId, mark: Cursor | null): void {
    const row = this.conversations.get(id);
    if (row && row.mark?.seq !== mark?.seq) this.setRow(withMark(row, mark));
  }

  /** Events of any conversation move its row; what is missing between them is in `gaps`. */
  applyToRow(id: ConversationId, events: readonly ConversationEvent[]): void {
    const row = this.conversations.get(id);
    if (!row) return;
    const moving = new MovingRow(row, this.gaps.get(id), this.me());
    for (const event of events) moving.apply(event);
    if (moving.gap) this.gaps.set(id, moving.gap);
    else this.gaps.delete(id);
    if (moving.isUnsure) this.unsure.add(id);
    const moved = moving.result();
    if (moved !== row) this.setRow(moved);
  }

  private setRow(row: ConversationSummary): void {
    this.conversations.set(row.id, row);
    this.onChanged(row.id);
  }
}

const readUpTo = (row: ConversationSummary, cursor: Cursor): ConversationSummary => ({
  ...row,
  cursor,
  mentionSeqs: mentionsBeyond(row.mentionSeqs, cursor.seq),
});

/** What events of the conversation change, for somebody who has read up to `cursor`. */
function logPartOf(row: ConversationSummary, cursor: Cursor) {
  const { headSeq, messageCount, lastMessage, memberCount, title, settings, isArchived } = row;
  const mentionSeqs = mentionsBeyond(row.mentionSeqs, cursor.seq);
  return { headSeq, messageCount, lastMessage, memberCount, title, settings, isArchived, mentionSeqs };
}

export function withMark(row: ConversationSummary, mark: Cursor | null): ConversationSummary {
  const { mark: _before, ...rest } = row;
  return mark ? { ...rest, mark } : rest;
}

export const furthest = (left: Cursor, right: Cursor): Cursor => (right.seq > left.seq ? right : left);

/** The digest that `SyncDigest` of the protocol describes. A row with a gap counts as far as it is proven. */
export function digestOf(state: UserState): SyncDigest {
  const rows = [...state.conversations.values()].map((row) => provenRow(row, state.gaps.get(row.id)));
  const own = rows
    .map(({ id, cursor, draft, mark, threadDrafts = [] }) => {
      const marked = mark ? ` ${mark.seq}` : '';
      const inThreads = threadDrafts.map(({ threadSeq, seq }) => ` t${threadSeq}:${seq}`).join('');
      return `${id} ${cursor.seq} ${cursor.messageCount} ${draft?.seq ?? 0}${marked}${inThreads}`;
    })
    .sort();
  const { approvals, returned, questions, queue } = state.inbox;
  own.push(`inbox ${approvals} ${returned} ${questions} ${queue}`);
  return { own: hashOf(own), heads: hashOf(rows.map((row) => `${row.id} ${row.headSeq} ${row.messageCount}`).sort()) };
}

const hashOf = (lines: readonly string[]): string => bytesToHex(sha256(utf8ToBytes(lines.join('\n'))));
