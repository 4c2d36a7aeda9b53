import type {
  ConversationId,
  ConversationKind,
  MessageEdited,
  MessagePosted,
  MessageRecalled,
} from '@countinghouse/protocol';
import { defineEvent } from '../../platform/events.ts';

interface Place {
  conversation: { id: ConversationId; kind: ConversationKind };
}

/** Emitted inside the transaction that writes the message. Handlers must be quick: they hold the conversation's lock. */
export const messagePosted = defineEvent<{ event: MessagePosted } & Place>('message.posted');
/** The same for a change of its text. */
export const messageEdited = defineEvent<{ event: MessageEdited } & Place>('message.edited');
/** The same for a message that was taken back. */
export const messageRecalled = defineEvent<{ event: MessageRecalled } & Place>('message.recalled');
