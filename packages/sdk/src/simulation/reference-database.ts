import { createHash } from 'node:crypto';
import {
  type BodyOf,
  type Card,
  type ClientId,
  type ConversationEvent,
  type ConversationId,
  type ConversationSummary,
  type Cursor,
  type conversations,
  type InboxCounts,
  type PostAnswer,
  Refusal,
  type RefusalName,
  type ResponseOf,
  type SyncDigest,
  type SyncSnapshot,
  type UserEvent,
  type UserId,
  userEventPageMax,
} from '@countinghouse/protocol';
import { ReferenceChanges } from './reference-changes.ts';
import { type Membership, ReferenceConversation } from './reference-conversation.ts';
import { conversationIdAt } from './simulated-ids.ts';

/** As it is stored: rows and drafts are made when the event is read. */
export type StoredUserEvent = { userId: UserId; seq: number; at: string } & (
  | { kind: 'conversation.set' | 'conversation.gone'; conversationId: ConversationId }
  | { kind: 'draft.set'; conversationId: ConversationId; threadSeq?: number }
  | { kind: 'cursor.set'; conversationId: ConversationId; cursor: { seq: number; messageCount: number } }
  | { kind: 'mark.set'; conversationId: ConversationId; mark: Cursor | null }
  | { kind: 'inbox.set'; counts: InboxCounts }
  | { kind: 'me.changed' }
);
type UserEventBody = StoredUserEvent extends infer Stored
  ? Stored extends StoredUserEvent
    ? Omit<Stored, 'seq' | 'at'>
    : never
  : never;

/** What one transaction wrote; the hints that go over the bus are made from it. */
export interface Commit {
  conversationEvents: ConversationEvent[];
  userEvents: StoredUserEvent[];
}

export type PostWrite = BodyOf<typeof conversations.postMessages>['messages'][number];
export interface SimulatedPerson {
  id: UserId;
  isGuest: boolean;
}

const noCounts: InboxCounts = { approvals: 0, returned: 0, questions: 0, queue: 0 };

/** The truth: what PostgreSQL would hold, with the rules of the messaging module. Nothing here is ever lost. */
export class ReferenceDatabase {
  readonly conversations = new Map<ConversationId, ReferenceConversation>();
  readonly people = new Map<UserId, SimulatedPerson>();
  readonly inboxes = new Map<UserId, InboxCounts>();
  /** Refusals that messages got, by client id: what a client may call failed. */
  readonly refused = new Map<ClientId, Set<RefusalName>>();
  /** The first event that a person could ever see of a conversation. */
  readonly everVisibleFrom = new Map<string, number>();
  readonly changes: ReferenceChanges;
  private readonly userLogs = new Map<UserId, StoredUserEvent[]>();
  private readonly groupsByClientId = new Map<string, ConversationId>();
  private readonly now: () => number;
  private commit: Commit = { conversationEvents: [], userEvents: [] };

  constructor(people: readonly SimulatedPerson[], now: () => number) {
    this.now = now;
    this.changes = new ReferenceChanges(
      (...place) => this.access(...place),
      (...parts) => this.appendEvent(...parts),
    );
    for (const person of people) this.people.set(person.id, person);
  }

  /** Everything that `work` writes is one commit. A refusal must come before the first write. */
  transact<Result>(work: () => Result): { result: Result; commit: Commit } {
    this.commit = { conversationEvents: [], userEvents: [] };
    const result = work();
    return { result, commit: this.commit };
  }

  private get at(): string {
    return new Date(this.now()).toISOString();
  }

  access(userId: UserId, conversationId: ConversationId): { conversation: ReferenceConversation; member: Membership } {
    const conversation = this.conversations.get(conversationId);
    const member = conversation?.members.get(userId);
    if (!conversation || !member) throw new Refusal('object_missing', 'no such conversation');
    return { conversation, member };
  }

  private govern(userId: UserId, conversationId: ConversationId) {
    const accessed = this.access(userId, conversationId);
    const { role } = accessed.member;
    if (role !== 'owner' && role !== 'admin') throw new Refusal('right_missing', 'govern is not yours');
    return accessed;
  }

  createGroup(userId: UserId, body: BodyOf<typeof conversations.create>): ConversationSummary {
    if (this.people.get(userId)?.isGuest) throw new Refusal('right_missing', 'guests do not make groups');
    const key = `${userId} ${body.clientId}`;
    const known = this.groupsByClientId.get(key);
    const id = known ?? conversationIdAt(this.now(), this.conversations.size + 1);
    if (known === undefined) {
      const conversation = new ReferenceConversation(id, body.title);
      this.conversations.set(id, conversation);
      this.groupsByClientId.set(key, id);
      const others = [...new Set(body.memberIds)].filter((member) => member !== userId);
      this.join(conversation, userId, [{ userId, role: 'owner' }, ...others.map((other) => this.newcomer(other))]);
    }
    const { conversation, member } = this.access(userId, id);
    return conversation.summaryFor(member);
  }

  private newcomer(userId: UserId) {
    return { userId, role: this.people.get(userId)?.isGuest ? ('guest' as const) : ('member' as const) };
  }

  private join(
    conversation: ReferenceConversation,
    actorId: UserId,
    newcomers: Parameters<typeof conversation.join>[0],
  ) {
    this.commit.conversationEvents.push(...conversation.join(newcomers, { at: this.at, actorId }));
    for (const { userId } of newcomers) {
      const visibleFrom = conversation.members.get(userId)?.visibleFromSeq ?? 1;
      const key = `${userId} ${conversation.id}`;
      this.everVisibleFrom.set(key, Math.min(visibleFrom, this.everVisibleFrom.get(key) ?? visibleFrom));
      this.appendUserEvent({ userId, kind: 'conversation.set', conversationId: conversation.id });
    }
  }

  addMembers(userId: UserId, conversationId: ConversationId, userIds: readonly UserId[]): void {
    const { conversation } = this.govern(userId, conversationId);
    const newcomers = [...new Set(userIds)].filter((id) => !conversation.members.has(id));
    if (newcomers.length > 0)
      this.join(
        conversation,
        userId,
        newcomers.map((id) => this.newcomer(id)),
      );
  }

  removeMember(userId: UserId, conversationId: ConversationId, removedId: UserId): void {
    const isOwn = userId === removedId;
    const { conversation, member } = isOwn ? this.access(userId, conversationId) : this.govern(userId, conversationId);
    const target = conversation.members.get(removedId);
    if (!target) throw new Refusal('member_missing', 'not a member');
    if (!isOwn && target.role === 'owner' && member.role !== 'owner') throw new Refusal('right_missing');
    conversation.members.delete(removedId);
    this.appendEvent(conversation, userId, { kind: 'member.left', userId: removedId });
    this.appendUserEvent({ userId: removedId, kind: 'conversation.gone', conversationId });
    const heir = conversation.passOnOwnership();
    if (heir) this.appendUserEvent({ userId: heir.userId, kind: 'conversation.set', conversationId });
  }

  rename(userId: UserId, conversationId: ConversationId, title: string): void {
    const { conversation } = this.govern(userId, conversationId);
    if (conversation.title === title) return;
    conversation.title = title;
    this.appendEvent(conversation, userId, { kind: 'conversation.renamed', title });
    for (const member of conversation.members.keys()) {
      this.appendUserEvent({ userId: member, kind: 'conversation.set', conversationId });
    }
  }

  /** Each gets its own answer; the same client id again gives the same event. */
  post(userId: UserId, writes: readonly PostWrite[]): PostAnswer[] {
    return writes.map((write) => {
      try {
        return { event: this.postOne(userId, write) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.noteRefusal(write.clientId, error.refusal);
        return { refusal: error.refusal, message: error.message, params: error.params };
      }
    });
  }

  private postOne(userId: UserId, write: PostWrite) {
    const { conversationId, clientId, text, mentions = [], fileIds = [], threadSeq } = write;
    const { conversation, member } = this.access(userId, conversationId);
    if (text.trim() === '' && fileIds.length === 0) throw new Refusal('message_empty');
    const files = fileIds.map((fileId) => ({
      fileId,
      name: `${fileId}.pdf`,
      sizeBytes: 1,
      mediaType: 'application/pdf',
    }));
    const content = threadSeq === undefined ? { text, mentions, files } : { text, mentions, files, threadSeq };
    const known = conversation.findMessage(userId, clientId);
    if (known) {
      const isSame = JSON.stringify(known.content) === JSON.stringify(content);
      if (!isSame) throw new Refusal('client_id_reused', 'another message', { seq: String(known.seq) });
      return known;
    }
    if (threadSeq !== undefined && !conversation.messageAt(threadSeq)) throw new Refusal('object_missing', 'no thread');
    const thread = threadSeq === undefined ? {} : { threadCount: conversation.repliesTo(threadSeq).length + 1 };
    const event = this.appendEvent(conversation, userId, { kind: 'message.posted', clientId, content, ...thread });
    if (event.kind !== 'message.posted') throw new Error('the log gave another kind of event than was written');
    member.cursor = { seq: event.seq, messageCount: event.messageCount };
    this.appendUserEvent({ userId, kind: 'cursor.set', conversationId, cursor: member.cursor });
    return event;
  }

  noteRefusal(clientId: ClientId, name: RefusalName): void {
    this.refused.set(clientId, (this.refused.get(clientId) ?? new Set()).add(name));
  }

  setCard(conversation: ReferenceConversation, write: { actorId: UserId; messageSeq: number; cardId: string }): void {
    const { actorId, messageSeq, cardId } = write;
    const fallbackText = `version ${conversation.headSeq + 1}`;
    const card: Card = { type: 'AdaptiveCard', version: '1.5', fallbackText, body: [] };
    const firstSeq = conversation.firstSeqOfCard(messageSeq, cardId);
    this.appendEvent(conversation, actorId, { kind: 'card.set', messageSeq, cardId, firstSeq, card });
  }

  moveCursor(userId: UserId, conversationId: ConversationId, wanted: number) {
    const { conversation, member } = this.access(userId, conversationId);
    const seq = Math.min(wanted, conversation.headSeq);
    if (seq > member.cursor.seq) {
      member.cursor = { seq, messageCount: conversation.messageCountAt(seq) };
      this.appendUserEvent({ userId, kind: 'cursor.set', conversationId, cursor: member.cursor });
    }
    return member.cursor;
  }

  setDraft(
    userId: UserId,
    conversationId: ConversationId,
    { text, mentions = [], threadSeq }: BodyOf<typeof conversations.setDraft>,
  ) {
    const { conversation, member } = this.access(userId, conversationId);
    const isBlank = text.trim() === '';
    if (threadSeq !== undefined && !isBlank && !conversation.messageAt(threadSeq)) {
      throw new Refusal('object_missing', 'no such message');
    }
    const known = threadSeq === undefined ? member.draft : member.threadDrafts.get(threadSeq);
    const draft = isBlank ? null : { seq: this.headSeqOf(userId) + 1, at: this.at, text, mentions };
    if (!draft && !known) return { draft, userSeq: this.headSeqOf(userId) };
    if (threadSeq === undefined) member.draft = draft;
    else if (draft) member.threadDrafts.set(threadSeq, draft);
    else member.threadDrafts.delete(threadSeq);
    const where = threadSeq === undefined ? {} : { threadSeq };
    this.appendUserEvent({ userId, kind: 'draft.set', conversationId, ...where });
    return { draft, userSeq: this.headSeqOf(userId) };
  }

  /** Of a person's own; the position before the message that is to be unread. */
  setMark(userId: UserId, conversationId: ConversationId, fromSeq: number | null) {
    const { conversation, member } = this.access(userId, conversationId);
    if (fromSeq !== null && (fromSeq < member.visibleFromSeq || !conversation.messageAt(fromSeq))) {
      throw new Refusal('object_missing', 'no such message');
    }
    const mark = fromSeq === null ? null : { seq: fromSeq - 1, messageCount: conversation.messageCountAt(fromSeq - 1) };
    if (mark?.seq !== member.mark?.seq) {
      if (mark) member.mark = mark;
      else delete member.mark;
      this.appendUserEvent({ userId, kind: 'mark.set', conversationId, mark });
    }
    return { mark, userSeq: this.headSeqOf(userId) };
  }

  setInbox(userId: UserId, counts: InboxCounts): void {
    this.inboxes.set(userId, counts);
    this.appendUserEvent({ userId, kind: 'inbox.set', counts });
  }

  private appendEvent(
    conversation: ReferenceConversation,
    actorId: UserId,
    body: Parameters<ReferenceConversation['append']>[0],
  ): ConversationEvent {
    const event = conversation.append(body, { at: this.at, actorId });
    this.commit.conversationEvents.push(event);
    return event;
  }

  appendUserEvent(body: UserEventBody): void {
    const event: StoredUserEvent = { ...body, seq: this.headSeqOf(body.userId) + 1, at: this.at };
    const log = this.userLogs.get(body.userId) ?? [];
    log.push(event);
    this.userLogs.set(body.userId, log);
    this.commit.userEvents.push(event);
  }

  headSeqOf(userId: UserId): number {
    return this.userLogs.get(userId)?.length ?? 0;
  }

  inboxOf(userId: UserId): InboxCounts {
    return this.inboxes.get(userId) ?? noCounts;
  }

  summaries(userId: UserId): ConversationSummary[] {
    return [...this.conversations.values()].flatMap((conversation) => {
      const member = conversation.members.get(userId);
      return member ? [conversation.summaryFor(member)] : [];
    });
  }

  snapshot(userId: UserId): SyncSnapshot {
    const rows = this.summaries(userId);
    const inbox = this.inboxOf(userId);
    return { userSeq: this.headSeqOf(userId), conversations: rows, inbox, digest: digestOf(rows, inbox) };
  }

  userEvents(userId: UserId, afterSeq: number): { events: UserEvent[]; headSeq: number } {
    const stored = (this.userLogs.get(userId) ?? []).slice(afterSeq, afterSeq + userEventPageMax);
    return { events: stored.map((event) => this.present(event)), headSeq: this.headSeqOf(userId) };
  }

  /** A conversation that was left meanwhile is sent as gone. */
  present(stored: StoredUserEvent): UserEvent {
    const { userId, ...event } = stored;
    if (event.kind === 'conversation.set') {
      const conversation = this.conversations.get(event.conversationId);
      const member = conversation?.members.get(userId);
      if (!conversation || !member) return { ...event, kind: 'conversation.gone' };
      const { seq, at } = event;
      return { seq, at, kind: 'conversation.set', summary: conversation.summaryFor(member) };
    }
    if (event.kind === 'draft.set') {
      const member = this.conversations.get(event.conversationId)?.members.get(userId);
      const { threadSeq } = event;
      const draft = threadSeq === undefined ? member?.draft : member?.threadDrafts.get(threadSeq);
      return { ...event, kind: 'draft.set', draft: draft ?? null };
    }
    // What is left carries its values; `Omit` has blurred which kind has which.
    return event as UserEvent;
  }

  readers(
    userId: UserId,
    { conversationId, seq, state }: { conversationId: ConversationId; seq: number; state: 'read' | 'unread' },
  ): ResponseOf<typeof conversations.readers> {
    const { conversation } = this.access(userId, conversationId);
    const authorId = conversation.events[seq - 1]?.actorId;
    const present = [...conversation.members.values()].filter((member) => member.userId !== authorId);
    const read = present.filter(({ cursor }) => cursor.seq >= seq);
    const unread = present.filter(({ cursor }) => cursor.seq < seq);
    const userIds = (state === 'read' ? read : unread).map((member) => member.userId).sort();
    return { readCount: read.length, unreadCount: unread.length, userIds };
  }
}

/** As `SyncDigest` of the protocol says, written a second time on purpose. */
export function digestOf(rows: readonly ConversationSummary[], inbox: InboxCounts): SyncDigest {
  const own = rows.map((row) => {
    const words: (string | number)[] = [row.id, row.cursor.seq, row.cursor.messageCount, row.draft?.seq ?? 0];
    if (row.mark) words.push(row.mark.seq);
    for (const { threadSeq, seq } of row.threadDrafts ?? []) words.push(`t${threadSeq}:${seq}`);
    return words.join(' ');
  });
  const waiting = ['inbox', inbox.approvals, inbox.returned, inbox.questions, inbox.queue].join(' ');
  const heads = rows.map((row) => [row.id, row.headSeq, row.messageCount].join(' '));
  return { own: hashOf([...own.sort(), waiting]), heads: hashOf(heads.sort()) };
}

const hashOf = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');
