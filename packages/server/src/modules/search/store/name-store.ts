import type { ConversationId, ConversationKind } from '@countinghouse/protocol';
import type { Queryable } from '../../../platform/database/database.ts';
import { parameters, type Subject, where } from '../../../platform/rights/index.ts';

export interface NamedConversation {
  conversationId: ConversationId;
  conversationKind: ConversationKind;
  title: string;
  /** Both people of a direct or app conversation, joined by ':'. */
  directKey: string | null;
}

/** All conversations that the subject may read, with what they are called. */
export function listNamedConversations(db: Queryable, subject: Subject): Promise<NamedConversation[]> {
  const { bind, values } = parameters();
  return db.query(
    `select c.id as "conversationId", c.kind as "conversationKind", c.title, c.direct_key as "directKey"
     from conversation_members m join conversations c on c.id = m.conversation_id
     where m.user_id = ${bind(subject.userId)} and m.left_at is null
       and ${where(subject, 'read', 'conversation', { alias: 'c', bind })}`,
    values,
  );
}

/**
 * Another one whenever somebody was added, changed or removed: each of these leaves a row of a later transaction, or one row
 * less. https://www.postgresql.org/docs/current/ddl-system-columns.html
 */
export async function stampOfPeople(db: Queryable): Promise<string> {
  const [row] = await db.query<{ stamp: string }>(
    `select concat(count(*), ' ', sum(xmin::text::bigint)) as stamp from users`,
  );
  return row?.stamp ?? '';
}
