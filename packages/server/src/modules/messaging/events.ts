import type { ConversationId, ConversationKind, MessagePosted } from '@countinghouse/protocol';
import { defineEvent } from '../../platform/events.ts';

/** Emitted inside the transaction that writes the message. Handlers must be quick: they hold the conversation's lock. */
export const messagePosted = defineEvent<{
  event: MessagePosted;
  conversation: { id: ConversationId; kind: ConversationKind };
}>('message.posted');
