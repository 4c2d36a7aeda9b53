import type { ConversationId, Cursor } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { accessConversation } from '../access.ts';
import type { MessagingContext } from '../context.ts';
import { readerGroupMax } from '../domain/membership.ts';
import { findMessageCount } from '../store/event-store.ts';
import { moveCursors } from '../store/member-store.ts';
import { cursorsMovedTopic } from '../topics.ts';
import { appendUserEvents } from './append-user-events.ts';

/** Moves the caller's read position forward, never back and never past the end of the log. Answers with where it stands. */
export const moveCursor = (
  context: MessagingContext,
  subject: Subject,
  request: { conversationId: ConversationId; seq: number },
): Promise<Cursor> =>
  context.database.transaction(async (tx) => {
    const { conversationId } = request;
    const { conversation, member } = await accessConversation(tx, subject, { action: 'read', conversationId });
    const standing: Cursor = { seq: member.cursorSeq, messageCount: member.cursorMessageCount };
    const seq = Math.min(request.seq, conversation.headSeq);
    if (seq <= standing.seq) return standing;
    const messageCount = await findMessageCount(tx, { conversationId, seq });
    if (messageCount === undefined) throw new Error(`the log of ${conversationId} has no event ${seq}`);
    const [moved] = await moveCursors(tx, {
      moves: [{ conversationId, userId: subject.userId, cursor: { seq, messageCount } }],
      at: context.clock.now(),
    });
    if (!moved) {
      // Another device was faster and went further.
      const { member: now } = await accessConversation(tx, subject, { action: 'read', conversationId });
      return { seq: now.cursorSeq, messageCount: now.cursorMessageCount };
    }
    await appendUserEvents(context, tx, [
      { userId: subject.userId, kind: 'cursor.set', conversationId, data: moved.cursor },
    ]);
    const hint = { conversationId, userId: subject.userId, cursor: moved.cursor };
    if (conversation.memberCount <= readerGroupMax) {
      tx.afterCommit(() => context.bus.publish(cursorsMovedTopic, hint));
    }
    return moved.cursor;
  });
