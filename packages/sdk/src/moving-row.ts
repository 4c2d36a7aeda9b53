import {
  type ConversationEvent,
  type ConversationSummary,
  type MessageContent,
  type MessageEdited,
  type MessagePosted,
  messagePreview,
  type UserId,
} from '@countinghouse/protocol';
import { namesMe, withMention } from './mentions.ts';

/** What a row of the list was not told, while later events moved it. */
export interface RowGap {
  /** Up to here nothing is missing. */
  readonly headSeq: number;
  readonly messageCount: number;
  readonly missing: Set<number>;
  /** More than is worth counting; the row has to be asked for. */
  isWide: boolean;
  /** The newest word on each thing that events set. */
  readonly newest: Map<string, number>;
}

// A longer gap is no order of arrival any more.
const missingMax = 100;

/** As far as it is known without a gap; both sides agree on this part of it only. */
export const provenRow = (row: ConversationSummary, gap: RowGap | undefined): ConversationSummary =>
  gap ? { ...row, headSeq: gap.headSeq, messageCount: gap.messageCount } : row;

/**
 * A row that events move. Those of a conversation may come in any order: a late one is taken for what it adds, and what
 * stays away is noted, because the number of members and the last message would be wrong without it.
 */
export class MovingRow {
  gap: RowGap | undefined;
  /** Something changed in a way that only the server knows. */
  isUnsure = false;
  private readonly row: ConversationSummary;
  private readonly me: UserId | undefined;
  private moved: ConversationSummary;
  private isChanged = false;
  /** Of the last message, where it was heard. */
  private lastContent: MessageContent | undefined;

  constructor(row: ConversationSummary, gap: RowGap | undefined, me: UserId | undefined) {
    this.row = row;
    this.me = me;
    this.gap = gap;
    this.moved = { ...row };
  }

  apply(event: ConversationEvent): void {
    if (event.seq > this.moved.headSeq) {
      if (event.seq > this.moved.headSeq + 1) this.noteGap(event.seq);
      this.moved.headSeq = event.seq;
      this.moved.messageCount = event.messageCount;
      this.take(event);
      this.isChanged = true;
    } else if (this.gap?.missing.delete(event.seq)) {
      this.take(event);
      this.isChanged = true;
      if (this.gap.missing.size === 0 && !this.gap.isWide) this.gap = undefined;
    }
  }

  private noteGap(seq: number): void {
    const { headSeq, messageCount } = this.moved;
    this.gap ??= { headSeq, messageCount, missing: new Set(), isWide: false, newest: new Map() };
    if (this.gap.missing.size + seq - headSeq > missingMax) this.gap.isWide = true;
    else for (let missing = headSeq + 1; missing < seq; missing++) this.gap.missing.add(missing);
  }

  /** False where a later event has set the same already. */
  private isNewest(thing: string, seq: number): boolean {
    if (!this.gap) return true;
    if (seq < (this.gap.newest.get(thing) ?? 0)) return false;
    this.gap.newest.set(thing, seq);
    return true;
  }

  private take(event: ConversationEvent): void {
    const { moved } = this;
    switch (event.kind) {
      case 'message.posted':
        this.takeMessage(event);
        break;
      case 'message.edited':
        this.takeEdit(event);
        break;
      case 'message.recalled':
        this.takeRecall(event);
        break;
      case 'member.joined':
        moved.memberCount += 1;
        break;
      case 'member.left':
        moved.memberCount -= 1;
        break;
      case 'member.role-set':
        if (event.userId === this.me && this.isNewest('role', event.seq)) moved.myRole = event.role;
        break;
      case 'conversation.renamed':
        if (this.isNewest('title', event.seq)) moved.title = event.title;
        break;
      case 'conversation.settings-set':
        if (this.isNewest('settings', event.seq)) moved.settings = event.settings;
        break;
      case 'conversation.archived':
        if (this.isNewest('archived', event.seq)) moved.isArchived = event.isArchived;
        break;
      default:
    }
  }

  private takeMessage(event: MessagePosted): void {
    const { seq, actorId, at, content } = event;
    this.noteMention(seq, actorId, content);
    if (seq <= (this.moved.lastMessage?.seq ?? 0)) return;
    this.lastContent = content;
    this.moved.lastMessage = { seq, actorId, at, preview: messagePreview(content) };
  }

  private takeEdit({ seq, messageSeq, actorId, text, mentions, mentionGroups }: MessageEdited): void {
    if (this.isAwaited(messageSeq) || !this.isNewest(`text ${messageSeq}`, seq)) return;
    this.noteMention(messageSeq, actorId, { mentions, mentionGroups });
    const { lastMessage } = this.moved;
    if (lastMessage?.seq !== messageSeq) return;
    const content = this.lastContent ?? { mentions, files: [] };
    const preview = messagePreview({ ...content, text });
    // Without text its files speak for it, which this row does not know.
    if (preview === '' && !this.lastContent) this.isUnsure = true;
    else this.moved.lastMessage = { ...lastMessage, preview };
  }

  private takeRecall({ seq, messageSeq }: { seq: number; messageSeq: number }): void {
    if (this.isAwaited(messageSeq)) return;
    this.isNewest(`text ${messageSeq}`, seq);
    this.moved.mentionSeqs = this.moved.mentionSeqs.filter((other) => other !== messageSeq);
    const { lastMessage } = this.moved;
    if (lastMessage?.seq === messageSeq) this.moved.lastMessage = { ...lastMessage, preview: '', isRecalled: true };
  }

  /** A message that changes before it is here: the row is asked for, rather than put together from what comes when. */
  private isAwaited(messageSeq: number): boolean {
    if (!this.gap?.missing.has(messageSeq)) return false;
    this.gap.isWide = true;
    return true;
  }

  private noteMention(seq: number, actorId: UserId, named: Pick<MessageContent, 'mentions' | 'mentionGroups'>): void {
    const { moved, me } = this;
    if (actorId === me || seq <= moved.cursor.seq) return;
    const isNamed = namesMe(named, moved, me);
    if (isNamed === undefined) this.isUnsure = true;
    else if (isNamed) moved.mentionSeqs = withMention(moved.mentionSeqs, seq);
    else if (moved.mentionSeqs.includes(seq)) moved.mentionSeqs = moved.mentionSeqs.filter((other) => other !== seq);
  }

  /** The same object where nothing has changed. */
  result(): ConversationSummary {
    return this.isChanged ? this.moved : this.row;
  }
}
