import {
  type ConversationId,
  type Cursor,
  type conversations,
  Refusal,
  type ResponseOf,
} from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { lockMembership } from '../store/draft-store.ts';
import { findMessageCount, isMessageAt } from '../store/event-store.ts';
import { findMark, writeMark } from '../store/member-store.ts';
import { getUserHead } from '../store/user-log-store.ts';
import { appendUserEvents } from './append-user-events.ts';

/** Marks a conversation as unread from a message on, or no longer; read positions, which others see, stay where they are. */
export const setMark = (
  context: MessagingContext,
  subject: Subject,
  { conversationId, fromSeq }: { conversationId: ConversationId; fromSeq: number | null },
): Promise<ResponseOf<typeof conversations.setMark>> =>
  context.database.transaction(async (tx) => {
    const place = { conversationId, userId: subject.userId };
    await lockMembership(tx, place);
    const { member } = await accessConversation(tx, subject, { action: 'read', conversationId });
    if (fromSeq !== null && fromSeq < member.visibleFromSeq) throw new Refusal('object_missing', 'no such message');
    const mark = fromSeq === null ? null : await positionBefore(tx, { conversationId, seq: fromSeq });
    if ((await findMark(tx, place))?.seq === mark?.seq) {
      return { mark, userSeq: (await getUserHead(tx, subject.userId)).headSeq };
    }
    await writeMark(tx, place, mark);
    const [event] = await appendUserEvents(context, tx, [{ ...place, kind: 'mark.set', data: mark }]);
    if (!event) throw new Error('the user log took no event');
    return { mark, userSeq: event.seq };
  });

/** A mark begins with a message; of other events there is nothing to read again. */
async function positionBefore(
  db: Queryable,
  { conversationId, seq }: { conversationId: ConversationId; seq: number },
): Promise<Cursor> {
  if (!(await isMessageAt(db, { conversationId, seq }))) throw new Refusal('object_missing', 'no such message');
  const messageCount = seq === 1 ? 0 : await findMessageCount(db, { conversationId, seq: seq - 1 });
  if (messageCount === undefined) throw new Error(`the log of ${conversationId} has no event ${seq - 1}`);
  return { seq: seq - 1, messageCount };
}
