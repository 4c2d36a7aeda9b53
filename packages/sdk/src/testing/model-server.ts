import {
  type Amendment,
  amendmentSlot,
  type CardSet,
  type ClientId,
  type ConversationEvent,
  type ConversationId,
  type MessageContent,
  type MessageEdited,
  type MessagePosted,
  type MessageRecalled,
  type PinSet,
  type PollSet,
  type ReactionSet,
  type UserId,
} from '@countinghouse/protocol';
import { isAmendment } from '../amendments.ts';
import type { HistoryPage } from '../conversation-log.ts';

// Ids of tests need to be distinct, not well-formed.
export const aConversationId = (name: string): ConversationId => name as ConversationId;
export const aClientId = (name: string): ClientId => name as ClientId;
export const aUserId = (name: string): UserId => name as UserId;

/** One conversation as the server keeps it, with the answers that the real one would give. */
export class ModelConversation {
  readonly events: ConversationEvent[] = [];
  private readonly id: ConversationId;
  private messageCount = 0;
  private readonly recalled = new Set<number>();

  constructor(id: ConversationId) {
    this.id = id;
  }

  get headSeq(): number {
    return this.events.length;
  }

  private envelope(actorId: UserId) {
    const seq = this.headSeq + 1;
    const at = new Date(Date.UTC(2026, 10, 22) + seq * 1000).toISOString();
    return { conversationId: this.id, seq, messageCount: this.messageCount, at, actorId };
  }

  /** The same client id again gives the same event. */
  post(
    actorId: UserId,
    clientId: ClientId,
    text: string,
    { files = [], ...parts }: Partial<MessageContent> = {},
  ): MessagePosted {
    for (const event of this.events) {
      if (event.kind === 'message.posted' && event.clientId === clientId && event.actorId === actorId) return event;
    }
    this.messageCount += 1;
    return this.push(actorId, clientId, { text, mentions: [], files, ...parts });
  }

  /** Without looking for an earlier message of this client id, which takes long in a long log. */
  append(actorId: UserId, text: string, clientId = aClientId(`appended-${this.headSeq}`)): MessagePosted {
    this.messageCount += 1;
    return this.push(actorId, clientId, { text, mentions: [], files: [] });
  }

  private push(actorId: UserId, clientId: ClientId, content: MessageContent): MessagePosted {
    const { threadSeq } = content;
    const thread = threadSeq === undefined ? {} : { threadCount: this.repliesOf(threadSeq).length + 1 };
    const event: MessagePosted = { ...this.envelope(actorId), kind: 'message.posted', clientId, content, ...thread };
    this.events.push(event);
    return event;
  }

  /** With what text and files do not say. */
  say(actorId: UserId, content: Partial<MessageContent>): MessagePosted {
    this.messageCount += 1;
    const clientId = aClientId(`said-${this.headSeq}`);
    return this.push(actorId, clientId, { text: '', mentions: [], files: [], ...content });
  }

  setCard(messageSeq: number, cardId: string): CardSet {
    const first = this.events.find(
      (event) => event.kind === 'card.set' && event.messageSeq === messageSeq && event.cardId === cardId,
    );
    const envelope = this.envelope(aUserId('app'));
    const card = {
      type: 'AdaptiveCard' as const,
      version: '1.5' as const,
      fallbackText: `version ${envelope.seq}`,
      body: [],
    };
    const firstSeq = first?.seq ?? envelope.seq;
    const event: CardSet = { ...envelope, kind: 'card.set', messageSeq, cardId, firstSeq, card };
    this.events.push(event);
    return event;
  }

  join(userId: UserId): ConversationEvent {
    const event: ConversationEvent = {
      ...this.envelope(aUserId('lead')),
      kind: 'member.joined',
      userId,
      role: 'member',
    };
    this.events.push(event);
    return event;
  }

  rename(title: string): ConversationEvent {
    const event: ConversationEvent = { ...this.envelope(aUserId('lead')), kind: 'conversation.renamed', title };
    this.events.push(event);
    return event;
  }

  private amend<Body extends object>(actorId: UserId, body: Body): Body & ReturnType<ModelConversation['envelope']> {
    const event = { ...this.envelope(actorId), ...body };
    // Which body belongs to which kind is looked after by the methods that call this.
    this.events.push(event as unknown as ConversationEvent);
    return event;
  }

  edit(actorId: UserId, messageSeq: number, text: string, mentions: UserId[] = []): MessageEdited {
    return this.amend(actorId, { kind: 'message.edited' as const, messageSeq, text, mentions });
  }

  recall(actorId: UserId, messageSeq: number): MessageRecalled {
    this.recalled.add(messageSeq);
    return this.amend(actorId, { kind: 'message.recalled' as const, messageSeq });
  }

  pin(actorId: UserId, messageSeq: number, isPinned: boolean): PinSet {
    return this.amend(actorId, { kind: 'pin.set' as const, messageSeq, isPinned });
  }

  setPoll(actorId: UserId, messageSeq: number, counts: number[]): PollSet {
    const voterCount = counts.reduce((sum, count) => sum + count, 0);
    return this.amend(actorId, { kind: 'poll.set' as const, messageSeq, counts, voterCount, isClosed: false });
  }

  react(actorId: UserId, messageSeq: number, emoji: string, isOn: boolean): ReactionSet {
    const known = this.events.filter(
      (event) => event.kind === 'reaction.set' && event.messageSeq === messageSeq && event.emoji === emoji,
    );
    const last = known.at(-1);
    const others = last?.kind === 'reaction.set' ? last.userIds.filter((userId) => userId !== actorId) : [];
    const userIds = isOn ? [...others, actorId] : others;
    const firstSeq = known[0]?.seq ?? this.headSeq + 1;
    const state = { messageSeq, emoji, firstSeq, isOn, count: userIds.length, userIds };
    return this.amend(actorId, { kind: 'reaction.set' as const, ...state });
  }

  /** As it is given from now on: what was taken back says nothing any more. */
  given<Event extends ConversationEvent>(event: Event): Event {
    if (event.kind === 'message.posted' && this.recalled.has(event.seq)) {
      const { threadSeq } = event.content;
      const place = threadSeq === undefined ? {} : { threadSeq };
      return { ...event, content: { text: '', mentions: [], files: [], ...place } };
    }
    if (event.kind === 'message.edited' && this.recalled.has(event.messageSeq))
      return { ...event, text: '', mentions: [] };
    return event;
  }

  /** The newest of each slot of these messages. */
  amendmentsOf(seqs: ReadonlySet<number>): Amendment[] {
    const newest = new Map<string, Amendment>();
    for (const event of this.events) {
      const place = amendmentSlot(event);
      if (place && seqs.has(place.messageSeq) && isAmendment(event)) {
        newest.set(`${place.messageSeq} ${place.slot}`, this.given(event));
      }
    }
    return [...newest.values()];
  }

  bySeq(seqs: ReadonlySet<number>): { events: MessagePosted[]; amendments: Amendment[] } {
    const events = this.events.filter((event) => event.kind === 'message.posted' && seqs.has(event.seq));
    const given = events.map((event) => this.given(event)).filter((event) => event.kind === 'message.posted');
    return { events: given, amendments: this.amendmentsOf(seqs) };
  }

  private repliesOf(rootSeq: number): number[] {
    const isReply = (event: ConversationEvent) =>
      event.kind === 'message.posted' && event.content.threadSeq === rootSeq;
    return this.events.filter(isReply).map(({ seq }) => seq);
  }

  thread(
    rootSeq: number,
    { beforeSeq = Number.POSITIVE_INFINITY, limit = 50 }: { beforeSeq?: number; limit?: number },
  ) {
    const replies = this.repliesOf(rootSeq).filter((seq) => seq < beforeSeq);
    const page = replies.slice(-limit);
    const found = this.bySeq(new Set([rootSeq, ...page]));
    // What is on the page is not said twice.
    const amendments = found.amendments.filter(({ seq }) => !page.includes(seq));
    return { ...found, amendments, hasOlder: replies.length > page.length };
  }

  history({ beforeSeq, afterSeq, limit }: { beforeSeq?: number; afterSeq?: number; limit: number }): HistoryPage {
    // Numbers begin at 1 and have no gaps, so that the place in the list is known.
    const range =
      afterSeq === undefined
        ? this.events.slice(0, (beforeSeq ?? Number.POSITIVE_INFINITY) - 1).slice(-limit)
        : this.events.slice(afterSeq, afterSeq + limit);
    const events = range.map((event) => this.given(event));
    const onPage = new Set(events.map((event) => event.seq));
    const amendments = this.amendmentsOf(onPage).filter((event) => !onPage.has(event.seq));
    return { events, amendments, headSeq: this.headSeq, firstSeq: 1 };
  }
}
