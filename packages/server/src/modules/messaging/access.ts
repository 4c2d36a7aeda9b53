import { type ConversationId, Refusal, type UserId } from '@countinghouse/protocol';
import type { Queryable } from '../../platform/database/database.ts';
import { can, parameters, type Subject, where } from '../../platform/rights/index.ts';
import { type ConversationRow, conversationColumns } from './store/conversation-store.ts';
import { findMembers, type MemberRow } from './store/member-store.ts';

export interface AccessedConversation {
  conversation: ConversationRow;
  /** The caller's own membership. */
  member: MemberRow;
}

/**
 * Fetches a conversation with permission. Whoever may not read it learns nothing, not even that it exists
 * (`object_missing`); a reader who may not do more gets `right_missing`.
 */
export async function accessConversation(
  db: Queryable,
  subject: Subject,
  { action, conversationId }: { action: 'read' | 'post' | 'govern'; conversationId: ConversationId },
): Promise<AccessedConversation> {
  const { bind, values } = parameters();
  const sql = `select ${conversationColumns('c')} from conversations c
    where c.id = ${bind(conversationId)} and ${where(subject, 'read', 'conversation', { alias: 'c', bind })}`;
  const [conversation] = await db.query<ConversationRow>(sql, values);
  const [member] = conversation ? await findMembers(db, [{ conversationId, userId: subject.userId }]) : [];
  if (!conversation || !member) throw new Refusal('object_missing', 'no such conversation');
  const members = new Map([[subject.userId, member.role]]);
  if (!can(subject, action, 'conversation', { members })) {
    throw new Refusal('right_missing', `${action} in this conversation is not yours`);
  }
  return { conversation, member };
}

/** The conversations among `ids` (all, where absent) that the subject may read. */
export async function listReadableIds(
  db: Queryable,
  subject: Subject,
  ids?: readonly ConversationId[],
): Promise<{ id: ConversationId; visibleFromSeq: number }[]> {
  const { bind, values } = parameters();
  const me: UserId = subject.userId;
  return db.query(
    `select c.id, m.visible_from_seq as "visibleFromSeq" from conversations c
     join conversation_members m on m.conversation_id = c.id and m.user_id = ${bind(me)} and m.left_at is null
     where ${where(subject, 'read', 'conversation', { alias: 'c', bind })}
     ${ids ? `and c.id = any(${bind(ids)}::uuid[])` : ''}`,
    values,
  );
}
