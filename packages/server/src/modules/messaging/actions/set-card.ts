import { Card, type CardSet, type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import type { Transaction } from '../../../platform/database/database.ts';
import type { MessagingContext } from '../context.ts';
import { blankCard } from '../domain/recalled.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { findMessage } from '../store/part-store.ts';
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
  // Names with a slash are those of the other parts of a message.
  if (cardId.startsWith('/')) throw new Refusal('request_malformed', 'the id of a card does not begin with a slash');
  // Locked, so that the message is not recalled between the look and the write.
  await lockConversations(tx, [conversationId]);
  const message = await findMessage(tx, { conversationId, seq: messageSeq });
  if (!message) throw new Refusal('object_missing', `there is no message ${messageSeq}`);
  // What becomes of the work goes on; the conversation is told nothing of it any more.
  const shown = message.isRecalled ? blankCard : card;
  const [event] = await appendEvents(context, tx, [
    // `appendEvents` finds the true first event.
    { conversationId, actorId, body: { kind: 'card.set', messageSeq, cardId, firstSeq: 0, card: shown } },
  ]);
  if (event?.kind !== 'card.set') throw new Error('the log gave another kind of event than was written');
  return event;
}
