import type { ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';

type Envelope = 'conversationId' | 'seq' | 'messageCount' | 'at' | 'actorId';
type WithoutEnvelope<Event> = Event extends ConversationEvent ? Omit<Event, Envelope> : never;

/** What an event says, apart from its place in the log. This is the part that is encrypted at rest. */
export type EventBody = WithoutEnvelope<ConversationEvent>;

/** An event that does not have its place in the log yet. */
export interface EventDraft {
  conversationId: ConversationId;
  actorId: UserId;
  body: EventBody;
}

/** Binds a ciphertext to its place, so that a body cannot be moved to another row. */
export const sealingContext = (place: { conversationId: ConversationId; seq: number }): string =>
  `conversation-event ${place.conversationId} ${place.seq}`;

export const clientIdOf = (body: EventBody): string | null => (body.kind === 'message.posted' ? body.clientId : null);
export const messageSeqOf = (body: EventBody): number | null => (body.kind === 'card.set' ? body.messageSeq : null);
