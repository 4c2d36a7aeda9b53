import {
  type Amendment,
  amendmentSlot,
  type ConversationEvent,
  type ConversationId,
  type ConversationRole,
  type ConversationSummary,
  type Cursor,
  type conversations,
  type Draft,
  defaultConversationSettings,
  defaultMemberSettings,
  type Member,
  type MessageContent,
  type MessagePosted,
  mentionSeqsMax,
  messagePreview,
  type ResponseOf,
  type UserId,
} from '@countinghouse/protocol';

export interface Membership {
  userId: UserId;
  role: ConversationRole;
  visibleFromSeq: number;
  joinedAt: string;
  cursor: Cursor;
  draft: Draft | null;
  /** Where the person has marked it as unread. */
  mark?: Cursor;
  /** By thread. */
  threadDrafts: Map<number, Draft>;
}

// Each kind of event with what it adds to the envelope.
type BodyOfEvent<Event> = Event extends ConversationEvent
  ? Omit<Event, 'conversationId' | 'seq' | 'messageCount' | 'at' | 'actorId'>
  : never;
export type EventBody = BodyOfEvent<ConversationEvent>;

/** A message as it stands after everything that was done to it. */
export interface ReferenceMessage {
  event: MessagePosted;
  text: string;
  mentions: readonly UserId[];
  recall: ConversationEvent | undefined;
}

/** One conversation as the server must keep it: a gapless log, and who is in it. */
export class ReferenceConversation {
  readonly id: ConversationId;
  title: string;
  readonly events: ConversationEvent[] = [];
  /** In the order of joining. */
  readonly members = new Map<UserId, Membership>();
  /** Sequence numbers of what a view shows as an entry, and their places in that order. */
  readonly shownPlaces = new Map<number, number>();
  messageCount = 0;
  /** What was done to each message, oldest first; what stands in its thread is among it. */
  private readonly done = new Map<number, Amendment[]>();
  private readonly messages = new Map<number, ReferenceMessage>();

  constructor(id: ConversationId, title: string) {
    this.id = id;
    this.title = title;
  }

  get headSeq(): number {
    return this.events.length;
  }

  append(body: EventBody, { at, actorId }: { at: string; actorId: UserId }): ConversationEvent {
    if (body.kind === 'message.posted') this.messageCount += 1;
    const seq = this.headSeq + 1;
    const envelope = { conversationId: this.id, seq, messageCount: this.messageCount, at, actorId };
    const event: ConversationEvent = { ...body, ...envelope };
    this.events.push(event);
    if (hasEntry(event)) this.shownPlaces.set(seq, this.shownPlaces.size);
    this.note(event);
    return event;
  }

  private note(event: ConversationEvent): void {
    if (event.kind === 'message.posted') {
      const { text, mentions } = event.content;
      this.messages.set(event.seq, { event, text, mentions, recall: undefined });
    }
    const place = amendmentSlot(event);
    if (!place) return;
    // Whatever has a place among these is one.
    const amendment = event as Amendment;
    const done = this.done.get(place.messageSeq);
    if (done) done.push(amendment);
    else this.done.set(place.messageSeq, [amendment]);
    const message = this.messages.get(place.messageSeq);
    if (!message) return;
    if (event.kind === 'message.edited') Object.assign(message, { text: event.text, mentions: event.mentions });
    if (event.kind === 'message.recalled') message.recall ??= event;
  }

  doneTo(messageSeq: number): readonly Amendment[] {
    return this.done.get(messageSeq) ?? [];
  }

  messageAt(seq: number): ReferenceMessage | undefined {
    return this.messages.get(seq);
  }

  /** As it is given from now on: nobody gets what was taken back. */
  given<Event extends ConversationEvent>(event: Event): Event {
    if (event.kind === 'message.posted' && this.messages.get(event.seq)?.recall) {
      const { threadSeq } = event.content;
      const content: MessageContent = { text: '', mentions: [], files: [] };
      return { ...event, content: threadSeq === undefined ? content : { ...content, threadSeq } };
    }
    const isEdit = event.kind === 'message.edited';
    if (isEdit && this.messages.get(event.messageSeq)?.recall) return { ...event, text: '', mentions: [] };
    return event;
  }

  /** Newcomers have nothing unread; guests see nothing from before. */
  join(newcomers: readonly { userId: UserId; role: ConversationRole }[], by: { at: string; actorId: UserId }) {
    const { headSeq, messageCount } = this;
    for (const [index, { userId, role }] of newcomers.entries()) {
      this.members.set(userId, {
        userId,
        role,
        visibleFromSeq: role === 'guest' ? headSeq + 1 + index : 1,
        joinedAt: by.at,
        cursor: { seq: headSeq, messageCount },
        draft: null,
        threadDrafts: new Map(),
      });
    }
    return newcomers.map(({ userId, role }) => this.append({ kind: 'member.joined', userId, role }, by));
  }

  /** Who owns the group after its last owner left; undefined where an owner is left or nobody can be. */
  passOnOwnership(): Membership | undefined {
    const remaining = [...this.members.values()];
    if (remaining.some(({ role }) => role === 'owner')) return undefined;
    const heir = remaining.find(({ role }) => role === 'admin') ?? remaining.find(({ role }) => role === 'member');
    if (heir) heir.role = 'owner';
    return heir;
  }

  findMessage(userId: UserId, clientId: string) {
    for (const event of this.events) {
      if (event.kind === 'message.posted' && event.actorId === userId && event.clientId === clientId) return event;
    }
    return undefined;
  }

  firstSeqOfCard(messageSeq: number, cardId: string): number {
    const first = this.events.find(
      (event) => event.kind === 'card.set' && event.messageSeq === messageSeq && event.cardId === cardId,
    );
    return first?.seq ?? this.headSeq + 1;
  }

  messageCountAt(seq: number): number {
    return this.events[seq - 1]?.messageCount ?? 0;
  }

  /** Of others, beyond what was read; whoever is named by the newest text. */
  private mentionsOf({ userId, cursor, visibleFromSeq }: Membership): number[] {
    const named = [...this.messages.values()].filter(
      ({ event, mentions, recall }) => !recall && event.actorId !== userId && mentions.includes(userId),
    );
    const seqs = named.map(({ event }) => event.seq).filter((seq) => seq > cursor.seq && seq >= visibleFromSeq);
    return seqs.slice(-mentionSeqsMax);
  }

  private recallOf(seq: number): { isRecalled?: true } {
    return this.messages.get(seq)?.recall ? { isRecalled: true } : {};
  }

  private previewOf(seq: number): string {
    const message = this.messages.get(seq);
    if (!message || message.recall) return '';
    return messagePreview({ ...message.event.content, text: message.text });
  }

  summaryFor(member: Membership): ConversationSummary {
    const { visibleFromSeq, role, cursor, draft, mark } = member;
    const inThreads = [...member.threadDrafts].map(([threadSeq, each]) => ({ ...each, threadSeq }));
    const last = this.events.findLast((event) => event.kind === 'message.posted');
    const isLastVisible = last?.kind === 'message.posted' && last.seq >= visibleFromSeq;
    return {
      id: this.id,
      kind: 'group',
      title: this.title,
      peerId: null,
      parentId: null,
      engagementId: null,
      dataClass: 'general',
      memberCount: this.members.size,
      myRole: role,
      headSeq: this.headSeq,
      messageCount: this.messageCount,
      cursor,
      ...(mark ? { mark } : {}),
      draft,
      ...(inThreads.length > 0
        ? { threadDrafts: inThreads.sort((left, right) => left.threadSeq - right.threadSeq) }
        : {}),
      mentionSeqs: this.mentionsOf(member),
      isArchived: false,
      settings: defaultConversationSettings,
      mine: defaultMemberSettings,
      lastMessage: isLastVisible
        ? {
            seq: last.seq,
            actorId: last.actorId,
            at: last.at,
            preview: this.previewOf(last.seq),
            ...this.recallOf(last.seq),
          }
        : null,
    };
  }

  history(
    { visibleFromSeq }: Membership,
    { beforeSeq, afterSeq, limit }: { beforeSeq?: number; afterSeq?: number; limit: number },
  ): ResponseOf<typeof conversations.history> {
    const visible = this.events.filter((event) => isVisible(event, visibleFromSeq));
    const range =
      afterSeq === undefined
        ? visible.filter((event) => event.seq < (beforeSeq ?? Number.POSITIVE_INFINITY)).slice(-limit)
        : visible.filter((event) => event.seq > afterSeq).slice(0, limit);
    const events = range.map((event) => this.given(event));
    const onPage = new Set(events.map((event) => event.seq));
    const amendments = this.newestOn(onPage).filter(({ seq }) => !onPage.has(seq) && seq >= visibleFromSeq);
    return { events, amendments, headSeq: this.headSeq, firstSeq: visibleFromSeq };
  }

  /** The newest of each slot of these messages. */
  private newestOn(seqs: Iterable<number>): Amendment[] {
    return [...seqs].flatMap((seq) => {
      const newest = new Map<string, Amendment>();
      for (const event of this.doneTo(seq)) newest.set(amendmentSlot(event)?.slot ?? '', this.given(event));
      return [...newest.values()];
    });
  }

  /** Messages by their numbers, with what stands on them. */
  messagesBySeq({ visibleFromSeq }: Membership, seqs: readonly number[]) {
    const visible = [...new Set(seqs)].filter((seq) => seq >= visibleFromSeq).sort((left, right) => left - right);
    const found = visible.flatMap((seq) => this.messages.get(seq) ?? []);
    return { events: found.map(({ event }) => this.given(event)), amendments: this.newestOn(visible) };
  }

  repliesTo(rootSeq: number): number[] {
    return this.doneTo(rootSeq).flatMap((event) => (event.kind === 'message.posted' ? [event.seq] : []));
  }
}

const entryKinds: readonly string[] = ['message.posted', 'member.joined', 'member.left', 'conversation.renamed'];
const hasEntry = (event: ConversationEvent): boolean =>
  entryKinds.includes(event.kind) || (event.kind === 'pin.set' && event.isPinned);

/** What is done to a message that a late guest may not see is as invisible as the message. */
export const isVisible = (event: ConversationEvent, visibleFromSeq: number): boolean =>
  event.seq >= visibleFromSeq && (!('messageSeq' in event) || event.messageSeq >= visibleFromSeq);

export const presentMember = ({ userId, role, joinedAt, cursor }: Membership): Member => ({
  userId,
  role,
  joinedAt,
  cursor,
});
