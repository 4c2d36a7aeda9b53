import type { ClientId, ConversationId, DataClass, MessageContent, Refusal, UserId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';

/** A message that is to be written, as far as it can be judged before the lock. */
export interface MessageWrite {
  conversationId: ConversationId;
  actorId: UserId;
  clientId: ClientId;
  content: MessageContent;
  /** Absent where another module of the server writes, which answers for the right itself. */
  subject?: Subject;
  /** Class of the conversation that it forwards from; absent where it forwards nothing. */
  forwardedClass?: DataClass;
  /** Why it is refused if it was not written before. Then `content` lacks what it would have forwarded. */
  unlessKnown?: Refusal;
}
