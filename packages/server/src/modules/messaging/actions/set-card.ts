import { Card, type CardSet, type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import { isMessage } from '../store/event-store.ts';
import { appendEvents } from './append-events.ts';

export interface CardWrite {
  conversationId: ConversationId;
  messageSeq: number;
  cardId: string;
  actorId: UserId;
  card: Card;
}

export const cardSizeBytesMax = 64 * 1024;
const cardSchema = Compile(Card);

/** Cards come from programs, so they are cut to the schema: what it does not know is dropped, what breaks it is refused. */
export function checkCard(card: Card): Card {
  // The check below proves the type that `Clean` loses.
  const cleaned = Value.Clean(Card, structuredClone(card)) as Card;
  if (!cardSchema.Check(cleaned)) {
    const [first] = cardSchema.Errors(cleaned);
    throw new Refusal('request_malformed', `card${first?.instancePath ?? ''}: ${first?.message ?? 'not a card'}`);
  }
  if (Buffer.byteLength(JSON.stringify(cleaned)) > cardSizeBytesMax) {
    throw new Refusal('request_too_large', `a card may have ${cardSizeBytesMax} bytes`);
  }
  return cleaned;
}

/** Sets a card on a message, or changes the one that stands there. */
export async function setCard(context: MessagingContext, tx: Transaction, write: CardWrite): Promise<CardSet> {
  const card = checkCard(write.card);
  const { conversationId, messageSeq, cardId, actorId } = write;
  if (!(await isMessage(tx, { conversationId, seq: messageSeq }))) {
    throw new Refusal('object_missing', `there is no message ${messageSeq}`);
  }
  const [event] = await appendEvents(context, tx, [
    // `appendEvents` finds the true first event.
    { conversationId, actorId, body: { kind: 'card.set', messageSeq, cardId, firstSeq: 0, card } },
  ]);
  if (event?.kind !== 'card.set') throw new Error('the log gave another kind of event than was written');
  return event;
}
