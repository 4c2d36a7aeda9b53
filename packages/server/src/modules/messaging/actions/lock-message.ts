import { type ConversationId, type MessagePosted, Refusal } from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { type AccessedConversation, accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { lockConversations } from '../store/conversation-store.ts';
import { openEvents } from '../store/event-store.ts';
import { findMessage } from '../store/part-store.ts';
import { expectMessage } from './append-events.ts';

export interface MessagePlace {
  conversationId: ConversationId;
  seq: number;
}

export interface LockedMessage extends AccessedConversation {
  message: MessagePosted;
  isRecalled: boolean;
}

/**
 * A message that somebody wants to change, with the conversation's lock, so that what is decided here is still true at
 * commit. `read` is for what everybody does who sees it; an archived conversation takes neither. Throws `object_missing`
 * where the subject does not see the message.
 */
export async function lockMessage(
  context: Pick<MessagingContext, 'sealer'>,
  tx: Transaction,
  subject: Subject,
  { conversationId, seq, action }: MessagePlace & { action: 'read' | 'post' },
): Promise<LockedMessage> {
  await lockConversations(tx, [conversationId]);
  const accessed = await accessConversation(tx, subject, { action, conversationId });
  if (accessed.conversation.isArchived) throw new Refusal('conversation_archived', 'nothing is changed here any more');
  const row = seq < accessed.member.visibleFromSeq ? undefined : await findMessage(tx, { conversationId, seq });
  if (!row) throw new Refusal('object_missing', 'no such message');
  const [event] = await openEvents(context.sealer, [row]);
  return { ...accessed, message: expectMessage(event), isRecalled: row.isRecalled };
}

/** For everything but recalling: what was taken back is not changed any more. */
export async function lockStandingMessage(
  context: Pick<MessagingContext, 'sealer'>,
  tx: Transaction,
  subject: Subject,
  place: MessagePlace & { action: 'read' | 'post' },
): Promise<LockedMessage> {
  const locked = await lockMessage(context, tx, subject, place);
  if (locked.isRecalled) throw new Refusal('message_recalled', 'the message was taken back');
  return locked;
}
