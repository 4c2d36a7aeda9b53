import type {
  CardSet,
  ClientId,
  ConversationEvent,
  ConversationId,
  MessagePosted,
  UserId,
} from '@countinghouse/protocol';
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
  post(actorId: UserId, clientId: ClientId, text: string): MessagePosted {
    for (const event of this.events) {
      if (event.kind === 'message.posted' && event.clientId === clientId && event.actorId === actorId) return event;
    }
    this.messageCount += 1;
    const content = { text, mentions: [], files: [] };
    const event: MessagePosted = { ...this.envelope(actorId), kind: 'message.posted', clientId, content };
    this.events.push(event);
    return event;
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

  rename(title: string): ConversationEvent {
    const event: ConversationEvent = { ...this.envelope(aUserId('lead')), kind: 'conversation.renamed', title };
    this.events.push(event);
    return event;
  }

  history({ beforeSeq, afterSeq, limit }: { beforeSeq?: number; afterSeq?: number; limit: number }): HistoryPage {
    const events =
      afterSeq === undefined
        ? this.events.filter((event) => event.seq < (beforeSeq ?? Number.POSITIVE_INFINITY)).slice(-limit)
        : this.events.filter((event) => event.seq > afterSeq).slice(0, limit);
    const onPage = new Set(events.map((event) => event.seq));
    const heads = new Map<string, CardSet>();
    for (const event of this.events) {
      if (event.kind === 'card.set' && onPage.has(event.messageSeq)) {
        heads.set(`${event.messageSeq} ${event.cardId}`, event);
      }
    }
    const laterCards = [...heads.values()].filter((event) => !onPage.has(event.seq));
    return { events, laterCards, headSeq: this.headSeq, firstSeq: 1 };
  }
}
