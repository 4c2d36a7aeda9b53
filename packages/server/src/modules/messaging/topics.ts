import type { ConversationEvent, ConversationId, UserId } from '@countinghouse/protocol';
import type { StoredUserEvent } from './store/user-log-store.ts';

/** Bus topics of this module and their messages. They are hints: whoever misses one pulls. */
export const conversationEventsTopic = 'conversation-events';
export interface ConversationEventsHint {
  conversationId: ConversationId;
  events: readonly ConversationEvent[];
}

export const userEventsTopic = 'user-events';
export interface UserEventsHint {
  userId: UserId;
  events: readonly StoredUserEvent[];
}
