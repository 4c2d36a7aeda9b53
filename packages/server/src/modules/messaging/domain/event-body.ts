import type { ClientId, ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';

type Envelope = 'conversationId' | 'seq' | 'messageCount' | 'at' | 'actorId';
type WithoutEnvelope<Event> = Event extends ConversationEvent ? Omit<Event, Envelope> : never;

/** What an event says, apart from its place in the log. This is the part that is encrypted at rest. */
export type EventBody = WithoutEnvelope<ConversationEvent>;

/** An event that does not have its place in the log yet. */
export interface EventDraft {
  conversationId: ConversationId;
  actorId: UserId;
  body: EventBody;
  /** Makes the event findable by its client id; messages carry theirs in the body. */
  key?: string;
  /** Name of the part of the message that it changes, where it is not to be that of `amendmentSlot`. */
  slot?: string;
}

/** Binds a ciphertext to its place, so that a body cannot be moved to another row. */
export const sealingContext = (place: { conversationId: ConversationId; seq: number }): string =>
  `conversation-event ${place.conversationId} ${place.seq}`;

/** A change that is asked for again gives the event of the first time. No client id of a message has a slash. */
export const editKeyOf = (clientId: ClientId): string => `/edit/${clientId}`;

export const clientIdOf = ({ body, key }: { body: EventBody; key?: string }): string | null =>
  body.kind === 'message.posted' ? body.clientId : (key ?? null);

export const messageSeqOf = (body: EventBody): number | null => ('messageSeq' in body ? body.messageSeq : null);
